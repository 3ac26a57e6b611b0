#include "models/platform/bin_index.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace curtain {

Bins::Bin BinIndex::add(std::uint32_t owner, std::uint32_t free) {
  const Bin bin = static_cast<Bin>(bins_.size());
  bins_.push_back({owner, free, true});
  if (by_free_) {
    ordered_.emplace(free, bin);
  }
  if (by_age_) {
    if (bins_.size() > leaf_count_) {
      rebuild_tree();
    } else {
      update_tree(bin);
    }
  }
  return bin;
}

void BinIndex::set_free(Bin bin, std::uint32_t free) {
  Entry& entry = bins_[bin];
  SIM_CHECK(entry.present);
  if (by_free_) {
    ordered_.erase({entry.free, bin});
    ordered_.emplace(free, bin);
  }
  entry.free = free;
  if (by_age_) {
    update_tree(bin);
  }
}

void BinIndex::remove(Bin bin) {
  Entry& entry = bins_[bin];
  SIM_CHECK(entry.present);
  if (by_free_) {
    ordered_.erase({entry.free, bin});
  }
  entry.present = false;
  entry.free = 0;
  ++holes_;
  if (by_age_) {
    update_tree(bin);
  }
}

void BinIndex::close_holes() {
  std::erase_if(bins_, [](const Entry& entry) { return !entry.present; });
  holes_ = 0;
  if (by_free_) {
    ordered_.clear();
    for (Bin bin = 0; bin < bins_.size(); ++bin) {
      ordered_.emplace(bins_[bin].free, bin);
    }
  }
  if (by_age_) {
    rebuild_tree();
  }
}

void BinIndex::update_tree(Bin bin) {
  std::size_t node = leaf_count_ + bin;
  tree_[node] = bins_[bin].free;
  while (node > 1) {
    node /= 2;
    const std::uint32_t largest = std::max(tree_[2 * node], tree_[2 * node + 1]);
    if (tree_[node] == largest) {
      return;
    }
    tree_[node] = largest;
  }
}

void BinIndex::rebuild_tree() {
  leaf_count_ = 64;
  while (leaf_count_ < bins_.size() + bins_.size() / 2) {
    leaf_count_ *= 2;
  }
  tree_.assign(2 * leaf_count_, 0);
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    tree_[leaf_count_ + i] = bins_[i].free;
  }
  for (std::size_t node = leaf_count_ - 1; node > 0; --node) {
    tree_[node] = std::max(tree_[2 * node], tree_[2 * node + 1]);
  }
}

std::optional<Bins::Bin> BinIndex::oldest_with(std::uint32_t demand) const {
  SIM_CHECK(by_age_ && demand > 0);
  if (leaf_count_ == 0 || tree_[1] < demand) {
    return std::nullopt;
  }
  std::size_t node = 1;
  while (node < leaf_count_) {
    node *= 2;
    if (tree_[node] < demand) {
      ++node;
    }
  }
  return static_cast<Bin>(node - leaf_count_);
}

std::optional<Bins::Bin> BinIndex::fullest_with(std::uint32_t demand) const {
  SIM_CHECK(by_free_ && demand > 0);
  const auto found = ordered_.lower_bound({demand, 0});
  return found == ordered_.end() ? std::nullopt : std::optional<Bin>(found->second);
}

std::optional<Bins::Bin> BinIndex::emptiest_with(std::uint32_t demand) const {
  SIM_CHECK(by_free_ && demand > 0);
  if (ordered_.empty() || ordered_.rbegin()->first < demand) {
    return std::nullopt;
  }
  // The oldest of those with as much free space as the last.
  return ordered_.lower_bound({ordered_.rbegin()->first, 0})->second;
}

}  // namespace curtain
