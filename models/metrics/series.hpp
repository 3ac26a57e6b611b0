#pragma once
// The time series of a run in bins of fixed width, in constant memory: when there are too many bins,
// neighbours are merged and the width doubles.
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

/// The counts of one bin [i * width, (i + 1) * width); levels are those at its end.
struct SeriesBin {
  std::uint64_t arrived = 0;  ///< invocations that reached the frontend
  std::uint64_t ended = 0;    ///< invocations that ended, whatever the outcome
  std::uint64_t started = 0;  ///< attempts that started
  std::uint64_t cold = 0;     ///< attempts that started cold
  std::uint64_t failed = 0;   ///< part of `ended`, as are the next four
  std::uint64_t timed_out = 0;
  std::uint64_t errored = 0;
  std::uint64_t abandoned = 0;
  std::array<std::uint64_t, kRejections> rejections{};  ///< by reason
  std::uint64_t busy = 0;                               ///< instances running something
  std::uint64_t instances = 0;                          ///< live instances, starting ones included
  std::uint64_t vms = 0;
  std::uint64_t hosts = 0;
  std::int64_t least_response = std::numeric_limits<std::int64_t>::max();  ///< nanoseconds
  std::int64_t most_response = 0;

  [[nodiscard]] std::uint64_t turned_away() const {
    return std::accumulate(rejections.begin(), rejections.end(), std::uint64_t{0});
  }
  /// Merges the next bin into this one.
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
  /// The current bin; the hot path adds its counts to it directly.
  SeriesBin& current() { return bins_.back(); }
  [[nodiscard]] Time current_end() const { return end_; }
  /// Adds a completed invocation that is answered at `answered`, in the current bin or a later one,
  /// `response` nanoseconds after its request.
  void add_response(Time answered, std::int64_t response) {
    if (CURTAIN_MUTANT(answered_when_it_ended, answered >= end_, false)) [[unlikely]] {
      keep_for_later({answered, response});
      return;
    }
    count_response(response);
  }
  /// Moves on to the bin that contains `now` (at or after current_end()). The levels have held since the last
  /// event; the sums, if they are kept, have grown as given by `course`.
  void advance(Time now, const Levels& levels, const Course* course = nullptr);
  /// Closes the series; the last event was in the current bin. Answers that come later get bins of their own.
  void finish(const Levels& levels, const Course* course = nullptr);
  [[nodiscard]] const std::vector<SeriesBin>& bins() const { return bins_; }
  [[nodiscard]] Duration width() const { return width_; }
  /// The sums at the end of each bin, if every call passed a course. Complete after finish().
  [[nodiscard]] const std::vector<Accrued>& accrued() const { return accrued_; }
  /// The levels of a course at the end of each bin, likewise.
  [[nodiscard]] const std::vector<Standing>& standings() const { return standings_; }
  /// Arrivals of each function, likewise.
  [[nodiscard]] const FunctionArrivals& arrivals() const { return arrivals_; }
  /// Responses by bin, nanoseconds: histograms numbered by position in bins(). Complete after finish().
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
  std::vector<std::uint32_t> present_;  // responses of the current bin, by bucket
  sim::HistogramSet responses_;
  std::vector<Answer> later_;  // a heap, the earliest in front: answers after the current bin
  std::vector<Accrued> accrued_;
  std::vector<Standing> standings_;  // as many as accrued_
  FunctionArrivals arrivals_;
};

}  // namespace curtain
