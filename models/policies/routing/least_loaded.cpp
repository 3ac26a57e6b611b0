#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {
namespace {

class LeastLoaded final : public RoutingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.candidates_by_key = true}; }
  InstanceId choose(const RoutingQuery&, const Candidates& candidates) override {
    return candidates.lowest();
  }
  [[nodiscard]] std::int64_t key(const CandidateView& candidate) const override {
    return candidate.in_flight;
  }
};

}  // namespace

const PolicyDeclaration& routing_least_loaded() {
  static const PolicyDeclaration declaration{
      Seam::routing,
      "least-loaded",
      "chooses the instance that runs the fewest attempts; of several such instances, the most recently used",
      "Winston, Optimality of the shortest line discipline, Journal of Applied Probability 14, 1977",
      {},
      make_plain<LeastLoaded>};
  return declaration;
}

}  // namespace curtain
