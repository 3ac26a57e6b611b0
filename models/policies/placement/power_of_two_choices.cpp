#include <fmt/format.h>

#include <algorithm>

#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"

namespace curtain {
namespace {

class PowerOfTwoChoices final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_free = true, .stateless = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    const auto with_room = static_cast<std::uint32_t>(bins.count_with(query.demand));
    with_room_ = with_room;
    demand_ = query.demand;
    if (with_room == 0) {
      return std::nullopt;
    }
    // Positions are in order of free space, so the higher position has more free space. The two positions may
    // be equal, as in the paper.
    sim::Draw draw(query.draws, query.function.value(), query.ordinal);
    const std::uint32_t one = draw.below(with_room);
    const std::uint32_t other = draw.below(with_room);
    if (explained_) {
      less_ = bins.free(bins.nth_with(query.demand, std::min(one, other)));
      more_ = bins.free(bins.nth_with(query.demand, std::max(one, other)));
    }
    return bins.nth_with(query.demand, std::max(one, other));
  }
  void on_run(const RunNotice& run) override { explained_ = run.explained; }
  [[nodiscard]] std::string explain() const override {
    if (!explained_ || with_room_ == 0) {
      return explained_ ? among("", with_room_, demand_) : "";
    }
    return among(fmt::format("the better of two with {} and {} free, drawn", less_, more_), with_room_,
                 demand_);
  }

 private:
  bool explained_ = false;
  std::uint32_t with_room_ = 0;  // state of the last choice, like the members below
  std::uint32_t demand_ = 0;
  std::uint32_t less_ = 0;
  std::uint32_t more_ = 0;
};

}  // namespace

const PolicyDeclaration& placement_power_of_two_choices() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "power-of-two-choices",
      "draws two bins with room at random and chooses the bin with more free space",
      "Mitzenmacher, The power of two choices in randomized load balancing, TPDS 2001",
      {},
      make_plain<PowerOfTwoChoices>};
  return declaration;
}

}  // namespace curtain
