#include <fmt/format.h>

#include <stdexcept>

#include "models/workload/point_process.hpp"
#include "models/workload/sources.hpp"
#include "sim/draws.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kWhole = 1'000'000'000;  // a share of 1, in billionths

/// Call k (k from 0) comes after a long pause if the interval (k s, (k + 1) s] contains a whole number, which
/// means that ceil((k + 1) s) > ceil(k s). The calculation uses whole billionths, so that rounding has no
/// effect.
bool is_cold(std::uint64_t k, std::int64_t share) {
  const auto before = [share](std::uint64_t calls) {
    return (calls * static_cast<std::uint64_t>(share) + kWhole - 1) / kWhole;
  };
  return before(k + 1) > before(k);
}

/// The pause before call k is the draw at (interarrival, 0, k). The pause begins at the time at which call k
/// - 1 would end if it started immediately on arrival.
class ColdShare : public PointProcess {
 public:
  ColdShare(const ColdShareSpec& spec, const SourceContext& context, Time end)
      : pause_key_(context.seed, context.replication,
                   purpose_of_source(Purpose::interarrival, context.number)),
        duration_key_(context.seed, context.replication,
                      purpose_of_source(Purpose::execution, context.number)),
        duration_(spec.of.duration),
        warm_(spec.warm()),
        cold_(spec.cold()),
        share_(static_cast<std::int64_t>(spec.share * static_cast<double>(kWhole) + 0.5)),
        next_(Time{} + spec.phase),
        end_(end) {}

  std::optional<Time> next() override {
    if (next_ >= end_) {
      return std::nullopt;
    }
    const Time now = next_;
    const Duration duration = duration_.sample_duration(duration_key_, 0, calls_);
    ++calls_;
    const Duration pause = (is_cold(calls_, share_) ? cold_ : warm_).sample_duration(pause_key_, 0, calls_);
    const Duration left = Time::latest() - now;
    next_ = duration < left && pause < left - duration ? now + duration + pause : Time::latest();
    return now;
  }

 private:
  sim::DrawKey pause_key_;
  sim::DrawKey duration_key_;
  sim::Distribution duration_;
  sim::Distribution warm_;
  sim::Distribution cold_;
  std::int64_t share_;  // in billionths
  std::uint64_t calls_ = 0;
  Time next_;
  Time end_;
};

}  // namespace

sim::Distribution ColdShareSpec::warm() const {
  return warm_pause.value_or(sim::Distribution::constant(static_cast<double>(keep_alive.ns()) / 2));
}

sim::Distribution ColdShareSpec::cold() const {
  return cold_pause.value_or(sim::Distribution::constant(static_cast<double>(keep_alive.ns()) * 2));
}

std::unique_ptr<ArrivalSource> open_cold_share(const ColdShareSpec& spec, const SourceContext& context,
                                               FunctionTable& table) {
  const auto keep_alive = static_cast<double>(spec.keep_alive.ns());
  if (!(spec.share >= 0 && spec.share <= 1) || !(spec.warm().quantile(1) < keep_alive) ||
      !(spec.cold().quantile(0) > keep_alive)) {
    throw std::invalid_argument(fmt::format(
        "a cold-share entry has a share of {} and a keep-alive of {} ns; the share must be in 0 .. 1, pauses "
        "before warm calls must be shorter than the keep-alive, and pauses before cold calls must be longer",
        spec.share, spec.keep_alive.ns()));
  }
  const Time end = generated_until(context);
  return source_of(spec.of, std::make_unique<ColdShare>(spec, context, end), context, table);
}

}  // namespace curtain
