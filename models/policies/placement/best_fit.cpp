#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {
namespace {

class BestFit final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_free = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    return bins.fullest_with(query.demand);
  }
};

}  // namespace

const PolicyDeclaration& placement_best_fit() {
  static const PolicyDeclaration declaration{Seam::placement,
                                             "best-fit",
                                             "the one with the least room that is enough",
                                             "Johnson, Near-optimal bin packing algorithms, 1973",
                                             {},
                                             make_plain<BestFit>};
  return declaration;
}

}  // namespace curtain
