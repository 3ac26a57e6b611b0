#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "models/workload/point_process.hpp"
#include "models/workload/sources.hpp"
#include "sim/draws.hpp"

namespace curtain {
namespace {

/// Tick k is at phase + k periods, and its lateness the draw at (interarrival, 0, k).
class Timer : public PointProcess {
 public:
  Timer(const TimerSpec& spec, const SourceContext& context, Time end)
      : key_(context.seed, context.replication, purpose_of_source(Purpose::interarrival, context.number)),
        period_(spec.every),
        jitter_(spec.jitter),
        tick_(Time{} + spec.phase),
        end_(end) {}

  std::optional<Time> next() override {
    if (tick_ >= end_) {
      return std::nullopt;
    }
    const std::size_t position = drawn_ % batch_.size();
    if (position == 0) {
      jitter_.fill(key_, 0, drawn_, std::span<Duration>(batch_));
    }
    ++drawn_;
    const Time time = tick_ + batch_[position];
    tick_ = Time::latest() - tick_ > period_ ? tick_ + period_ : Time::latest();
    return time;
  }

 private:
  sim::DrawKey key_;
  Duration period_;
  sim::Distribution jitter_;
  Time tick_;
  Time end_;
  std::uint64_t drawn_ = 0;
  std::array<Duration, sim::DrawBatch::kSize> batch_{};
};

}  // namespace

std::unique_ptr<ArrivalSource> open_timer(const TimerSpec& spec, const SourceContext& context,
                                          FunctionTable& table) {
  if (spec.every < Duration{1}) {
    throw std::invalid_argument(
        fmt::format("the period of a timer is {} ns; it must be at least 1 ns", spec.every.ns()));
  }
  const double latest = spec.jitter.quantile(1);
  if (latest > static_cast<double>(spec.every.ns())) {
    throw std::invalid_argument(
        fmt::format("the jitter of a timer may be as long as {} ns; it must be at most the period, {} ns, so "
                    "that no tick "
                    "overtakes the one before (hold it with `max`)",
                    latest, spec.every.ns()));
  }
  const Time end = generated_until(context);
  return source_of(spec.of, std::make_unique<Timer>(spec, context, end), context, table);
}

}  // namespace curtain
