#pragma once
// The course of a run in bins of fixed width, in constant memory: when there would be too many bins,
// neighbours are merged and the width doubles.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "models/words.hpp"
#include "sim/histogram_set.hpp"

namespace curtain {

/// What one bin [i * width, (i + 1) * width) counts; the levels are those at its end.
struct SeriesBin {
  std::uint64_t arrived = 0;    ///< invocations that reached the frontend
  std::uint64_t ended = 0;      ///< invocations that ended, whatever the outcome
  std::uint64_t started = 0;    ///< attempts that started
  std::uint64_t cold = 0;       ///< attempts that started cold
  std::uint64_t refused = 0;    ///< throttled, expired or refused
  std::uint64_t busy = 0;       ///< instances running something
  std::uint64_t instances = 0;  ///< live instances, starting ones included
  std::uint64_t vms = 0;
  std::uint64_t hosts = 0;
  std::int64_t least_response = std::numeric_limits<std::int64_t>::max();  ///< nanoseconds
  std::int64_t most_response = 0;

  /// The bin that follows becomes part of this one.
  void join(const SeriesBin& next);
  bool operator==(const SeriesBin&) const = default;
};

/// The levels that a bin is closed with.
struct Levels {
  std::uint64_t busy = 0;
  std::uint64_t instances = 0;
  std::uint64_t vms = 0;
  std::uint64_t hosts = 0;
};

class Series {
 public:
  static constexpr std::size_t kMaximumBins = 4096;

  explicit Series(Duration width);
  /// Counts go to the current bin; the hot path adds to it directly.
  SeriesBin& current() { return bins_.back(); }
  [[nodiscard]] Time current_end() const { return end_; }
  /// A completed invocation was answered in the current bin, `response` nanoseconds after its request.
  void add_response(std::int64_t response) {
    ++present_[sim::LogBuckets::of(response)];
    SeriesBin& bin = bins_.back();
    bin.least_response = response < bin.least_response ? response : bin.least_response;
    bin.most_response = response > bin.most_response ? response : bin.most_response;
  }
  /// Moves on to the bin that holds `now` (at or after current_end()); the levels have held since the last
  /// event.
  void advance(Time now, const Levels& levels);
  void finish(const Levels& levels);
  [[nodiscard]] const std::vector<SeriesBin>& bins() const { return bins_; }
  [[nodiscard]] Duration width() const { return width_; }
  /// Responses by bin, nanoseconds: histograms numbered by position in bins(). Whole after finish().
  [[nodiscard]] const sim::HistogramSet& responses() const { return responses_; }

 private:
  void close(const Levels& levels);
  void store_responses();
  void coarsen();

  Duration width_;
  Time end_;
  std::vector<SeriesBin> bins_;
  std::vector<std::uint32_t> present_;  // responses of the current bin, by bucket
  sim::HistogramSet responses_;
};

}  // namespace curtain
