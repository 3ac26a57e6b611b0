#include "models/policies/make.hpp"
#include "models/policies/scaling/seam.hpp"

namespace curtain {
namespace {

class PerRequest final : public ScalingPolicy {
 public:
  Scale decide(const ScalingQuery&) override { return Scale::start; }
  [[nodiscard]] std::optional<Scale> constant() const override { return Scale::start; }
};

}  // namespace

const PolicyDeclaration& scaling_per_request() {
  static const PolicyDeclaration declaration{
      Seam::scaling,
      "per-request",
      "starts an instance for every attempt without a free instance",
      "Wang et al., USENIX ATC 2018, section 5: AWS starts one instance for each concurrent request",
      {},
      make_plain<PerRequest>};
  return declaration;
}

}  // namespace curtain
