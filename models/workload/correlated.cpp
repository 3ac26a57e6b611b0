// Functions that are called together. A common process calls all functions, and each function also has its
// own process.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <queue>
#include <stdexcept>
#include <utility>

#include "models/workload/population.hpp"
#include "models/workload/sources.hpp"
#include "models/workload/stream_source.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr Duration kLongestLag = sim::hours(1);
constexpr double kMostPending = 1e7;  // maximum number of calls that wait for their lag to pass

/// The common process. Its k-th gap (k from 0) is the draw at (common_arrival, 0, k), and the call of row i
/// is delayed by the draw at (lag, i, k). The process begins before time zero by the longest possible lag, so
/// that the rate of calls is stationary from time zero on.
class CommonArrivals : public ExtraArrivals {
 public:
  CommonArrivals(Rate rate, std::uint32_t rows, sim::Distribution lag, const SourceContext& context)
      : gap_(exponential_gap("the common rate of a correlated workload", rate)),
        lag_(std::move(lag)),
        rows_(rows),
        gap_key_(key(context, Purpose::common_arrival)),
        lag_key_(key(context, Purpose::lag)),
        next_(-sim::from_nanoseconds(std::max(0.0, lag_.quantile(1))).ns()),
        carries_(GapCarry::is_needed(gap_)) {
    advance();
  }

  [[nodiscard]] double rate() const override { return static_cast<double>(rows_) / gap_.mean(); }

  void add_until(ArrivalWindow& window, Time start, Time limit) override {
    while (!pending_.empty() && pending_.top().first < limit.ns()) {
      add(window, start, pending_.top().second, pending_.top().first);
      pending_.pop();
    }
    while (next_ < limit.ns()) {
      for (std::uint32_t row = 0; row < CURTAIN_MUTANT(shock_hits_one_function, rows_, 1u); ++row) {
        const std::int64_t time = next_ + lag_.sample_duration(lag_key_, row, number_).ns();
        if (time >= limit.ns()) {
          pending_.emplace(time, row);
        } else if (time >= 0) {
          add(window, start, row, time);
        }
      }
      ++number_;
      advance();
    }
  }

 private:
  using Call = std::pair<std::int64_t, std::uint32_t>;  // the time and the row of a call

  static sim::DrawKey key(const SourceContext& context, Purpose purpose) {
    return {context.seed, context.replication, purpose_of_source(purpose, context.number)};
  }
  static void add(ArrivalWindow& window, Time start, std::uint32_t row, std::int64_t time) {
    window.add(row, static_cast<std::uint64_t>(time - start.ns()));
  }
  void advance() {
    const std::int64_t gap = carries_ ? carry_.whole(gap_.sample(gap_key_, 0, number_))
                                      : gap_.sample_gap(gap_key_, 0, number_).ns();
    next_ = next_ > Time::latest().ns() - gap ? Time::latest().ns() : next_ + gap;
  }

  sim::Distribution gap_;
  sim::Distribution lag_;
  std::uint32_t rows_;
  sim::DrawKey gap_key_;
  sim::DrawKey lag_key_;
  std::int64_t next_;         // the current instant of the common process in nanoseconds, which may be before
                              // time zero
  std::uint64_t number_ = 0;  // the number of this instant
  bool carries_;
  GapCarry carry_;
  std::priority_queue<Call, std::vector<Call>, std::greater<>> pending_;  // calls after the last window
};

void check_correlated(const CorrelatedSpec& spec) {
  if (!(spec.together >= 0 && spec.together <= 1)) {
    throw std::invalid_argument(fmt::format(
        "the share of calls that a correlated workload makes together is {}; it must be in 0 .. 1",
        spec.together));
  }
  const double longest = spec.lag.quantile(1);
  if (!(longest <= static_cast<double>(kLongestLag.ns()))) {
    throw std::invalid_argument(fmt::format(
        "the lag of a correlated workload may be as long as {} ns; it must be at most {} ns (limit it with "
        "`max`)",
        longest, kLongestLag.ns()));
  }
}

}  // namespace

std::unique_ptr<ArrivalSource> open_correlated(const CorrelatedSpec& spec, const SourceContext& context,
                                               FunctionTable& table) {
  check_correlated(spec);
  const std::vector<PopulationMember> members = populate(spec.of, context, table);
  Rate least = members.front().rate;
  for (const PopulationMember& member : members) {
    least = std::min(least, member.rate);
  }
  const Rate common = spec.together * least;
  const double pending = common * 1e-9 * static_cast<double>(members.size()) * spec.lag.quantile(1);
  if (pending > kMostPending) {
    throw std::invalid_argument(
        fmt::format("the lag of a correlated workload is so long that {:.0f} calls may be delayed at the "
                    "same time; at most {:.0f} are allowed",
                    pending, kMostPending));
  }
  std::vector<Stream> streams;
  streams.reserve(members.size());
  for (const PopulationMember& member : members) {
    const Rate own = member.rate - common;  // exactly 0 if all calls of the function are common
    streams.push_back({member.function, own > 0 ? exponential_gap("a rate", own) : no_arrivals(), Duration{},
                       spec.of.duration});
  }
  std::unique_ptr<ExtraArrivals> extra;
  if (common > 0) {
    extra = std::make_unique<CommonArrivals>(common, static_cast<std::uint32_t>(members.size()), spec.lag,
                                             context);
  }
  return generate(std::move(streams), context, std::move(extra));
}

}  // namespace curtain
