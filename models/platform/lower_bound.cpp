#include "models/platform/lower_bound.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace curtain {

void PackingBound::add(Mebibytes size) {
  ++count_[size];
  ++items_;
  compute();
}

void PackingBound::remove(Mebibytes size) {
  const auto found = count_.find(size);
  SIM_CHECK(found != count_.end());
  if (--found->second == 0) {
    count_.erase(found);
  }
  --items_;
  compute();
}

void PackingBound::compute() {
  const std::uint64_t capacity = capacity_;
  const auto bins = [](std::uint64_t amount, std::uint64_t size) { return (amount + size - 1) / size; };

  // Items above half the capacity: none shares a bin with another such. Two pointers walk alpha up through
  // the sizes of at most half: `large` items (above capacity - alpha) grow, `small` ones (alpha and above)
  // shrink.
  std::uint64_t above_half = 0;
  std::uint64_t above_half_size = 0;
  std::uint64_t small_size = 0;
  for (const auto& [size, count] : count_) {
    if (2 * std::uint64_t{size} > capacity) {
      above_half += count;
      above_half_size += size * count;
    } else {
      small_size += size * count;
    }
  }
  std::uint64_t best = bins(above_half_size + small_size, capacity);
  auto large = count_.rbegin();
  std::uint64_t large_size = 0;
  std::uint64_t large_count = 0;
  for (const auto& [alpha, count] : count_) {
    if (2 * std::uint64_t{alpha} > capacity) {
      break;
    }
    while (large != count_.rend() && large->first > capacity - alpha) {
      large_size += large->first * large->second;
      large_count += large->second;
      ++large;
    }
    const std::uint64_t medium = above_half - large_count;
    const std::uint64_t beside =
        medium * capacity - (above_half_size - large_size);  // room next to medium items
    const std::uint64_t rest = small_size > beside ? small_size - beside : 0;
    best = std::max(best, above_half + bins(rest, capacity));
    small_size -= alpha * count;
  }
  best = std::max(best, above_half);
  if (items_per_bin_ != kUnlimited) {
    best = std::max(best, bins(items_, items_per_bin_));
  }
  value_ = best;
}

}  // namespace curtain
