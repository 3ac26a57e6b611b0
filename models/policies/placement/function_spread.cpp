#include <utility>

#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"

namespace curtain {
namespace {

/// The instances of one function tend to be busy at the same time. A bin with few of these instances receives
/// less of that load at once.
class FunctionSpread final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    return {.bins_by_age = true, .bin_contents = true, .stateless = true};
  }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    return best_ranked(bins, query, [](const BinView& seen) {
      return std::pair(-std::int64_t{seen.of_function}, seen.free);
    });
  }
  [[nodiscard]] BinScores scores(const PlacementQuery& query, const Bins& bins,
                                 Bins::Bin bin) const override {
    const BinView seen = bins.view(bin, query);
    return {{"instances of the function", static_cast<double>(seen.of_function), true},
            {"free", static_cast<double>(seen.free), false}};
  }
};

}  // namespace

const PolicyDeclaration& placement_function_spread() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "function-spread",
      "chooses the bin with the fewest instances of the function, so that correlated load is spread; of "
      "several such bins, the bin with the most free space",
      "Agache et al., Firecracker, NSDI 2020, section 4.1.2: workloads with correlated load are placed on "
      "different workers",
      {},
      make_plain<FunctionSpread>};
  return declaration;
}

}  // namespace curtain
