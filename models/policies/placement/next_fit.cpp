#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {
namespace {

/// The search for a bin begins at the bin used last, as next-fit memory allocation begins at the block used
/// last. Next-fit in bin packing never returns to a bin that it has left. Here instances end and hosts are
/// limited, so this policy goes round all bins before it asks for a new one.
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
  std::vector<Bins::Serial> last_;  // the bin used last, by pool
};

}  // namespace

const PolicyDeclaration& placement_next_fit() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "next-fit",
      "the bin used last, else the next younger bin that has room, starting again from the oldest",
      "Knuth, The Art of Computer Programming 1, section 2.5; Johnson, Fast algorithms for bin packing, 1974",
      {},
      make_plain<NextFit>};
  return declaration;
}

}  // namespace curtain
