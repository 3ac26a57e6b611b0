#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {
namespace {

class LastFit final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_age = true, .stateless = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    return bins.youngest_with(query.demand);
  }
  [[nodiscard]] BinScores scores(const PlacementQuery&, const Bins& bins, Bins::Bin bin) const override {
    return {{"order of opening", static_cast<double>(bins.serial(bin)), false}};
  }
};

}  // namespace

const PolicyDeclaration& placement_last_fit() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "last-fit",
      "chooses the youngest bin that has room",
      "an any-fit rule of Johnson, Fast algorithms for bin packing, 1974",
      {},
      make_plain<LastFit>};
  return declaration;
}

}  // namespace curtain
