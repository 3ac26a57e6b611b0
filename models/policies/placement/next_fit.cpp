#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {
namespace {

/// The search for a bin begins at the last used bin, as next-fit memory allocation begins at the last used
/// block. In bin packing, next-fit never returns to a bin that it has left. Here instances end and hosts are
/// limited, so this policy examines all bins before it requests a new bin.
class NextFit final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_age = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    if (query.pool >= last_.size()) {
      last_.resize(query.pool + 1, 0);
    }
    Bins::Serial& last = last_[query.pool];
    std::optional<Bins::Bin> bin = bins.next_with(last, query.demand);
    bin = bin ? bin : bins.oldest_with(query.demand);
    last = bin ? bins.serial(*bin) : bins.next_serial();
    return bin;
  }

 private:
  std::vector<Bins::Serial> last_;  // the last used bin, indexed by pool
};

}  // namespace

const PolicyDeclaration& placement_next_fit() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "next-fit",
      "chooses the last used bin, or otherwise the next younger bin that has room; the oldest bin follows "
      "the youngest",
      "Knuth, The Art of Computer Programming 1, section 2.5; Johnson, Fast algorithms for bin packing, 1974",
      {},
      make_plain<NextFit>};
  return declaration;
}

}  // namespace curtain
