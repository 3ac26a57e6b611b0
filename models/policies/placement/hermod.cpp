#include <algorithm>
#include <tuple>

#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"

namespace curtain {
namespace {

class Hermod final : public PlacementPolicy {
 public:
  explicit Hermod(const Arguments& arguments) : cores_(arguments.count(0)) {}
  [[nodiscard]] Needs needs() const override {
    return {.bins_by_age = true, .bin_contents = true, .bin_load = true, .stateless = true};
  }

  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    // At low load, the first busy bin with a free core is chosen, with preference for bins that hold the
    // function. If no bin is busy, the first bin is chosen. If no bin has a free core, opening a new bin is
    // as good as reusing an idle bin.
    const auto packed = best_ranked(bins, query, [this](const BinView& seen) {
      return std::tuple(has_core(seen), seen.busy > 0, seen.of_function > 0);
    });
    if (packed && has_core(bins.view(*packed, query))) {
      mode_ = Mode::packs;
      return packed;
    }
    if (bins.may_open()) {
      mode_ = Mode::opens;
      return std::nullopt;
    }
    mode_ = Mode::spreads;
    // At high load, the least loaded bin is chosen.
    return best_ranked(bins, query, [](const BinView& seen) {
      return std::tuple(-std::int64_t{seen.busy}, seen.of_function > 0);
    });
  }

  [[nodiscard]] BinScores scores(const PlacementQuery& query, const Bins& bins,
                                 Bins::Bin bin) const override {
    const BinView seen = bins.view(bin, query);
    const BinScore holds{"holds the function", seen.of_function > 0 ? 1.0 : 0.0, false};
    if (mode_ == Mode::spreads) {
      return {{"busy", static_cast<double>(seen.busy), true}, holds};
    }
    return {{"has a free core", has_core(seen) ? 1.0 : 0.0, false},
            {"is busy", seen.busy > 0 ? 1.0 : 0.0, false},
            holds};
  }

  [[nodiscard]] std::string explain() const override {
    switch (mode_) {
      case Mode::packs:
        return "packs, because the bin has a free core";
      case Mode::opens:
        return "no core is free, and a new bin can be opened";
      case Mode::spreads:
        return "no core is free, so the least loaded bin is chosen";
      case Mode::unknown:
        break;
    }
    return "";
  }

 private:
  enum class Mode : std::uint8_t { unknown, packs, opens, spreads };
  [[nodiscard]] bool has_core(const BinView& seen) const {
    return seen.busy < std::max(cores_ == 0 ? seen.vcpus : cores_, 1u);
  }

  std::uint32_t cores_;
  Mode mode_ = Mode::unknown;  // mode of the last choice
};

}  // namespace

const PolicyDeclaration& placement_hermod() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "hermod",
      "packs onto active bins while a bin has a free core, with preference for bins that hold the function; "
      "chooses the least loaded bin if no core is free",
      "Kaffes, Yadwadkar and Kozyrakis, Hermod, SoCC 2022; the order of preference as in "
      "dslab-faas/src/extra/hermod.rs",
      {{"cores", ParameterKind::count, "0", 0, 1e6,
        "number of busy instances that a bin may have before the next bin is used; 0: the number of its "
        "vCPUs, as in the paper"}},
      make_from_arguments<Hermod>};
  return declaration;
}

}  // namespace curtain
