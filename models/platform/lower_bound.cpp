#include "models/platform/lower_bound.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace curtain {

// For one alpha the small items of at least alpha, less the room beside the medium items of at most capacity
// - alpha, is a sum over the steps from alpha on; the bound takes the largest such sum. So a change of one
// step changes one path of a tree whose nodes know the largest sum of their last steps.

void PackingBound::add(Mebibytes size) {
  const std::size_t place = step_of(size);
  ++count_of(place, size);
  ++items_;
  above_half_ += above_half(size) ? 1 : 0;
  update(place);
}

void PackingBound::remove(Mebibytes size) {
  const std::size_t place = step_of(size);
  SIM_CHECK(count_of(place, size) > 0);
  --count_of(place, size);
  --items_;
  above_half_ -= above_half(size) ? 1 : 0;
  update(place);
}

bool PackingBound::above_half(Mebibytes size) const {
  return 2 * std::uint64_t{size} > capacity_;
}

/// Where items of that size are counted; a new place for a new size.
std::size_t PackingBound::step_of(Mebibytes size) {
  const Mebibytes alpha = above_half(size) ? capacity_ - std::min(size, capacity_) : size;
  const auto found = std::lower_bound(steps_.begin(), steps_.end(), alpha,
                                      [](const Step& step, Mebibytes least) { return step.alpha < least; });
  const auto place = static_cast<std::size_t>(found - steps_.begin());
  if (found == steps_.end() || found->alpha != alpha) {
    add_step(place, alpha);
  }
  return place;
}

std::uint64_t& PackingBound::count_of(std::size_t place, Mebibytes size) {
  return above_half(size) ? steps_[place].medium : steps_[place].small;
}

void PackingBound::add_step(std::size_t place, Mebibytes alpha) {
  steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(place), Step{alpha, 0, 0});
  leaf_count_ = std::max<std::size_t>(leaf_count_, 1);
  while (leaf_count_ < steps_.size()) {
    leaf_count_ *= 2;
  }
  tree_.assign(2 * leaf_count_, {});
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    set_leaf(i);
  }
  for (std::size_t node = leaf_count_ - 1; node > 0; --node) {
    join(node);
  }
}

void PackingBound::set_leaf(std::size_t place) {
  const Step& step = steps_[place];
  const auto excess = std::int64_t{step.alpha} *
                      (static_cast<std::int64_t>(step.small) - static_cast<std::int64_t>(step.medium));
  tree_[leaf_count_ + place] = {excess, std::max<std::int64_t>(excess, 0)};
}

void PackingBound::join(std::size_t node) {
  const Excess& left = tree_[2 * node];
  const Excess& right = tree_[2 * node + 1];
  tree_[node] = {left.all + right.all, std::max(right.most, right.all + left.most)};
}

/// After a change of one step.
void PackingBound::update(std::size_t place) {
  set_leaf(place);
  for (std::size_t node = (leaf_count_ + place) / 2; node > 0; node /= 2) {
    join(node);
  }
  compute_value();
}

void PackingBound::compute_value() {
  const auto bins = [](std::uint64_t amount, std::uint64_t size) { return (amount + size - 1) / size; };
  value_ = above_half_ + bins(static_cast<std::uint64_t>(tree_[1].most), capacity_);
  if (items_per_bin_ != kUnlimited) {
    value_ = std::max(value_, bins(items_, items_per_bin_));
  }
}

}  // namespace curtain
