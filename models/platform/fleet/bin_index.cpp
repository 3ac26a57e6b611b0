#include "models/platform/fleet/bin_index.hpp"

#include <algorithm>

#include "models/platform/blame.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

namespace {

/// Makes a key that sorts by free space, then by age.
RankedKeys::Key key_of(std::uint32_t free, Bins::Bin bin) {
  return (RankedKeys::Key{free} << 32) | bin;
}
std::uint32_t free_of(RankedKeys::Key key) {
  return static_cast<std::uint32_t>(key >> 32);
}
Bins::Bin bin_of(RankedKeys::Key key) {
  return static_cast<Bins::Bin>(key);
}

/// Returns the oldest of the bins with the most free space, if this space is at least `demand`.
std::optional<Bins::Bin> emptiest_of(const RankedKeys& keys, std::uint32_t demand) {
  if (keys.size() == 0) {
    return std::nullopt;
  }
  const std::uint32_t most = free_of(keys.nth(keys.size() - 1));
  if (most < demand) {
    return std::nullopt;
  }
  return bin_of(keys.nth(CURTAIN_MUTANT(emptiest_is_youngest, keys.rank(key_of(most, 0)), keys.size() - 1)));
}

}  // namespace

BinIndex::BinIndex(const Needs& needs)
    : by_age_(needs.bins_by_age),
      by_position_(needs.bins_by_position),
      by_slots_(needs.bins_by_slots),
      by_free_(needs.bins_by_free ? std::make_unique<RankedKeys>() : nullptr) {}

Bins::Bin BinIndex::add(std::uint32_t owner, std::uint32_t free, std::uint32_t slots) {
  const Bin bin = static_cast<Bin>(bins_.size());
  bins_.push_back({next_serial_++, owner, free, slots, true});
  enter(bin);
  if (bins_.size() > leaf_count_) {
    rebuild_trees();
  } else {
    update_free(bin);
    update_present(bin);
  }
  return bin;
}

void BinIndex::set_room(Bin bin, std::uint32_t free, std::uint32_t slots) {
  Entry& entry = bins_[bin];
  SIM_CHECK(entry.present);
  if (by_free_ != nullptr) {
    by_free_->erase(key_of(entry.free, bin));
    by_free_->insert(key_of(free, bin));
  }
  if (by_slots_) {
    keys_by_slots_[entry.slots].erase(key_of(entry.free, bin));
    keys_by_slots_[slots].insert(key_of(free, bin));
  }
  entry.free = free;
  entry.slots = slots;
  update_free(bin);
}

void BinIndex::remove(Bin bin) {
  Entry& entry = bins_[bin];
  SIM_CHECK(entry.present);
  if (by_free_ != nullptr) {
    by_free_->erase(key_of(entry.free, bin));
  }
  if (by_slots_) {
    keys_by_slots_[entry.slots].erase(key_of(entry.free, bin));
  }
  entry.present = false;
  entry.free = 0;
  ++holes_;
  update_free(bin);
  update_present(bin);
}

void BinIndex::restore(Bin bin, std::uint32_t free, std::uint32_t slots) {
  Entry& entry = bins_.at(bin);
  SIM_CHECK(!entry.present);
  entry.present = true;
  entry.free = free;
  entry.slots = slots;
  --holes_;
  enter(bin);
  update_free(bin);
  update_present(bin);
}

/// Adds the bin to the ordered indices.
void BinIndex::enter(Bin bin) {
  const Entry& entry = bins_[bin];
  if (by_free_ != nullptr) {
    by_free_->insert(key_of(entry.free, bin));
  }
  if (by_slots_) {
    keys_by_slots_[entry.slots].insert(key_of(entry.free, bin));
  }
}

void BinIndex::close_holes() {
  std::erase_if(bins_, [](const Entry& entry) { return !entry.present; });
  holes_ = 0;
  if (by_free_ != nullptr) {
    by_free_->clear();
  }
  keys_by_slots_.clear();
  for (Bin bin = 0; bin < bins_.size(); ++bin) {
    enter(bin);
  }
  CURTAIN_MUTANT_SKIPS(compaction_keeps_old_tree)
  rebuild_trees();
}

