#include "sim/histogram.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

namespace sim {
namespace {

/// Properties of many values, computed in one loop that a compiler can vectorise.
struct Together {
  explicit Together(std::span<const std::int64_t> values) {
    std::uint64_t sums = 0;
    for (const std::int64_t value : values) {
      bits |= value;
      below |= value - static_cast<std::int64_t>(FineBuckets::kSub);
      sums += static_cast<std::uint64_t>(value);
    }
    sum = static_cast<std::int64_t>(sums);
  }
  /// Whether all values are in [kSub, 2^44), which is about a microsecond to five hours. The sum of up to
  /// 2^19 such values does not overflow.
  [[nodiscard]] bool is_ordinary() const { return below >= 0 && bits < std::int64_t{1} << 44; }

  std::int64_t bits = 0;   ///< bits set in any value; negative if any value is negative
  std::int64_t below = 0;  ///< negative if any value is below kSub
  std::int64_t sum = 0;    ///< correct if the values are ordinary
};

/// Adds ordinary values. The bucket of such a value is in the exponent and the highest bits of the fraction
/// of the equal double. Doubles also have instructions for the minimum and the maximum.
void add_ordinary(std::span<const std::int64_t> values, std::uint64_t* counts, std::int64_t& least,
                  std::int64_t& most) {
  constexpr unsigned fraction_bits = 52;
  constexpr std::uint64_t exponent_of_one = 1023;
  // The origin is chosen so that the value kSub is in bucket kSub.
  constexpr std::uint64_t origin = (exponent_of_one + FineBuckets::kSubBits - 1) << FineBuckets::kSubBits;
  double low = static_cast<double>(values.front());
  double high = low;
  const auto add_one = [&](std::int64_t value) {
    const auto real = static_cast<double>(value);  // the conversion is exact
    low = low < real ? low : real;                 // in this order the compiler uses one instruction
    high = high > real ? high : real;
    ++counts[(std::bit_cast<std::uint64_t>(real) >> (fraction_bits - FineBuckets::kSubBits)) - origin];
  };
  while (values.size() >= 4) {
    add_one(values[0]);
    add_one(values[1]);
    add_one(values[2]);
    add_one(values[3]);
    values = values.subspan(4);
  }
  for (const std::int64_t value : values) {
    add_one(value);
  }
  least = std::min(least, static_cast<std::int64_t>(low));
  most = std::max(most, static_cast<std::int64_t>(high));
}

}  // namespace

void Histogram::add(std::int64_t value, std::uint64_t times) {
  SIM_CHECK(value >= 0);
  if (times == 0) {
    return;
  }
  if (is_exact() && count_ + times <= kExact && times <= kExact) {
    values_.insert(values_.end(), times, value);
  } else {
    forget_values();
  }
  counts_[FineBuckets::of(value)] += times;
  count_ += times;
  sum_ += static_cast<Int128>(value) * times;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
}

void Histogram::add(std::span<const std::int64_t> values) {
  if (values.empty()) {
    return;
  }
  const Together together(values);
  SIM_CHECK(together.bits >= 0);
  if (together.is_ordinary()) {
    add_ordinary(values, counts_.data(), min_, max_);
    sum_ += together.sum;
  } else {
    for (const std::int64_t value : values) {
      ++counts_[FineBuckets::of(value)];
      sum_ += value;
      min_ = std::min(min_, value);
      max_ = std::max(max_, value);
    }
  }
  if (is_exact()) {
    if (count_ + values.size() <= kExact) {
      values_.insert(values_.end(), values.begin(), values.end());
    } else {
      forget_values();
    }
  }
  count_ += values.size();
}

void Histogram::merge(const Histogram& other) {
  if (is_exact() && other.is_exact() && count_ + other.count_ <= kExact) {
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
  } else {
    forget_values();
  }
  for (std::size_t bucket = 0; bucket < FineBuckets::kCount; ++bucket) {
    counts_[bucket] += other.counts_[bucket];
  }
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

Quantile Histogram::quantile_within(double p) const {
  if (count_ == 0) {
    return {};
  }
  const std::uint64_t rank = FineBuckets::rank(p, count_);
  if (rank == 1 || rank == count_) {
    const std::int64_t extreme = rank == 1 ? min_ : max_;
    return {extreme, extreme, extreme};
  }
  std::size_t bucket = 0;
  std::uint64_t below = 0;
  while (below + counts_[bucket] < rank) {
    below += counts_[bucket++];
  }
  const std::int64_t low = std::max(FineBuckets::first(bucket), min_);
  const std::int64_t high = std::min(FineBuckets::last(bucket), max_);
  if (is_exact()) {
    const std::int64_t value = kept_value(low, high, rank - below);
    return {value, value, value};
  }
  return {FineBuckets::interpolated(low, high, rank - below, counts_[bucket]), low, high};
}

std::int64_t Histogram::kept_value(std::int64_t low, std::int64_t high, std::uint64_t rank) const {
  std::vector<std::int64_t> inside;
  std::copy_if(values_.begin(), values_.end(), std::back_inserter(inside),
               [low, high](std::int64_t value) { return low <= value && value <= high; });
  const auto at = inside.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::nth_element(inside.begin(), at, inside.end());
  return *at;
}

bool Histogram::operator==(const Histogram& other) const {
  const auto sorted = [](std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    return values;
  };
  return counts_ == other.counts_ && sum_ == other.sum_ && min_ == other.min_ && max_ == other.max_ &&
         sorted(values_) == sorted(other.values_);
}

}  // namespace sim
