#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {
namespace {

class MostRecent final : public RoutingPolicy {
 public:
  InstanceId choose(const RoutingQuery&, const Candidates& candidates) override {
    return candidates.most_recent();
  }
  [[nodiscard]] RoutingRule rule() const override { return RoutingRule::most_recent; }
};

}  // namespace

const PolicyDeclaration& routing_most_recent() {
  static const PolicyDeclaration declaration{
      Seam::routing,
      "most-recent",
      "chooses the most recently used instance, so that other instances can expire",
      "Gandhi, Gupta, Harchol-Balter and Kozuch, Optimality analysis of energy-performance trade-off for "
      "server farm management, Performance Evaluation 67, 2010: most recently busy",
      {},
      make_plain<MostRecent>};
  return declaration;
}

}  // namespace curtain
