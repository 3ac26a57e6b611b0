#include <algorithm>
#include <limits>
#include <utility>

#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"

namespace curtain {
namespace {

class ZoneSpread final : public PlacementPolicy {
 public:
  explicit ZoneSpread(const Arguments& arguments)
      : max_skew_(arguments.count(0)), anyway_(arguments.integer(1) == 1) {}
  [[nodiscard]] Needs needs() const override {
    return {.bins_by_age = true, .bin_contents = true, .hosts_alike = true, .stateless = true};
  }

  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
    for (std::uint32_t zone = 0; zone < bins.zones(); ++zone) {
      least = std::min(least, bins.in_zone(zone, query));
    }
    const auto best = best_ranked(bins, query, [&](const BinView& seen) {
      return std::pair(-std::int64_t{bins.in_zone(seen.zone, query)}, -std::int64_t{seen.of_function});
    });
    if (!best) {
      return std::nullopt;
    }
    const std::uint32_t there = bins.in_zone(bins.view(*best, query).zone, query);
    const bool satisfies = there + 1 - least <= max_skew_;
    return satisfies || (anyway_ && !bins.may_open()) ? best : std::nullopt;
  }
  [[nodiscard]] BinScores scores(const PlacementQuery& query, const Bins& bins,
                                 Bins::Bin bin) const override {
    const BinView seen = bins.view(bin, query);
    return {
        {"instances of the function in its zone", static_cast<double>(bins.in_zone(seen.zone, query)), true},
        {"instances of the function", static_cast<double>(seen.of_function), true}};
  }

 private:
  std::uint32_t max_skew_;
  bool anyway_;
};

}  // namespace

const PolicyDeclaration& placement_zone_spread() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "zone-spread",
      "chooses a bin in the zone with the fewest instances of the function, so that zones differ by at most "
      "max_skew; within that zone, the bin with the fewest instances of the function",
      "Kubernetes, Pod Topology Spread Constraints: maxSkew and whenUnsatisfiable over the zone",
      {{"max_skew", ParameterKind::count, "1", 1, 1e6,
        "how many more instances of the function a zone may have than the zone with the fewest, including "
        "the new instance; Kubernetes requires at least 1"},
       {"when_unsatisfiable",
        ParameterKind::choice,
        "schedule_anyway",
        0,
        0,
        "what to do if no bin with room satisfies max_skew and no new bin can be opened",
        {"do_not_schedule", "schedule_anyway"}}},
      make_from_arguments<ZoneSpread>};
  return declaration;
}

}  // namespace curtain
