#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {
namespace {

class EmptiestVm final : public RoutingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.candidates_by_vm = true}; }
  InstanceId choose(const RoutingQuery&, const Candidates& candidates) override {
    return candidates.lowest();
  }
  [[nodiscard]] std::int64_t key(const CandidateView& candidate) const override {
    return -std::int64_t{candidate.vm_free};
  }
};

}  // namespace

const PolicyDeclaration& routing_emptiest_vm() {
  static const PolicyDeclaration declaration{
      Seam::routing,
      "emptiest-vm",
      "chooses the instance on the VM with the most free memory, which spreads the load over VMs",
      "the idea of worst-fit applied to routing; no source needed",
      {},
      make_plain<EmptiestVm>};
  return declaration;
}

}  // namespace curtain
