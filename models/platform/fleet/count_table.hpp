#pragma once
// Counts by key in one flat table: the number of instances in bins for each function and tenant.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace curtain {

/// The count of each key. Memory is proportional to the keys with a count above 0; it grows by doubling, and
/// otherwise nothing is allocated. The table must not be iterated, because the order of entries is not
/// deterministic.
class CountTable {
 public:
  /// The count of a key; 0 if the table does not have it. O(1).
  [[nodiscard]] std::uint32_t count(std::uint64_t key) const;
  void add(std::uint64_t key);
  /// The table must have the key.
  void remove(std::uint64_t key);
  /// Number of keys with a count above 0.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t count = 0;  ///< 0: the entry is free
  };

  [[nodiscard]] std::size_t home(std::uint64_t key) const;
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const;
  void grow();

  std::vector<Entry> entries_;  // a power of two entries, or none yet; at most half are used
  int shift_ = 64;              // 64 minus the logarithm of the number of entries
  std::size_t size_ = 0;
};

}  // namespace curtain
