#pragma once
// The truncation point of MSER-5, after which the output of a run no longer depends on its initial state.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/time.hpp"
#include "sim/wide.hpp"

namespace sim {

/// Consecutive observations in batches of five. If there are too many batches, neighbouring batches are
/// merged and the batch size doubles, so memory does not grow with the run. Sums are integers.
class BatchSeries {
 public:
  static constexpr std::size_t kMaximumBatches = 8192;
  struct Batch {
    Int128 sum = 0;
    Time first;  ///< time of the first observation of the batch
  };

  void add(Time now, std::int64_t value);
  /// The complete batches. Observations that do not fill a batch do not count.
  [[nodiscard]] std::span<const Batch> batches() const { return batches_; }
  [[nodiscard]] std::uint64_t batch_size() const { return size_; }

 private:
  std::vector<Batch> batches_;
  Batch open_;
  std::uint64_t in_open_ = 0;
  std::uint64_t size_ = 5;
};

/// The number of batches to cut off from the beginning.
struct Truncation {
  std::size_t cut = 0;
  /// False if the statistic has its minimum in the second half, or if there are fewer than ten batches. In
  /// these cases nothing shows that the initial transient is over.
  bool is_settled = false;
};

/// The MSER rule, which chooses the d that minimises the variance of the remaining batches divided by their
/// number, that is the sum over i > d of (x_i - mean)^2 / (n - d)^2 (K. P. White, "An effective truncation
/// heuristic for bias reduction in simulation output", Simulation 69(6), 1997; in batches of five: White,
/// Cobb and Spratt, "A comparison of five steady-state truncation heuristics for simulation", WSC 2000). The
/// last five batches are never tried, and the first of equal values is chosen. If the result is not settled,
/// the first half is cut, or nothing if there are fewer than ten batches.
Truncation mser(std::span<const BatchSeries::Batch> batches);

}  // namespace sim
