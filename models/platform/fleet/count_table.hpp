#pragma once
// Counts by key, in one flat table: what bins hold of each function and tenant.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace curtain {

/// How often each key is there. Memory is that of the keys with a count above 0; it grows by doubling, and
/// otherwise nothing is allocated. Looked up only, never iterated: an order would show.
class CountTable {
 public:
  /// The count of a key; 0 if it is not there. O(1).
  [[nodiscard]] std::uint32_t count(std::uint64_t key) const;
  void add(std::uint64_t key);
  /// The key must be there.
  void remove(std::uint64_t key);
  /// Keys with a count above 0.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t count = 0;  ///< 0: nothing is here
  };

  [[nodiscard]] std::size_t home(std::uint64_t key) const;
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const;
  void grow();

  std::vector<Entry> entries_;  // a power of two, or none yet; at most half are taken
  int shift_ = 64;              // 64 minus the logarithm of their number
  std::size_t size_ = 0;
};

}  // namespace curtain
