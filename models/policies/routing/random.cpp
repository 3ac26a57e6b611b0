#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {
namespace {

class RandomRouting final : public RoutingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.candidates_by_index = true}; }
  InstanceId choose(const RoutingQuery& query, const Candidates& candidates) override {
    sim::Draw draw(query.draws, query.function.value(), query.ordinal);
    return candidates[static_cast<std::size_t>(draw.below(static_cast<std::uint32_t>(candidates.size())))]
        .instance;
  }
};

}  // namespace

const PolicyDeclaration& routing_random() {
  static const PolicyDeclaration declaration{Seam::routing,
                                             "random",
                                             "chooses any free instance with equal probability",
                                             "Mitzenmacher, The power of two choices in randomized load "
                                             "balancing, IEEE TPDS 12, 2001: uniform random choice, the "
                                             "paper's baseline",
                                             {},
                                             make_plain<RandomRouting>};
  return declaration;
}

}  // namespace curtain
