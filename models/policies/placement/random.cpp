#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {
namespace {

class RandomPlacement final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_free = true, .stateless = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    const auto with_room = static_cast<std::uint32_t>(bins.count_with(query.demand));
    if (with_room == 0) {
      return std::nullopt;
    }
    sim::Draw draw(query.draws, query.function.value(), query.ordinal);
    return bins.nth_with(query.demand, draw.below(with_room));
  }
};

}  // namespace

const PolicyDeclaration& placement_random() {
  static const PolicyDeclaration declaration{Seam::placement,
                                             "random",
                                             "chooses any bin that has room, with equal probability",
                                             "Mitzenmacher, The power of two choices in randomized load "
                                             "balancing, IEEE TPDS 12, 2001: uniform random choice, the "
                                             "paper's baseline",
                                             {},
                                             make_plain<RandomPlacement>};
  return declaration;
}

}  // namespace curtain
