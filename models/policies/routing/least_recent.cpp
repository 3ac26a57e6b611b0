#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {
namespace {

class LeastRecent final : public RoutingPolicy {
 public:
  InstanceId choose(const RoutingQuery&, const Candidates& candidates) override {
    return candidates.least_recent();
  }
  [[nodiscard]] RoutingRule rule() const override { return RoutingRule::least_recent; }
};

}  // namespace

const PolicyDeclaration& routing_least_recent() {
  static const PolicyDeclaration declaration{
      Seam::routing,
      "least-recent",
      "chooses the instance that has been idle longest, which spreads the load",
      "the opposite of most-recent; no source needed",
      {},
      make_plain<LeastRecent>};
  return declaration;
}

}  // namespace curtain
