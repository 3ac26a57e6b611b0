#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {
namespace {

class Oldest final : public RoutingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.candidates_by_key = true}; }
  InstanceId choose(const RoutingQuery&, const Candidates& candidates) override {
    return candidates.lowest();
  }
  [[nodiscard]] std::int64_t key(const CandidateView& candidate) const override { return candidate.serial; }
};

}  // namespace

const PolicyDeclaration& routing_oldest() {
  static const PolicyDeclaration declaration{
      Seam::routing,
      "oldest",
      "chooses the instance that was created first, so that instances started at a peak can expire",
      "a variant of most-recent by age; no source needed",
      {},
      make_plain<Oldest>};
  return declaration;
}

}  // namespace curtain
