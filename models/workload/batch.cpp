#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "models/workload/point_process.hpp"
#include "models/workload/sources.hpp"
#include "sim/draws.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kMinutesOfDay = 24 * 60;

/// Call i of batch j arrives after the instant of the batch by the draw of `over` at (interarrival, 0, j x
/// calls + i).
class Batches : public PointProcess {
 public:
  Batches(const BatchSpec& spec, const SourceContext& context, Time end)
      : key_(context.seed, context.replication, purpose_of_source(Purpose::interarrival, context.number)),
        within_(sim::Distribution::uniform(0, static_cast<double>(spec.over.ns()))),
        every_(spec.period()),
        start_(Time{} + spec.first(context.epoch)),
        end_(end),
        offsets_(spec.calls) {
    given_ = offsets_.size();
  }

  std::optional<Time> next() override {
    if (given_ == offsets_.size()) {
      if (is_over_ || start_ >= end_) {
        return std::nullopt;
      }
      draw();
    }
    return present_ + offsets_[given_++];
  }

 private:
  void draw() {
    within_.fill(key_, 0, drawn_, std::span<Duration>(offsets_));
    drawn_ += offsets_.size();
    std::sort(offsets_.begin(), offsets_.end());
    given_ = 0;
    present_ = start_;
    is_over_ = !every_ || Time::latest() - start_ <= *every_;
    start_ = is_over_ ? start_ : start_ + *every_;
  }

  sim::DrawKey key_;
  sim::Distribution within_;
  std::optional<Duration> every_;
  Time present_;
  Time start_;  // time of the next batch
  Time end_;
  std::vector<Duration> offsets_;  // offsets of the calls in the current batch, in order of time
  std::size_t given_ = 0;
  std::uint64_t drawn_ = 0;
  bool is_over_ = false;
};

}  // namespace

Duration BatchSpec::first(std::int64_t epoch) const {
  if (!is_time_of_day) {
    return at;
  }
  const Duration begins = sim::minutes(((epoch % kMinutesOfDay) + kMinutesOfDay) % kMinutesOfDay);
  return at >= begins ? at - begins : at + sim::hours(24) - begins;
}

std::optional<Duration> BatchSpec::period() const {
  return !every && is_time_of_day ? std::optional(sim::hours(24)) : every;
}

std::unique_ptr<ArrivalSource> open_batch(const BatchSpec& spec, const SourceContext& context,
                                          FunctionTable& table) {
  if (spec.calls == 0) {
    throw std::invalid_argument("a batch has no calls; `calls` must be at least 1");
  }
  if (const auto period = spec.period(); period && (*period < Duration{1} || spec.over > *period)) {
    throw std::invalid_argument(
        fmt::format("a batch every {} ns is spread over {} ns; `over` must be at most the time from one "
                    "batch to the next",
                    period->ns(), spec.over.ns()));
  }
  const Time end = generated_until(context);
  return source_of(spec.of, std::make_unique<Batches>(spec, context, end), context, table);
}

}  // namespace curtain
