#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {
namespace {

class FullestVm final : public RoutingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.candidates_by_vm = true}; }
  InstanceId choose(const RoutingQuery&, const Candidates& candidates) override {
    return candidates.lowest();
  }
  [[nodiscard]] std::int64_t key(const CandidateView& candidate) const override { return candidate.vm_free; }
};

}  // namespace

const PolicyDeclaration& routing_fullest_vm() {
  static const PolicyDeclaration declaration{
      Seam::routing,
      "fullest-vm",
      "chooses the instance on the VM with the least free memory, so that the other VMs can drain",
      "the idea of best-fit applied to routing; no source needed",
      {},
      make_plain<FullestVm>};
  return declaration;
}

}  // namespace curtain
