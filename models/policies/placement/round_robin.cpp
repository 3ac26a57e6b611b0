#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

class RoundRobin final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.bins_by_age = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    if (query.pool >= turn_.size()) {
      turn_.resize(query.pool + 1, 0);
    }
    Bins::Serial& turn = turn_[query.pool];
    std::optional<Bins::Bin> bin = bins.next_with(turn, query.demand);
    bin = bin ? bin : bins.oldest_with(query.demand);
    turn = CURTAIN_MUTANT(turn_does_not_pass, 1u, 0u) + (bin ? bins.serial(*bin) : bins.next_serial());
    return bin;
  }

 private:
  std::vector<Bins::Serial> turn_;  // the next bin in turn, indexed by pool
};

}  // namespace

const PolicyDeclaration& placement_round_robin() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "round-robin",
      "chooses the next younger bin with room after the last used bin; the oldest bin follows the youngest",
      "the usual rule of load balancers; no source needed",
      {},
      make_plain<RoundRobin>};
  return declaration;
}

}  // namespace curtain