void BinIndex::update_free(Bin bin) {
  if (!by_age_) {
    return;
  }
  std::size_t node = leaf_count_ + bin;
  most_free_[node] = bins_[bin].free;
  while (node > 1) {
    node /= 2;
    const std::uint32_t largest = std::max(most_free_[2 * node], most_free_[2 * node + 1]);
    if (most_free_[node] == largest) {
      return;
    }
    most_free_[node] = largest;
  }
}

void BinIndex::update_present(Bin bin) {
  if (!by_position_) {
    return;
  }
  std::size_t node = leaf_count_ + bin;
  present_[node] = bins_[bin].present ? 1 : 0;
  while (node > 1) {
    node /= 2;
    present_[node] = present_[2 * node] + present_[2 * node + 1];
  }
}

void BinIndex::rebuild_trees() {
  leaf_count_ = 64;
  while (leaf_count_ < bins_.size() + bins_.size() / 2) {
    leaf_count_ *= 2;
  }
  if (by_age_) {
    most_free_.assign(2 * leaf_count_, 0);
    for (std::size_t i = 0; i < bins_.size(); ++i) {
      most_free_[leaf_count_ + i] = bins_[i].free;
    }
    for (std::size_t node = leaf_count_ - 1; node > 0; --node) {
      most_free_[node] = std::max(most_free_[2 * node], most_free_[2 * node + 1]);
    }
  }
  if (by_position_) {
    present_.assign(2 * leaf_count_, 0);
    for (std::size_t i = 0; i < bins_.size(); ++i) {
      present_[leaf_count_ + i] = bins_[i].present ? 1 : 0;
    }
    for (std::size_t node = leaf_count_ - 1; node > 0; --node) {
      present_[node] = present_[2 * node] + present_[2 * node + 1];
    }
  }
}

/// Returns the first leaf below `node` with enough free space.
std::optional<Bins::Bin> BinIndex::leftmost_below(std::size_t node, std::uint32_t demand) const {
  if (most_free_[node] < demand) {
    return std::nullopt;
  }
  while (node < leaf_count_) {
    node *= 2;
    node += most_free_[node] < demand ? 1 : 0;
  }
  return static_cast<Bin>(node - leaf_count_);
}

std::optional<Bins::Bin> BinIndex::oldest_with(std::uint32_t demand) const {
  require(by_age_, "Bins::oldest_with", "bins_by_age");
  SIM_CHECK(demand > 0);
  return leaf_count_ == 0 ? std::nullopt : leftmost_below(1, demand);
}

std::optional<Bins::Bin> BinIndex::youngest_with(std::uint32_t demand) const {
  require(by_age_, "Bins::youngest_with", "bins_by_age");
  SIM_CHECK(demand > 0);
  if (leaf_count_ == 0 || most_free_[1] < demand) {
    return std::nullopt;
  }
  std::size_t node = 1;
  while (node < leaf_count_) {
    node = 2 * node + 1;
    node -= most_free_[node] < demand ? 1 : 0;
  }
  return static_cast<Bin>(node - leaf_count_);
}

std::optional<Bins::Bin> BinIndex::next_with(Serial from, std::uint32_t demand) const {
  require(by_age_, "Bins::next_with", "bins_by_age");
  SIM_CHECK(demand > 0);
  const auto first =
      std::lower_bound(bins_.begin(), bins_.end(), from,
                       [](const Entry& entry, Serial serial) { return entry.serial < serial; });
  if (first == bins_.end()) {
    return std::nullopt;
  }
  // Moves up until a subtree to the right has enough space. The successor of a right child is the successor
  // of its parent.
  std::size_t node =
      leaf_count_ + CURTAIN_MUTANT(next_starts_over, static_cast<std::size_t>(first - bins_.begin()), 0u);
  while (most_free_[node] < demand) {
    while (node % 2 == 1) {
      if (node == 1) {
        return std::nullopt;
      }
      node /= 2;
    }
    ++node;
  }
  return leftmost_below(node, demand);
}

