#pragma once
// Logarithmic buckets for histograms of durations.
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "sim/wide.hpp"

namespace sim {

/// Logarithmic buckets. Non-negative integers below 2^(SubBits + 1) have one bucket each. For larger integers
/// there are 2^SubBits buckets per octave, so a bucket is narrower than 2^-SubBits times any value in it. A
/// bucket number contains the SubBits + 1 highest bits of the value; the number of dropped bits gives the
/// octave.
template <unsigned SubBits>
struct BasicLogBuckets {
  static constexpr unsigned kSubBits = SubBits;
  static constexpr std::size_t kSub = std::size_t{1} << kSubBits;
  static constexpr std::size_t kCount = (63 - kSubBits + 1) * kSub;

  /// The bucket of a value, which must be at least 0.
  static constexpr std::size_t of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    const auto shift = static_cast<unsigned>(std::bit_width(bits | (2 * kSub - 1))) - (kSubBits + 1);
    return shift * kSub + static_cast<std::size_t>(bits >> shift);
  }
  /// A bucket contains the values from first(bucket) to last(bucket).
  static constexpr std::int64_t first(std::size_t bucket) {
    const unsigned shift = shift_of(bucket);
    return static_cast<std::int64_t>(bucket - shift * kSub) << shift;
  }
  static constexpr std::int64_t last(std::size_t bucket) {
    return first(bucket) + ((std::int64_t{1} << shift_of(bucket)) - 1);
  }
  static constexpr std::int64_t middle(std::size_t bucket) {
    return first(bucket) + (std::int64_t{1} << shift_of(bucket)) / 2;
  }

  /// An estimate of the `rank`-th (from 1) of the `count` values of a bucket in [low, high], which must be
  /// within the bucket. The values are assumed to be spread evenly, each in the middle of its share. The
  /// estimate does not decrease with the rank.
  static constexpr std::int64_t interpolated(std::int64_t low, std::int64_t high, std::uint64_t rank,
                                             std::uint64_t count) {
    const Int128 width = static_cast<Int128>(high) - low + 1;
    return low + static_cast<std::int64_t>((2 * static_cast<Int128>(rank) - 1) * width /
                                           (2 * static_cast<Int128>(count)));
  }

  /// The position (from 1) of the p-quantile among `count` (> 0) values in ascending order, which is ceil(p *
  /// count), and 1 for p = 0. A product within rounding error of a whole number is replaced by that number.
  /// The 0.07-quantile of 100 values is therefore the 7th, although the double nearest to 0.07 is slightly
  /// larger.
  static std::uint64_t rank(double p, std::uint64_t count) {
    // 4 rounding units cover the error of p and of the product.
    const double position = p * static_cast<double>(count) * (1.0 - 0x1p-51);
    const double whole = std::ceil(position);  // exact by definition
    if (whole >= static_cast<double>(count)) {
      return count;
    }
    return whole > 1.0 ? static_cast<std::uint64_t>(whole) : 1;
  }

 private:
  static constexpr unsigned shift_of(std::size_t bucket) {
    return bucket < 2 * kSub ? 0 : static_cast<unsigned>(bucket / kSub) - 1;
  }
};

/// 64 buckets per octave, with an error below 1.6 %, for histograms of very many functions or intervals of
/// time.
using LogBuckets = BasicLogBuckets<6>;
/// 1,024 buckets per octave, with an error below 0.1 %, for the histograms of a whole run.
using FineBuckets = BasicLogBuckets<10>;

}  // namespace sim
