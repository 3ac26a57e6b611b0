#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {
namespace {

class WorstFit final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_free = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    return bins.emptiest_with(query.demand);
  }
};

}  // namespace

const PolicyDeclaration& placement_worst_fit() {
  static const PolicyDeclaration declaration{Seam::placement,
                                             "worst-fit",
                                             "the one with the most room",
                                             "Johnson, Near-optimal bin packing algorithms, 1973",
                                             {},
                                             make_plain<WorstFit>};
  return declaration;
}

}  // namespace curtain
