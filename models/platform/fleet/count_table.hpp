#pragma once
// Counts by key in one flat table, for the number of instances in bins by function and tenant.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace curtain {

/// The count of each key. Memory is proportional to the number of keys with a count above 0. The table grows
/// by doubling, and allocates memory only when it grows. The table must not be iterated, because the order of
/// entries is not deterministic.
class CountTable {
 public:
  /// The count of a key, or 0 if the table does not have the key. O(1).
  [[nodiscard]] std::uint32_t count(std::uint64_t key) const;
  void add(std::uint64_t key);
  /// Decrements the count of the key, which the table must have.
  void remove(std::uint64_t key);
  /// The number of keys with a count above 0.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t count = 0;  ///< count of the key; 0 if the entry is free
  };

  [[nodiscard]] std::size_t home(std::uint64_t key) const;
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const;
  void grow();

  std::vector<Entry> entries_;  // size is 0 or a power of two; at most half are used
  int shift_ = 64;              // 64 minus the logarithm of the number of entries
  std::size_t size_ = 0;
};

}  // namespace curtain
