#include <fmt/format.h>

#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {
namespace {

class FirstFit final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_age = true, .stateless = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    const std::optional<Bins::Bin> bin = bins.oldest_with(query.demand);
    if (explained_) {
      demand_ = query.demand;
      found_ = bin.has_value();
    }
    return bin;
  }
  void on_run(const RunNotice& run) override { explained_ = run.explained; }
  [[nodiscard]] BinScores scores(const PlacementQuery&, const Bins& bins, Bins::Bin bin) const override {
    return {{"order of opening", static_cast<double>(bins.serial(bin)), true}};
  }
  [[nodiscard]] std::string explain() const override {
    return explained_ ? fmt::format("{} {} free", found_ ? "the oldest bin with" : "no bin has", demand_)
                      : "";
  }

 private:
  bool explained_ = false;
  bool found_ = false;  // result of the last choice, like the members below
  std::uint32_t demand_ = 0;
};

}  // namespace

const PolicyDeclaration& placement_first_fit() {
  static const PolicyDeclaration declaration{Seam::placement,
                                             "first-fit",
                                             "chooses the oldest bin that has room",
                                             "Johnson, Near-optimal bin packing algorithms, 1973",
                                             {},
                                             make_plain<FirstFit>};
  return declaration;
}

}  // namespace curtain
