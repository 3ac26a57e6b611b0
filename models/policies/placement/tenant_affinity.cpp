#include <utility>

#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"

namespace curtain {
namespace {

class TenantAffinity final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    return {.bins_by_age = true, .bin_contents = true, .stateless = true};
  }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    return best_ranked(bins, query, [](const BinView& seen) {
      return std::pair(seen.of_tenant > 0, -std::int64_t{seen.free});
    });
  }
  [[nodiscard]] BinScores scores(const PlacementQuery& query, const Bins& bins,
                                 Bins::Bin bin) const override {
    const BinView seen = bins.view(bin, query);
    return {{"holds its tenant", seen.of_tenant > 0 ? 1.0 : 0.0, false},
            {"free", static_cast<double>(seen.free), true}};
  }
};

}  // namespace

const PolicyDeclaration& placement_tenant_affinity() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "tenant-affinity",
      "prefers bins that already hold the tenant, if tenants share VMs, and then the bin with the least free "
      "space that is enough",
      "preferred inter-pod affinity of Kubernetes, with the tenant as the label: kubernetes.io, Assigning "
      "Pods to Nodes",
      {},
      make_plain<TenantAffinity>};
  return declaration;
}

}  // namespace curtain