std::optional<Bins::Bin> BinIndex::fullest_with(std::uint32_t demand) const {
  require(by_free_ != nullptr, "Bins::fullest_with", "bins_by_free");
  SIM_CHECK(demand > 0);
  const std::size_t first = by_free_->rank(key_of(demand, 0));
  return first == by_free_->size() ? std::nullopt : std::optional(bin_of(by_free_->nth(first)));
}

std::optional<Bins::Bin> BinIndex::emptiest_with(std::uint32_t demand) const {
  require(by_free_ != nullptr, "Bins::emptiest_with", "bins_by_free");
  SIM_CHECK(demand > 0);
  return emptiest_of(*by_free_, demand);
}

std::size_t BinIndex::count_with(std::uint32_t demand) const {
  require(by_free_ != nullptr, "Bins::count_with", "bins_by_free");
  SIM_CHECK(demand > 0);
  return by_free_->size() - by_free_->rank(key_of(demand, 0));
}

Bins::Bin BinIndex::nth_with(std::uint32_t demand, std::size_t position) const {
  require(by_free_ != nullptr, "Bins::nth_with", "bins_by_free");
  SIM_CHECK(demand > 0);
  return bin_of(by_free_->nth(by_free_->rank(key_of(demand, 0)) + position));
}

Bins::Bin BinIndex::nth(std::size_t position) const {
  require(by_position_, "Bins::nth", "bins_by_position");
  SIM_CHECK(position < size());
  std::size_t node = 1;
  while (node < leaf_count_) {
    node *= 2;
    if (present_[node] <= position) {
      position -= present_[node];
      ++node;
    }
  }
  return static_cast<Bin>(node - leaf_count_);
}

std::size_t BinIndex::position(Bin bin) const {
  require(by_position_, "Bins::position", "bins_by_position");
  SIM_CHECK(holds(bin));
  std::size_t before = 0;
  for (std::size_t node = leaf_count_ + bin; node > 1; node /= 2) {
    before += node % 2 == 1 ? present_[node - 1] : 0;
  }
  return before;
}

std::optional<Bins::Bin> BinIndex::heaviest_with(std::uint32_t demand, double free_weight,
                                                 double slot_weight) const {
  require(by_slots_, "Bins::heaviest_with", "bins_by_slots");
  SIM_CHECK(demand > 0 && free_weight > 0 && slot_weight >= 0);
  // Among bins with the same number of free slots, the bin with the most free space has the largest weight.
  // So one bin of each group is enough.
  std::optional<Bin> best;
  double best_weight = 0;
  for (const auto& [slots, keys] : keys_by_slots_) {
    const std::optional<Bin> bin = emptiest_of(keys, demand);
    if (!bin) {
      continue;
    }
    const double weight = free_weight * bins_[*bin].free + slot_weight * slots;
    if (!best || weight > best_weight || (weight == best_weight && *bin < *best)) {
      best = bin;
      best_weight = weight;
    }
  }
  return best;
}

BinView BinIndex::view(Bin bin, const PlacementQuery& query) const {
  SIM_CHECK(facts_ != nullptr && holds(bin));
  BinView seen = facts_->view(bins_[bin].owner, query);
  const Entry& entry = bins_[bin];
  seen.free = entry.free;
  seen.slots = entry.slots;
  seen.free_after = entry.free - std::min(entry.free, query.demand);
  seen.slots_after = entry.slots == kUnlimited ? kUnlimited : entry.slots - std::min(entry.slots, 1u);
  return seen;
}

bool BinIndex::may_open() const {
  SIM_CHECK(facts_ != nullptr);
  return facts_->may_open();
}

std::uint32_t BinIndex::zones() const {
  SIM_CHECK(facts_ != nullptr);
  return facts_->zones();
}

std::uint32_t BinIndex::in_zone(std::uint32_t zone, const PlacementQuery& query) const {
  SIM_CHECK(facts_ != nullptr);
  return facts_->in_zone(zone, query);
}

}  // namespace curtain
