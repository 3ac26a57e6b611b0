#include "sim/histogram_set.hpp"

#include <algorithm>
#include <utility>

namespace sim {
namespace {

constexpr unsigned kFirstBits = 8;  // number of bits of a slot number in an empty set

}  // namespace

HistogramSet::HistogramSet() : shift_(64 - kFirstBits), slots_(std::size_t{1} << kFirstBits) {}

std::uint32_t HistogramSet::new_page(std::uint64_t key, std::size_t at) {
  const auto page = static_cast<std::uint32_t>(pages_.size());
  pages_.emplace_back();
  slots_[at] = {key, page};
  if (2 * pages_.size() > slots_.size()) {
    const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
    --shift_;
    for (const Slot& slot : before) {
      if (slot.key != kEmpty) {
        put(slot);
      }
    }
  }
  return page;
}

void HistogramSet::add(std::span<const std::uint32_t> ids, std::span<const std::uint16_t> buckets) {
  constexpr std::size_t kBulk = 64;
  std::array<std::uint64_t, kBulk> keys;
  std::array<std::uint32_t, kBulk> pages;
  SIM_CHECK(ids.size() == buckets.size());
  while (!ids.empty()) {
    const std::size_t some = std::min(ids.size(), kBulk);
    for (std::size_t i = 0; i < some; ++i) {
      keys[i] = key_of(ids[i], buckets[i]);
      __builtin_prefetch(&slots_[slot_of(keys[i])]);
    }
    for (std::size_t i = 0; i < some; ++i) {
      pages[i] = page(keys[i]);
      __builtin_prefetch(&pages_[pages[i]]);
    }
    std::uint32_t full = 0;
    for (std::size_t i = 0; i < some; ++i) {
      full |= ++pages_[pages[i]][buckets[i] % kPage] == 0 ? 1u : 0u;
    }
    SIM_CHECK(full == 0);
    ids = ids.subspan(some);
    buckets = buckets.subspan(some);
  }
}

void HistogramSet::put(const Slot& slot) {
  std::size_t at = slot_of(slot.key);
  while (slots_[at].key != kEmpty) {
    at = (at + 1) & (slots_.size() - 1);
  }
  slots_[at] = slot;
}

void HistogramSet::join_pairs() {
  HistogramSet joined;
  for (const Slot& slot : slots_) {
    if (slot.key == kEmpty) {
      continue;
    }
    const std::uint64_t key = ((slot.key >> 9) << 8) | (slot.key & 0xFF);
    Page& into = joined.pages_[joined.page(key)];
    const Page& from = pages_[slot.page];
    for (std::size_t i = 0; i < kPage; ++i) {
      into[i] += from[i];
      SIM_CHECK(into[i] >= from[i]);
    }
  }
  *this = std::move(joined);
}

std::vector<BucketCount> HistogramSet::counts() const {
  std::vector<Slot> order;
  for (const Slot& slot : slots_) {
    if (slot.key != kEmpty) {
      order.push_back(slot);
    }
  }
  std::sort(order.begin(), order.end(), [](const Slot& a, const Slot& b) { return a.key < b.key; });
  std::vector<BucketCount> all;
  for (const Slot& slot : order) {
    for (std::size_t i = 0; i < kPage; ++i) {
      if (const std::uint32_t count = pages_[slot.page][i]; count != 0) {
        all.push_back({static_cast<std::uint32_t>(slot.key >> 8),
                       static_cast<std::uint16_t>((slot.key & 0xFF) * kPage + i), count});
      }
    }
  }
  return all;
}

std::span<const BucketCount> counts_of(std::span<const BucketCount> counts, std::uint32_t id) {
  const auto [from, to] =
      std::equal_range(counts.begin(), counts.end(), BucketCount{id, 0, 0},
                       [](const BucketCount& a, const BucketCount& b) { return a.id < b.id; });
  return {from, to};
}

std::int64_t quantile(std::span<const BucketCount> counts, double p, std::int64_t least, std::int64_t most) {
  std::uint64_t all = 0;
  for (const BucketCount& bucket : counts) {
    all += bucket.count;
  }
  if (all == 0) {
    return 0;
  }
  const std::uint64_t rank = LogBuckets::rank(p, all);
  if (rank == 1 || rank == all) {
    return rank == 1 ? least : most;
  }
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < counts.size();) {
    const std::uint16_t bucket = counts[i].bucket;
    std::uint64_t inside = 0;
    for (; i < counts.size() && counts[i].bucket == bucket; ++i) {
      inside += counts[i].count;
    }
    if (below + inside >= rank) {
      const std::int64_t low = std::max(LogBuckets::first(bucket), least);
      const std::int64_t high = std::min(LogBuckets::last(bucket), most);
      const std::int64_t margin = (high - low) * 3 / 8;  // the error is below 5/8 of 1/64, which is below 1 %
      return LogBuckets::interpolated(low + margin, high - margin, rank - below, inside);
    }
    below += inside;
  }
  return most;
}

}  // namespace sim
