#include "models/platform/fleet/lower_bound.hpp"

#include <algorithm>
#include <bit>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

// For one alpha, the bound contains a sum over the steps from alpha on. The sum is the number of small items
// of at least alpha, minus the number of small items that fit next to medium items of at most capacity -
// alpha. The bound uses the largest sum over all alphas. A change of one step therefore changes one path of a
// tree whose nodes store the largest sum over their last steps.

void PackingBound::add(Mebibytes size) {
  const std::uint32_t step = step_of(size);
  ++count_of(step, size);
  ++items_;
  above_half_ += above_half(size) ? 1 : 0;
  update(step);
}

void PackingBound::remove(Mebibytes size) {
  const std::uint32_t step = step_of(size);
  SIM_CHECK(count_of(step, size) > 0);
  --count_of(step, size);
  --items_;
  above_half_ -= above_half(size) ? 1 : 0;
  update(step);
}

bool PackingBound::above_half(Mebibytes size) const {
  return 2 * std::uint64_t{size} > CURTAIN_MUTANT(bound_above_optimum, capacity_, capacity_ - 1);
}

/// Returns the leaf that counts items of that size. A size without a leaf gets a new leaf.
std::uint32_t PackingBound::step_of(Mebibytes size) {
  const Mebibytes alpha = above_half(size) ? capacity_ - std::min(size, capacity_) : size;
  std::uint32_t node = root_;
  while (node != kNobody && nodes_[node].bit >= 0) {
    node = (alpha >> nodes_[node].bit & 1) == 0 ? nodes_[node].left : nodes_[node].right;
  }
  return node != kNobody && nodes_[node].alpha == alpha ? node : add_step(alpha, node);
}

/// Inserts a leaf for `alpha`. `nearest` is the leaf at which a search for alpha ends, if the tree is not
/// empty.
std::uint32_t PackingBound::add_step(Mebibytes alpha, std::uint32_t nearest) {
  const auto leaf = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  nodes_[leaf].alpha = alpha;
  if (nearest == kNobody) {
    root_ = leaf;
    return leaf;
  }
  const int bit =
      std::bit_width(alpha ^ nodes_[nearest].alpha) - 1;  // the highest bit in which the two alphas differ
  std::uint32_t below = root_;
  std::uint32_t above = kNobody;
  while (nodes_[below].bit > bit) {
    above = below;
    below = (alpha >> nodes_[below].bit & 1) == 0 ? nodes_[below].left : nodes_[below].right;
  }
  const auto inner = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  const bool is_right = (alpha >> bit & 1) == 1;
  nodes_[inner].bit = bit;
  nodes_[inner].above = above;
  nodes_[inner].left = is_right ? below : leaf;
  nodes_[inner].right = is_right ? leaf : below;
  nodes_[below].above = inner;
  nodes_[leaf].above = inner;
  if (above == kNobody) {
    root_ = inner;
  } else {
    (nodes_[above].left == below ? nodes_[above].left : nodes_[above].right) = inner;
  }
  return leaf;
}

std::uint64_t& PackingBound::count_of(std::uint32_t step, Mebibytes size) {
  return above_half(size) ? nodes_[step].medium : nodes_[step].small;
}

/// Updates the path from the leaf to the root after a change of one step.
void PackingBound::update(std::uint32_t step) {
  Node& leaf = nodes_[step];
  const auto excess = std::int64_t{leaf.alpha} *
                      (static_cast<std::int64_t>(leaf.small) - static_cast<std::int64_t>(leaf.medium));
  leaf.excess = {excess, std::max<std::int64_t>(excess, 0)};
  for (std::uint32_t node = leaf.above; node != kNobody; node = nodes_[node].above) {
    const Excess& left = nodes_[nodes_[node].left].excess;
    const Excess& right = nodes_[nodes_[node].right].excess;
    nodes_[node].excess = {left.all + right.all, std::max(right.most, right.all + left.most)};
  }
  compute_value();
}

void PackingBound::compute_value() {
  const auto bins = [](std::uint64_t amount, std::uint64_t size) { return (amount + size - 1) / size; };
  value_ = above_half_ + bins(static_cast<std::uint64_t>(nodes_[root_].excess.most), capacity_);
  if (items_per_bin_ != kUnlimited) {
    value_ = std::max(value_, bins(items_, items_per_bin_));
  }
}

}  // namespace curtain
