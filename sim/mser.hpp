#pragma once
// The truncation point of MSER-5, after which a run's output no longer depends on its initial state.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/time.hpp"
#include "sim/wide.hpp"

namespace sim {

/// Consecutive observations in batches of five. When there are too many batches, neighbours are merged and
/// batches become twice as large, so memory does not grow with the run. Sums are integers.
class BatchSeries {
 public:
  static constexpr std::size_t kMaximumBatches = 8192;
  struct Batch {
    Int128 sum = 0;
    Time first;  ///< time of its first observation
  };

  void add(Time now, std::int64_t value);
  /// Complete batches; remaining observations do not count.
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
  /// False if the statistic has its minimum in the second half, or if there are fewer than ten batches: then
  /// nothing shows that the initial transient is over.
  bool is_settled = false;
};

/// MSER: the d that minimises the variance of the remaining batches over their number squared: sum over i > d
/// of (x_i - mean)^2 / (n - d)^2 (K. P. White, "An effective truncation heuristic for bias reduction in
/// simulation output", Simulation 69(6), 1997; in batches of five: White, Cobb and Spratt, "A comparison of
/// five steady-state truncation heuristics for simulation", WSC 2000). The last five batches are never tried,
/// and among equal values the first counts. If the result is not settled, the first half is cut, or nothing
/// if there are fewer than ten batches.
Truncation mser(std::span<const BatchSeries::Batch> batches);

}  // namespace sim
