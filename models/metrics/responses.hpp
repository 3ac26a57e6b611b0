#pragma once
// Measurements of completed invocations that are not sums: the times that clients waited, and the ratio of
// this time to the execution time.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "models/metrics/scopes.hpp"
#include "models/metrics/series.hpp"
#include "sim/histogram.hpp"
#include "sim/histogram_set.hpp"

namespace curtain {

/// The range of the response times of one function's completed invocations in the window, in nanoseconds.
struct ResponseRange {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  std::int64_t most = 0;

  void include(const ResponseRange& other) {
    least = other.least < least ? other.least : least;
    most = other.most > most ? other.most : most;
  }
};

/// Slowdown is response time divided by execution time (Feitelson and Rudolph, "Metrics and benchmarking for
/// parallel job scheduling", JSSPP 1998). The slowdown is 1 if the platform adds no time. An execution of
/// zero duration has no slowdown.
///
/// Responses are processed in batches. The sums of a batch are in registers, and the data of functions are
/// prefetched. Latency by function and the histograms of scopes are recorded only on demand, because they
/// need memory and time.
class Responses {
 public:
  static constexpr std::int64_t kSlowdownUnit = 1 << 16;  ///< the unit of slowdowns is 1 divided by this
                                                          ///< number

  explicit Responses(bool by_function, Scopes* scopes = nullptr)
      : is_by_function_(by_function), keeps_ids_(by_function || scopes != nullptr), scopes_(scopes) {}

  /// Adds functions up to `count`, which must be larger than before.
  void grow(std::size_t count) {
    ranges_.resize(is_by_function_ ? count : 0);
    scopes_.grow(count);
  }

  /// Adds a completed invocation that arrived in the window. Both times are in nanoseconds, and the execution
  /// time is at least 0. Returns the slowdown, or 0 if there is none.
  std::int64_t add(std::uint32_t function, std::int64_t response, std::int64_t execution) {
    responses_[kept_] = response;
    if (keeps_ids_) [[unlikely]] {
      ids_[kept_] = function;
    }
    std::int64_t slowdown = 0;
    if (execution != 0) [[likely]] {
      slowdown = slowdown_of(response, execution);
    } else {
      has_instant_ = true;
    }
    slowdowns_[kept_] = slowdown;
    if (++kept_ == kBatch) [[unlikely]] {
      settle();
    }
    return slowdown;
  }
  /// Must be called after the last add().
  void finish();

  /// The latencies in nanoseconds. These and all figures below are complete after finish().
  [[nodiscard]] const sim::Histogram& latency() const { return latency_; }  ///< nanoseconds
  [[nodiscard]] const sim::Histogram& slowdown() const {
    return slowdown_;
  }  ///< in parts of 1 /
     ///< kSlowdownUnit

  /// The histograms of scopes, if there are any.
  [[nodiscard]] ScopeHistograms& scopes() { return scopes_; }
  [[nodiscard]] const ScopeHistograms& scopes() const { return scopes_; }

  [[nodiscard]] bool is_by_function() const { return is_by_function_; }
  /// The response times by function, if they were recorded. They are complete after finish(). Histograms are
  /// numbered by FunctionId, and each has a range.
  [[nodiscard]] const sim::HistogramSet& latency_by_function() const { return by_function_; }
  [[nodiscard]] std::span<const ResponseRange> ranges() const { return ranges_; }

 private:
  static constexpr std::size_t kBatch = 128;

  /// The slowdown as a whole number. The computation rounds at fixed steps: both times to the nearest double,
  /// their quotient, its product with the unit, and the result to the nearest whole number. So the result is
  /// the same on every machine.
  static std::int64_t slowdown_of(std::int64_t response, std::int64_t execution) {
    const double ratio = static_cast<double>(response) / static_cast<double>(execution);
    return static_cast<std::int64_t>(ratio < 0x1p46 ? ratio * static_cast<double>(kSlowdownUnit) + 0.5
                                                    : 0x1p62);
  }
  void settle();
  void settle_by_function();

  bool is_by_function_;
  bool keeps_ids_;            // whether the ids of the functions in a batch are stored
  bool has_instant_ = false;  // whether an execution of the batch took no time
  std::size_t kept_ = 0;
  std::array<std::int64_t, kBatch> responses_;
  std::array<std::int64_t, kBatch> slowdowns_;  // 0: the invocation has no slowdown
  std::array<std::uint32_t, kBatch> ids_;
  sim::Histogram latency_;
  sim::Histogram slowdown_;
  sim::HistogramSet by_function_;
  std::vector<ResponseRange> ranges_;
  ScopeHistograms scopes_;
};

}  // namespace curtain
