#include <fmt/format.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <utility>

#include "models/workload/cron.hpp"
#include "models/workload/point_process.hpp"
#include "models/workload/sources.hpp"
#include "sim/draws.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kTimerMinute = 60'000'000'000;
constexpr std::int64_t kMinutesOfClock = Time::latest().ns() / kTimerMinute;

/// The instants of ticks, without jitter.
class Ticks {
 public:
  virtual ~Ticks() = default;
  /// The next instant, or Time::latest() if there are no more instants within the range of the clock.
  virtual Time next() = 0;
};

class EvenTicks : public Ticks {
 public:
  EvenTicks(Duration period, Duration phase) : period_(period), next_(Time{} + phase) {}
  Time next() override {
    const Time tick = next_;
    next_ = Time::latest() - next_ > period_ ? next_ + period_ : Time::latest();
    return tick;
  }

 private:
  Duration period_;
  Time next_;
};

class CronTicks : public Ticks {
 public:
  CronTicks(CronSchedule schedule, std::int64_t epoch) : schedule_(schedule), epoch_(epoch), from_(epoch) {}
  Time next() override {
    const std::int64_t minute = schedule_.next(from_);
    from_ = minute + 1;
    return minute - epoch_ < kMinutesOfClock ? Time{(minute - epoch_) * kTimerMinute} : Time::latest();
  }

 private:
  CronSchedule schedule_;
  std::int64_t epoch_;
  std::int64_t from_;
};

/// The delay of tick k (k from 0) is the draw at (interarrival, 0, k).
class Timer : public PointProcess {
 public:
  Timer(std::unique_ptr<Ticks> ticks, sim::Distribution jitter, const SourceContext& context, Time end)
      : ticks_(std::move(ticks)),
        key_(context.seed, context.replication, purpose_of_source(Purpose::interarrival, context.number)),
        jitter_(std::move(jitter)),
        end_(end) {}

  std::optional<Time> next() override {
    const Time tick = ticks_->next();
    if (tick >= end_) {
      return std::nullopt;
    }
    const std::size_t position = drawn_ % batch_.size();
    if (position == 0) {
      jitter_.fill(key_, 0, drawn_, std::span<Duration>(batch_));
    }
    ++drawn_;
    return tick + batch_[position];
  }

 private:
  std::unique_ptr<Ticks> ticks_;
  sim::DrawKey key_;
  sim::Distribution jitter_;
  Time end_;
  std::uint64_t drawn_ = 0;
  std::array<Duration, sim::DrawBatch::kSize> batch_{};
};

/// Throws std::invalid_argument if a delay may be longer than the gap to the next tick, so that a tick could
/// overtake its successor.
void check_jitter(const sim::Distribution& jitter, const char* what, std::int64_t gap) {
  const double latest = jitter.quantile(1);
  if (latest > static_cast<double>(gap)) {
    throw std::invalid_argument(
        fmt::format("the jitter of a timer may be as long as {} ns; it must be at most {}, {} ns, so that no "
                    "tick overtakes the previous tick (limit the jitter with `max`)",
                    latest, what, gap));
  }
}

std::unique_ptr<Ticks> ticks_of(const TimerSpec& spec, const SourceContext& context) {
  if (!spec.cron.empty()) {
    const CronSchedule schedule(spec.cron);
    check_jitter(spec.jitter, "the shortest gap of its cron expression",
                 schedule.shortest_gap() * kTimerMinute);
    return std::make_unique<CronTicks>(schedule, context.epoch);
  }
  if (spec.every < Duration{1}) {
    throw std::invalid_argument(
        fmt::format("the period of a timer is {} ns; it must be at least 1 ns", spec.every.ns()));
  }
  check_jitter(spec.jitter, "the period", spec.every.ns());
  return std::make_unique<EvenTicks>(spec.every, spec.phase);
}

}  // namespace

std::unique_ptr<ArrivalSource> open_timer(const TimerSpec& spec, const SourceContext& context,
                                          FunctionTable& table) {
  std::unique_ptr<Ticks> ticks = ticks_of(spec, context);
  const Time end = generated_until(context);
  return source_of(spec.of, std::make_unique<Timer>(std::move(ticks), spec.jitter, context, end), context,
                   table);
}

}  // namespace curtain
