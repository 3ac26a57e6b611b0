#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {
namespace {

class FirstFit final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_age = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    return bins.oldest_with(query.demand);
  }
};

}  // namespace

const PolicyDeclaration& placement_first_fit() {
  static const PolicyDeclaration declaration{Seam::placement,
                                             "first-fit",
                                             "the oldest that has room",
                                             "Johnson, Near-optimal bin packing algorithms, 1973",
                                             {},
                                             make_plain<FirstFit>};
  return declaration;
}

}  // namespace curtain
