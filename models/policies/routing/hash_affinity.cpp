#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {
namespace {

/// An instance has one point on the ring. A session keeps its instance while that lives and has a free slot:
/// others that come or go take or leave only the sessions next to them.
class HashAffinity final : public RoutingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.candidates_on_ring = true, .sessions = true}; }
  InstanceId choose(const RoutingQuery& query, const Candidates& candidates) override {
    return candidates.clockwise_from(session_point(query.function, query.session));
  }
};

}  // namespace

const PolicyDeclaration& routing_hash_affinity() {
  static const PolicyDeclaration declaration{
      Seam::routing,
      "hash-affinity",
      "each session to its own instance, the first with a free slot clockwise from it on a hash ring",
      "Karger et al., Consistent hashing and random trees, STOC 1997",
      {},
      make_plain<HashAffinity>};
  return declaration;
}

}  // namespace curtain
