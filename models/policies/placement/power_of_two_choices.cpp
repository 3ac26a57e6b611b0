#include <algorithm>

#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {
namespace {

class PowerOfTwoChoices final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_free = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    const auto with_room = static_cast<std::uint32_t>(bins.count_with(query.demand));
    if (with_room == 0) {
      return std::nullopt;
    }
    // Positions are in order of free space, so the higher one has more; both may be the same, as in the
    // paper.
    sim::Draw draw(query.draws, query.function.value(), query.ordinal);
    const std::uint32_t one = draw.below(with_room);
    const std::uint32_t other = draw.below(with_room);
    return bins.nth_with(query.demand, std::max(one, other));
  }
};

}  // namespace

const PolicyDeclaration& placement_power_of_two_choices() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "power-of-two-choices",
      "of two drawn from those that have room, the one with more",
      "Mitzenmacher, The power of two choices in randomized load balancing, TPDS 2001",
      {},
      make_plain<PowerOfTwoChoices>};
  return declaration;
}

}  // namespace curtain
