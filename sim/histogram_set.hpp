#pragma once
// Many histograms with few values each, such as a histogram for each function or for each interval of time.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/check.hpp"
#include "sim/log_buckets.hpp"

namespace sim {

/// The count of a bucket of LogBuckets in the histogram with number `id`.
struct BucketCount {
  std::uint32_t id = 0;
  std::uint16_t bucket = 0;
  std::uint64_t count = 0;
  bool operator==(const BucketCount&) const = default;
};

/// The p-quantile of the counted values, which are all in [least, most]. The result is
/// LogBuckets::interpolated() in the inner quarter of its bucket, so its error is within 1 %. The minimum and
/// the maximum are exact. `counts` must be in ascending order of buckets, which may repeat. Returns 0 if
/// there are no values.
[[nodiscard]] std::int64_t quantile(std::span<const BucketCount> counts, double p, std::int64_t least,
                                    std::int64_t most);

/// Histograms in LogBuckets, numbered by ids. All histograms share one table of pages of 16 buckets (a cache
/// line). Memory is proportional to the number of used pages, and an unused histogram costs nothing.
class HistogramSet {
 public:
  HistogramSet();
  /// Adds `times` to the count of a bucket. Throws InvariantBroken if the count would reach 2^32.
  void add(std::uint32_t id, std::size_t bucket, std::uint32_t times = 1) {
    std::uint32_t& count = pages_[page(key_of(id, bucket))][bucket % kPage];
    count += times;
    SIM_CHECK(count >= times);
  }
  /// Adds 1 to bucket buckets[i] of histogram ids[i] for each i. The data are prefetched.
  void add(std::span<const std::uint32_t> ids, std::span<const std::uint16_t> buckets);
  /// Merges each pair of histograms 2i and 2i + 1 into the histogram i.
  void join_pairs();
  /// All counts, sorted by id and bucket.
  [[nodiscard]] std::vector<BucketCount> counts() const;

 private:
  static constexpr std::size_t kPage = 16;
  static constexpr std::uint64_t kEmpty = ~std::uint64_t{0};
  using Page = std::array<std::uint32_t, kPage>;
  struct Slot {
    std::uint64_t key = kEmpty;
    std::uint32_t page = 0;
  };
  static_assert(LogBuckets::kCount <= 256 * kPage);

  static std::uint64_t key_of(std::uint32_t id, std::size_t bucket) {
    return (std::uint64_t{id} << 8) | (bucket / kPage);
  }
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15) >> shift_);
  }
  /// Returns the page with number `key` among all pages, and adds it if it is new.
  std::uint32_t page(std::uint64_t key) {
    for (std::size_t at = slot_of(key);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].key == key) {
        return slots_[at].page;
      }
      if (slots_[at].key == kEmpty) [[unlikely]] {
        return new_page(key, at);
      }
    }
  }
  std::uint32_t new_page(std::uint64_t key, std::size_t at);
  void put(const Slot& slot);

  unsigned shift_;           // 64 minus the number of bits of a slot number
  std::vector<Slot> slots_;  // open addressing, at most half full
  std::vector<Page> pages_;
};

/// The counts of one histogram, selected from the result of HistogramSet::counts().
[[nodiscard]] std::span<const BucketCount> counts_of(std::span<const BucketCount> counts, std::uint32_t id);

}  // namespace sim
