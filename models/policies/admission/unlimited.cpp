#include "models/policies/admission/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

class Unlimited final : public AdmissionPolicy {
 public:
  Admission decide(const AdmissionQuery& query) override {
    return query.function_in_flight < query.function_limit ? Admission::admit : Admission::throttle;
  }
  [[nodiscard]] Rejection reason() const override { return Rejection::function_limit; }
  [[nodiscard]] std::optional<AdmissionLimits> limits() const override { return AdmissionLimits{}; }
};

}  // namespace

const PolicyDeclaration& admission_unlimited() {
  static const PolicyDeclaration declaration{
      Seam::admission,
      "unlimited",
      "admits every invocation that is within its function's own concurrency limit",
      "no source needed: a baseline without a limit",
      {},
      make_plain<Unlimited>};
  return declaration;
}

}  // namespace curtain
