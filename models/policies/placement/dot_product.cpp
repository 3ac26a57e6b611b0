#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// The resources of a VM are its memory and, if the platform limits it, the number of its instances. An
/// instance's CPU is a share in proportion to its memory, and hosts are filled with VMs of one size. So there
/// is only one resource on hosts and without `max_instances`, and this policy then equals worst-fit.
class DotProduct final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_slots = true, .stateless = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    if (query.slots == kUnlimited) {
      return bins.heaviest_with(query.demand, 1, 0);
    }
    // The dot product is demand / capacity * free / capacity + 1 / slots * free slots / slots. A
    // multiplication by both squares gives whole numbers.
    const auto capacity = static_cast<double>(query.capacity);
    const auto slots = static_cast<double>(query.slots);
    return bins.heaviest_with(query.demand, query.demand * slots * slots,
                              CURTAIN_MUTANT(dot_product_forgets_places, capacity * capacity, 0.0));
  }
  [[nodiscard]] BinScores scores(const PlacementQuery& query, const Bins& bins,
                                 Bins::Bin bin) const override {
    const double space = static_cast<double>(query.demand) / query.capacity * bins.free(bin) / query.capacity;
    if (query.slots == kUnlimited) {
      return {{"free", static_cast<double>(bins.free(bin)), false}};
    }
    return {{"dot product", space + static_cast<double>(bins.slots(bin)) / query.slots / query.slots, false}};
  }
};

}  // namespace

const PolicyDeclaration& placement_dot_product() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "dot-product",
      "chooses the bin whose free memory and free instance slots have the largest dot product with the "
      "demand",
      "Panigrahy, Talwar, Uyeda and Wieder, Heuristics for vector bin packing, Microsoft Research 2011",
      {},
      make_plain<DotProduct>};
  return declaration;
}

}  // namespace curtain
