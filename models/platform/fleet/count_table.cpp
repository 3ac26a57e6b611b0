#include "models/platform/fleet/count_table.hpp"

#include <utility>

#include "sim/check.hpp"

namespace curtain {

/// Multiplicative hashing with the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4).
std::size_t CountTable::home(std::uint64_t key) const {
  return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15u) >> shift_);
}

/// Returns the position of the key, or the free position where the key must be stored. The table must not be
/// empty.
std::size_t CountTable::place_of(std::uint64_t key) const {
  const std::size_t mask = entries_.size() - 1;
  std::size_t place = home(key);
  while (entries_[place].count != 0 && entries_[place].key != key) {
    place = (place + 1) & mask;
  }
  return place;
}

std::uint32_t CountTable::count(std::uint64_t key) const {
  return entries_.empty() ? 0 : entries_[place_of(key)].count;
}

void CountTable::add(std::uint64_t key) {
  if (2 * (size_ + 1) > entries_.size()) {
    grow();
  }
  Entry& entry = entries_[place_of(key)];
  size_ += entry.count == 0 ? 1 : 0;
  entry.key = key;
  ++entry.count;
}

void CountTable::remove(std::uint64_t key) {
  SIM_CHECK(count(key) > 0);
  std::size_t hole = place_of(key);
  if (--entries_[hole].count > 0) {
    return;
  }
  --size_;
  // Later entries that could not be found behind the gap are moved into it.
  const std::size_t mask = entries_.size() - 1;
  for (std::size_t next = (hole + 1) & mask; entries_[next].count != 0; next = (next + 1) & mask) {
    if (((next - home(entries_[next].key)) & mask) >= ((next - hole) & mask)) {
      entries_[hole] = std::exchange(entries_[next], {});
      hole = next;
    }
  }
}

void CountTable::grow() {
  std::vector<Entry> before(entries_.empty() ? 16 : 2 * entries_.size());
  shift_ = entries_.empty() ? 60 : shift_ - 1;
  entries_.swap(before);
  for (const Entry& entry : before) {
    if (entry.count != 0) {
      entries_[place_of(entry.key)] = entry;
    }
  }
}

}  // namespace curtain
