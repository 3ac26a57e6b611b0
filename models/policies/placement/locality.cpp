#include <tuple>

#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"

namespace curtain {
namespace {

class Locality final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    return {.bins_by_age = true, .bin_code = true, .stateless = true};
  }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    return best_ranked(bins, query, [](const BinView& seen) {
      return std::tuple(bool{seen.has_code}, -seen.distance.ns(), -std::int64_t{seen.free});
    });
  }
  [[nodiscard]] BinScores scores(const PlacementQuery& query, const Bins& bins,
                                 Bins::Bin bin) const override {
    const BinView seen = bins.view(bin, query);
    return {{"has the code", seen.has_code ? 1.0 : 0.0, false},
            {"distance in ns", static_cast<double>(seen.distance.ns()), true},
            {"free", static_cast<double>(seen.free), true}};
  }
};

}  // namespace

const PolicyDeclaration& placement_locality() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "locality",
      "prefers bins on hosts that have the function's code because they have held the function; then prefers "
      "the bin nearest to the frontend, then the bin with the least free space that is enough",
      "ImageLocality of kube-scheduler, kubernetes.io, Scheduler Configuration; the worker's own cache in "
      "Brooker et al., On-demand Container Loading in AWS Lambda, ATC 2023",
      {},
      make_plain<Locality>};
  return declaration;
}

}  // namespace curtain
