#include "models/workload/arrival_window.hpp"

#include "sim/check.hpp"

namespace curtain {
namespace {

constexpr std::size_t kSmall = 32;    // up to this number of keys, neighbours are exchanged directly
constexpr std::size_t kCrowded = 24;  // a bucket with more keys is sorted separately

}  // namespace

void ArrivalWindow::open(Time start, Duration width) {
  SIM_CHECK(width > Duration{} && width <= widest());
  start_ = start;
  keys_.clear();
  next_ = 0;
  key_bits_ = static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(width.ns() - 1))) + row_bits_;
}

void ArrivalWindow::sort() {
  const std::size_t count = keys_.size();
  SIM_CHECK(count < std::size_t{1} << 31);
  if (count > kSmall && !std::is_sorted(keys_.begin(), keys_.end())) {
    const unsigned bucket_bits =
        std::min(key_bits_, static_cast<unsigned>(std::bit_width(count)));  // the number of buckets is once
                                                                            // to twice the number of keys
    const unsigned shift = key_bits_ - bucket_bits;
    bucket_ends_.assign((std::size_t{1} << bucket_bits) + 1, 0);
    for (const std::uint64_t key : keys_) {
      ++bucket_ends_[(key >> shift) + 1];
    }
    std::uint32_t start = 0;
    std::uint32_t most = 0;
    for (std::uint32_t& bucket : bucket_ends_) {
      const std::uint32_t size = bucket;
      most = std::max(most, size);
      start += size;
      bucket = start;
    }
    sorted_.resize(count);
    for (const std::uint64_t key : keys_) {
      sorted_[bucket_ends_[key >> shift]++] = key;
    }
    keys_.swap(sorted_);
    if (most > kCrowded) {
      std::uint32_t from = 0;
      for (const std::uint32_t end : bucket_ends_) {
        if (end - from > kCrowded) {
          std::sort(keys_.begin() + from, keys_.begin() + end);
        }
        from = end;
      }
    }
  }
  insertion_sort();
}

void ArrivalWindow::insertion_sort() {
  for (std::size_t i = 1; i < keys_.size(); ++i) {
    const std::uint64_t key = keys_[i];
    std::size_t hole = i;
    for (; hole > 0 && keys_[hole - 1] > key; --hole) {
      keys_[hole] = keys_[hole - 1];
    }
    keys_[hole] = key;
  }
}

std::span<const std::uint64_t> ArrivalWindow::take(std::size_t count) {
  const std::span<const std::uint64_t> taken =
      std::span<const std::uint64_t>(keys_).subspan(next_, std::min(count, left()));
  next_ += taken.size();
  return taken;
}

}  // namespace curtain
