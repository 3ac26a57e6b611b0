#pragma once
// What is measured of completed invocations beyond their sums: how long clients waited, and how that compares
// with the execution alone.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "models/metrics/series.hpp"
#include "sim/histogram.hpp"
#include "sim/histogram_set.hpp"

namespace curtain {

/// The responses of one function's completed invocations in the window, in nanoseconds.
struct ResponseRange {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  std::int64_t most = 0;
};

/// Slowdown is response over execution (Feitelson and Rudolph, "Metrics and benchmarking for parallel job
/// scheduling", JSSPP 1998): 1 is a platform that takes no time. An execution of no time has none.
///
/// Latency by function is kept on demand: it takes a table of its own, and time. It is accounted for in
/// batches, so that what is touched of a function is fetched ahead of time.
class Responses {
 public:
  static constexpr std::int64_t kSlowdownUnit = 1 << 16;  ///< slowdowns are counted in parts of this

  explicit Responses(bool by_function) : is_by_function_(by_function) {}

  /// Functions are known up to `count`; more than before.
  void grow(std::size_t count) { ranges_.resize(is_by_function_ ? count : 0); }

  /// A completed invocation that arrived in the window, of a positive execution or none; both in nanoseconds.
  /// Returns its slowdown, 0 if it has none.
  std::int64_t add(std::uint32_t function, std::int64_t response, std::int64_t execution) {
    latency_.add(response);
    if (is_by_function_) [[unlikely]] {
      keep(function, response);
    }
    if (execution == 0) [[unlikely]] {
      return 0;
    }
    const std::int64_t slowdown = slowdown_of(response, execution);
    ++slowdowns_[sim::LogBuckets::of(slowdown)];
    least_slowdown_ = slowdown < least_slowdown_ ? slowdown : least_slowdown_;
    most_slowdown_ = slowdown > most_slowdown_ ? slowdown : most_slowdown_;
    return slowdown;
  }
  /// After the last add().
  void finish();

  [[nodiscard]] const sim::Histogram& latency() const { return latency_; }  ///< nanoseconds
  /// The p-quantile of slowdowns, up to 1 %; 0 if there is none.
  [[nodiscard]] double slowdown_quantile(double p) const;

  [[nodiscard]] bool is_by_function() const { return is_by_function_; }
  /// By function, if kept; after finish(): histograms numbered by FunctionId, and the range of each.
  [[nodiscard]] const sim::HistogramSet& latency_by_function() const { return by_function_; }
  [[nodiscard]] std::span<const ResponseRange> ranges() const { return ranges_; }

 private:
  static constexpr std::size_t kBatch = 128;

  /// The nearest doubles of both, their quotient and its product, each rounded once, then to the nearest
  /// whole: the same on every machine.
  static std::int64_t slowdown_of(std::int64_t response, std::int64_t execution) {
    const double ratio = static_cast<double>(response) / static_cast<double>(execution);
    return static_cast<std::int64_t>(ratio < 0x1p46 ? ratio * static_cast<double>(kSlowdownUnit) + 0.5
                                                    : 0x1p62);
  }
  void keep(std::uint32_t function, std::int64_t response) {
    ids_[kept_] = function;
    responses_[kept_] = response;
    if (++kept_ == kBatch) {
      settle();
    }
  }
  void settle();

  bool is_by_function_;
  sim::Histogram latency_;
  std::vector<std::uint64_t> slowdowns_ = std::vector<std::uint64_t>(sim::LogBuckets::kCount);
  std::int64_t least_slowdown_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t most_slowdown_ = 0;
  std::size_t kept_ = 0;
  std::array<std::uint32_t, kBatch> ids_;
  std::array<std::int64_t, kBatch> responses_;
  sim::HistogramSet by_function_;
  std::vector<ResponseRange> ranges_;
};

}  // namespace curtain
