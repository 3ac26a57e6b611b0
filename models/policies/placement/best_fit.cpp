#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"

namespace curtain {
namespace {

class BestFit final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_free = true, .stateless = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    if (explained_) {
      demand_ = query.demand;
      with_room_ = bins.count_with(query.demand);
    }
    return bins.fullest_with(query.demand);
  }
  void on_run(const RunNotice& run) override { explained_ = run.explained; }
  [[nodiscard]] BinScores scores(const PlacementQuery&, const Bins& bins, Bins::Bin bin) const override {
    return {{"free", static_cast<double>(bins.free(bin)), true}};
  }
  [[nodiscard]] std::string explain() const override {
    return explained_ ? among("the least free space", with_room_, demand_) : "";
  }

 private:
  bool explained_ = false;
  std::uint32_t demand_ = 0;  // demand of the last choice, like the members below
  std::size_t with_room_ = 0;
};

}  // namespace

const PolicyDeclaration& placement_best_fit() {
  static const PolicyDeclaration declaration{Seam::placement,
                                             "best-fit",
                                             "chooses the bin with the least free space that is enough",
                                             "Johnson, Near-optimal bin packing algorithms, 1973",
                                             {},
                                             make_plain<BestFit>};
  return declaration;
}

}  // namespace curtain
