#pragma once
// The bins of one pool, indexed by age and free space. Only the indices that the placement policy declared
// are kept.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "models/platform/fleet/ranked_keys.hpp"
#include "models/policies/placement/seam.hpp"

namespace curtain {

/// Provides the contents and properties of a bin's owner.
class BinFacts {
 public:
  virtual ~BinFacts() = default;
  /// The view of the owner's bin without the free space, which the index itself stores.
  [[nodiscard]] virtual BinView view(std::uint32_t owner, const PlacementQuery& query) const = 0;
  [[nodiscard]] virtual bool may_open() const = 0;
  [[nodiscard]] virtual std::uint32_t zones() const = 0;
  [[nodiscard]] virtual std::uint32_t in_zone(std::uint32_t zone, const PlacementQuery& query) const = 0;
};

/// Bins at positions 0, 1, .. in order of age. Removed bins leave gaps. compact() sometimes closes the gaps
/// and so renumbers the remaining bins; an owner that stores positions must call compact() before placing.
class BinIndex final : public Bins {
 public:
  explicit BinIndex(const Needs& needs);
  /// Sets the source of views, without which no view may be requested. `facts` must outlive the index.
  void describe_with(const BinFacts& facts) { facts_ = &facts; }

  /// Adds a new bin, the youngest, for `owner`. Returns the position of the bin.
  Bin add(std::uint32_t owner, std::uint32_t free, std::uint32_t slots = kUnlimited);
  void set_room(Bin bin, std::uint32_t free, std::uint32_t slots = kUnlimited);
  void remove(Bin bin);
  /// Restores a removed bin at its old position and with its serial number. Must not be called after
  /// compact(), which reuses positions.
  void restore(Bin bin, std::uint32_t free, std::uint32_t slots = kUnlimited);
  [[nodiscard]] std::uint32_t owner(Bin bin) const { return bins_[bin].owner; }
  [[nodiscard]] bool holds(Bin bin) const { return bin < bins_.size() && bins_[bin].present; }

  /// Closes the gaps if more than half of the positions are gaps. `moved(owner, bin)` is called for every
  /// remaining bin.
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
  [[nodiscard]] std::optional<Bin> youngest_with(std::uint32_t demand) const override;
  [[nodiscard]] std::optional<Bin> next_with(Serial from, std::uint32_t demand) const override;
  [[nodiscard]] std::optional<Bin> fullest_with(std::uint32_t demand) const override;
  [[nodiscard]] std::optional<Bin> emptiest_with(std::uint32_t demand) const override;
  [[nodiscard]] std::size_t count_with(std::uint32_t demand) const override;
  [[nodiscard]] Bin nth_with(std::uint32_t demand, std::size_t position) const override;
  [[nodiscard]] Bin nth(std::size_t position) const override;
  [[nodiscard]] std::size_t position(Bin bin) const override;
  [[nodiscard]] std::optional<Bin> heaviest_with(std::uint32_t demand, double free_weight,
                                                 double slot_weight) const override;
  [[nodiscard]] std::uint32_t free(Bin bin) const override { return bins_.at(bin).free; }
  [[nodiscard]] std::uint32_t slots(Bin bin) const override { return bins_.at(bin).slots; }
  [[nodiscard]] Serial serial(Bin bin) const override { return bins_.at(bin).serial; }
  [[nodiscard]] Serial next_serial() const override { return next_serial_; }
  [[nodiscard]] std::size_t size() const override { return bins_.size() - holes_; }
  [[nodiscard]] BinView view(Bin bin, const PlacementQuery& query) const override;
  [[nodiscard]] bool may_open() const override;
  [[nodiscard]] std::uint32_t zones() const override;
  [[nodiscard]] std::uint32_t in_zone(std::uint32_t zone, const PlacementQuery& query) const override;

 private:
  struct Entry {
    Serial serial = 0;
    std::uint32_t owner = 0;
    std::uint32_t free = 0;
    std::uint32_t slots = 0;
    bool present = false;
  };

  void enter(Bin bin);
  void close_holes();
  void update_free(Bin bin);
  void update_present(Bin bin);
  void rebuild_trees();
  [[nodiscard]] std::optional<Bin> leftmost_below(std::size_t node, std::uint32_t demand) const;

  bool by_age_;
  bool by_position_;
  bool by_slots_;
  Serial next_serial_ = 0;
  const BinFacts* facts_ = nullptr;
  std::size_t holes_ = 0;
  std::vector<Entry> bins_;
  // Two complete binary trees over the positions, with leaves from leaf_count_ on. most_free_ has the largest
  // free space below a node, by age; present_ has the number of bins below a node, by position.
  std::size_t leaf_count_ = 0;
  std::vector<std::uint32_t> most_free_;
  std::vector<std::uint32_t> present_;
  std::unique_ptr<RankedKeys> by_free_;                // sorted by free space, then age; null unless declared
  std::map<std::uint32_t, RankedKeys> keys_by_slots_;  // a set like by_free_ for each number of free slots
};

}  // namespace curtain
