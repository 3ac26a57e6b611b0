#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {
namespace {

/// An instance has one point on the ring. A session keeps its instance while this instance exists and has a
/// free slot. An instance that is created or reclaimed affects only the sessions next to it.
class HashAffinity final : public RoutingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.candidates_on_ring = true, .sessions = true}; }
  InstanceId choose(const RoutingQuery& query, const Candidates& candidates) override {
    return candidates.clockwise_from(session_point(query.function, query.session));
  }
};

}  // namespace

const PolicyDeclaration& routing_hash_affinity() {
  static const PolicyDeclaration declaration{Seam::routing,
                                             "hash-affinity",
                                             "sends each session to the same instance, which is the first "
                                             "instance with a free slot clockwise on a hash ring",
                                             "Karger et al., Consistent hashing and random trees, STOC 1997",
                                             {},
                                             make_plain<HashAffinity>};
  return declaration;
}

}  // namespace curtain
