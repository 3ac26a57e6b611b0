#include "sim/mser.hpp"

#include "sim/mutant.hpp"

namespace sim {
namespace {

constexpr std::size_t kFewestBatches = 10;
constexpr std::size_t kNeverTried = 5;

}  // namespace

void BatchSeries::add(Time now, std::int64_t value) {
  if (in_open_ == 0) {
    open_ = {0, now};
  }
  open_.sum += value;
  if (++in_open_ < size_) {
    return;
  }
  if (batches_.size() == kMaximumBatches) {
    for (std::size_t i = 0; i < kMaximumBatches / 2; ++i) {
      batches_[i] = {batches_[2 * i].sum + batches_[2 * i + 1].sum, batches_[2 * i].first};
    }
    batches_.resize(kMaximumBatches / 2);
    size_ *= 2;  // the open batch is now half full
    return;
  }
  batches_.push_back(open_);
  in_open_ = 0;
}

Truncation mser(std::span<const BatchSeries::Batch> batches) {
  const std::size_t count = batches.size();
  if (count < kFewestBatches) {
    return {};
  }
  // The loop starts at the end, because means and squares can be extended by one value at a time (Welford,
  // Technometrics 4(3), 1962).
  double mean = 0;
  double squares = 0;
  double least = 0;
  std::size_t best = count;
  for (std::size_t d = count; d-- > 0;) {
    const auto left = static_cast<double>(count - d);
    const double value = to_double(batches[d].sum);
    const double off = value - mean;
    mean += off / left;
    squares += off * (value - mean);
    const double statistic = squares / CURTAIN_MUTANT(mser_of_the_variance, left * left, left);
    if (count - d > kNeverTried && (best == count || statistic <= least)) {
      least = statistic;
      best = d;
    }
  }
  const bool is_settled = best <= count / 2;
  return {is_settled ? best : count / 2, is_settled};
}

}  // namespace sim
