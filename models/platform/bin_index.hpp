#pragma once
// Bins of one isolation class, indexed by free space. Only the indices that the placement policy declared are
// kept.
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "models/policies/placement/seam.hpp"

namespace curtain {

/// Bins at positions 0, 1, .. in order of age. Removed bins leave holes that are closed up now and then,
/// which renumbers the others: who holds positions asks compact() before placing.
class BinIndex final : public Bins {
 public:
  BinIndex(bool by_age, bool by_free) : by_age_(by_age), by_free_(by_free) {}

  /// A new youngest bin; returns its position. `owner` is what it stands for.
  Bin add(std::uint32_t owner, std::uint32_t free);
  void set_free(Bin bin, std::uint32_t free);
  void remove(Bin bin);
  [[nodiscard]] std::uint32_t owner(Bin bin) const { return bins_[bin].owner; }
  [[nodiscard]] bool holds(Bin bin) const { return bin < bins_.size() && bins_[bin].present; }

  /// Closes the holes if they are the greater part. `moved(owner, bin)` is called for every bin that stays.
  template <class Moved>
  void compact(Moved&& moved) {
    if (holes_ * 2 <= bins_.size() || bins_.size() < 64) {
      return;
    }
    close_holes();
    for (Bin bin = 0; bin < bins_.size(); ++bin) {
      moved(bins_[bin].owner, bin);
    }
  }

  [[nodiscard]] std::optional<Bin> oldest_with(std::uint32_t demand) const override;
  [[nodiscard]] std::optional<Bin> fullest_with(std::uint32_t demand) const override;
  [[nodiscard]] std::optional<Bin> emptiest_with(std::uint32_t demand) const override;
  [[nodiscard]] std::uint32_t free(Bin bin) const override { return bins_[bin].free; }
  [[nodiscard]] std::size_t size() const override { return bins_.size() - holes_; }

 private:
  struct Entry {
    std::uint32_t owner = 0;
    std::uint32_t free = 0;
    bool present = false;
  };

  void close_holes();
  void update_tree(Bin bin);
  void rebuild_tree();

  bool by_age_;
  bool by_free_;
  std::size_t holes_ = 0;
  std::vector<Entry> bins_;
  // By age: a complete binary tree of the largest free space below, leaves from leaf_count_ on.
  std::size_t leaf_count_ = 0;
  std::vector<std::uint32_t> tree_;
  std::set<std::pair<std::uint32_t, Bin>> ordered_;  // by free space, then age
};

}  // namespace curtain
