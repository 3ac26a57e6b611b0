#pragma once
// Maps the names in a trace to small numbers. A known name causes no allocation.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curtain {

/// Numbers pairs of names (tenant and function) from 0, in the order in which they first occur. The hash
/// table is never iterated, so results do not depend on the hash.
class NameIndex {
 public:
  NameIndex() : slots_(64) {}

  /// The number of the pair, and whether the pair is new. size() is the number of pairs.
  std::pair<std::uint32_t, bool> number(std::string_view first, std::string_view second);
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  static constexpr std::uint32_t kFree = 0xFFFFFFFF;
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t number = kFree;
  };
  struct Entry {
    std::string text;  // the two names, one after the other
    std::size_t first_size;
  };

  void grow();

  std::vector<Slot> slots_;  // the number of slots is a power of two, and at most half of them are used
  std::vector<Entry> entries_;
};

}  // namespace curtain
