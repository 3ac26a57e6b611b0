#pragma once
// The truncation point of MSER-5: where a run's output no longer depends on its initial state.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/time.hpp"
#include "sim/wide.hpp"

namespace sim {

/// Consecutive observations in batches of five. When there would be too many, neighbours are joined and
/// batches hold twice as many, so that memory does not grow with the run. Sums are integers.
class BatchSeries {
 public:
  static constexpr std::size_t kMaximumBatches = 8192;
  struct Batch {
    Int128 sum = 0;
    Time first;  ///< time of its first observation
  };

  void add(Time now, std::int64_t value);
  /// Whole batches; what is left over counts for nothing.
  [[nodiscard]] std::span<const Batch> batches() const { return batches_; }
  [[nodiscard]] std::uint64_t batch_size() const { return size_; }

 private:
  std::vector<Batch> batches_;
  Batch open_;
  std::uint64_t in_open_ = 0;
  std::uint64_t size_ = 5;
};

/// The batches to cut off, from the beginning.
struct Truncation {
  std::size_t cut = 0;
  /// False: the statistic is least beyond the middle, or there are fewer than ten batches, so that nothing
  /// says that the beginning is over.
  bool is_settled = false;
};

/// MSER: of all d, the one for which the variance of what is left, over its number squared, is least: sum
/// over i > d of (x_i - mean)^2 / (n - d)^2 (K. P. White, "An effective truncation heuristic for bias
/// reduction in simulation output", Simulation 69(6), 1997; in batches of five: White, Cobb and Spratt, "A
/// comparison of five steady-state truncation heuristics for simulation", WSC 2000). The last five batches
/// are never tried, and of several equal ones the first counts. Where it is not settled the first half is
/// cut, or nothing of fewer than ten.
Truncation mser(std::span<const BatchSeries::Batch> batches);

}  // namespace sim
