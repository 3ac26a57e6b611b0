#pragma once
// The time series of a run in bins of fixed width, in constant memory. If there are too many bins,
// neighbouring bins are merged and the width doubles.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "models/metrics/accrued.hpp"
#include "models/metrics/function_arrivals.hpp"
#include "models/words.hpp"
#include "sim/histogram_set.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// The counts of one bin [i * width, (i + 1) * width). Levels are those at the end of the bin.
struct SeriesBin {
  std::uint64_t arrived = 0;  ///< invocations that arrived at the frontend
  std::uint64_t ended = 0;    ///< invocations that ended with any outcome
  std::uint64_t started = 0;  ///< attempts that started
  std::uint64_t cold = 0;     ///< attempts that started cold
  std::uint64_t failed = 0;   ///< part of `ended`, like the next four counts
  std::uint64_t timed_out = 0;
  std::uint64_t errored = 0;
  std::uint64_t abandoned = 0;
  std::array<std::uint64_t, kRejections> rejections{};  ///< invocations that were turned away, by reason
  std::uint64_t busy = 0;                               ///< busy instances
  std::uint64_t instances = 0;                          ///< live instances, including starting instances
  std::uint64_t vms = 0;
  std::uint64_t hosts = 0;
  std::int64_t least_response = std::numeric_limits<std::int64_t>::max();  ///< smallest and largest response
                                                                           ///< time in nanoseconds
  std::int64_t most_response = 0;

  [[nodiscard]] std::uint64_t turned_away() const {
    return std::accumulate(rejections.begin(), rejections.end(), std::uint64_t{0});
  }
  /// Merges the next bin into this bin.
  void join(const SeriesBin& next);
  bool operator==(const SeriesBin&) const = default;
};

/// The levels at the end of a bin.
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
  /// The current bin, to which the hot path adds its counts directly.
  SeriesBin& current() { return bins_.back(); }
  [[nodiscard]] Time current_end() const { return end_; }
  /// Adds a completed invocation, which is answered at `answered`, in the current bin or a later bin.
  /// `response` is its response time in nanoseconds.
  void add_response(Time answered, std::int64_t response) {
    if (CURTAIN_MUTANT(answered_when_it_ended, answered >= end_, false)) [[unlikely]] {
      keep_for_later({answered, response});
      return;
    }
    count_response(response);
  }
  /// Moves to the bin that contains `now`, which is at or after current_end(). The levels have been constant
  /// since the last event. `course` describes the growth of the sums, if they are recorded.
  void advance(Time now, const Levels& levels, const Course* course = nullptr);
  /// Closes the series. The last event was in the current bin. Answers after this bin get further bins.
  void finish(const Levels& levels, const Course* course = nullptr);
  [[nodiscard]] const std::vector<SeriesBin>& bins() const { return bins_; }
  [[nodiscard]] Duration width() const { return width_; }
  /// The sums at the end of each bin. They exist if a course was passed to every call of this class, and are
  /// complete after finish().
  [[nodiscard]] const std::vector<Accrued>& accrued() const { return accrued_; }
  /// The levels of a course at the end of each bin, under the conditions of accrued().
  [[nodiscard]] const std::vector<Standing>& standings() const { return standings_; }
  /// The arrivals of each function, under the conditions of accrued().
  [[nodiscard]] const FunctionArrivals& arrivals() const { return arrivals_; }
  /// The response times by bin in nanoseconds, as histograms that are numbered by the position in bins().
  /// They are complete after finish().
  [[nodiscard]] const sim::HistogramSet& responses() const { return responses_; }

 private:
  struct Answer {
    Time at;
    std::int64_t response = 0;
    bool operator>(const Answer& other) const { return at > other.at; }
  };

  void count_response(std::int64_t response) {
    ++present_[sim::LogBuckets::of(response)];
    SeriesBin& bin = bins_.back();
    bin.least_response = response < bin.least_response ? response : bin.least_response;
    bin.most_response = response > bin.most_response ? response : bin.most_response;
  }
  void keep(const Course& course);
  void keep_for_later(Answer answer);
  void count_due_answers();
  void close(const Levels& levels);
  void store_responses();
  void coarsen();

  Duration width_;
  Time end_;
  std::vector<SeriesBin> bins_;
  std::vector<std::uint32_t> present_;  // number of response times in each bucket of the current bin
  sim::HistogramSet responses_;
  std::vector<Answer> later_;  // answers after the current bin, as a heap with the earliest answer in front
  std::vector<Accrued> accrued_;
  std::vector<Standing> standings_;  // has as many elements as accrued_
  FunctionArrivals arrivals_;
};

}  // namespace curtain
