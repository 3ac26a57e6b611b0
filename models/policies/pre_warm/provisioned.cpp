#include "models/policies/make.hpp"
#include "models/policies/pre_warm/seam.hpp"

namespace curtain {
namespace {

class Provisioned final : public PreWarmPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.provisioned = true}; }
  std::uint32_t floor(const PreWarmQuery& query) override { return query.provisioned; }
};

}  // namespace

const PolicyDeclaration& pre_warm_provisioned() {
  static const PolicyDeclaration declaration{
      Seam::pre_warm,
      "provisioned",
      "keeps the number of instances in the function's `provisioned`, from its deployment on",
      "AWS Lambda developer guide, 'Configuring provisioned concurrency'",
      {},
      make_plain<Provisioned>};
  return declaration;
}

}  // namespace curtain
