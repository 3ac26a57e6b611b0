#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

TimerSpec timer(const sim::Distribution& jitter = {}) {
  return {support::function_named("cron"), sim::minutes(5), sim::seconds(30), jitter, {}};
}

}  // namespace

TEST_CASE("a timer ticks at its phase and every period after it") {
  const auto arrivals = Opened(timer(), context_of(1, 86'400)).arrivals;
  REQUIRE(arrivals.size() == 288);
  for (std::int64_t k = 0; k < 288; ++k) {
    REQUIRE(arrivals[static_cast<std::size_t>(k)].time == Time{} + sim::seconds(30 + 300 * k));
  }
  CHECK(Opened(timer(), context_of(1, 30)).arrivals.empty());
  TimerSpec late = timer();
  late.phase = sim::hours(1);
  CHECK(Opened(late, context_of(1, 3'601)).arrivals.size() == 1);
}

TEST_CASE("ticks are delayed by draws of the jitter, which do not accumulate") {
  const auto jitter = sim::Distribution::exponential(2e9).clamped(0, 300e9);
  const auto arrivals = Opened(timer(jitter), context_of(7, 3e6, 1, 2)).arrivals;
  REQUIRE(arrivals.size() == 10'000);
  const sim::DrawKey key(7, 1, purpose_of_source(Purpose::interarrival, 2));
  std::vector<double> late;
  for (std::uint64_t k = 0; k < arrivals.size(); ++k) {
    const Duration by = arrivals[k].time - (Time{} + sim::seconds(30 + 300 * static_cast<std::int64_t>(k)));
    REQUIRE(by == jitter.sample_duration(key, 0, k));
    late.push_back(static_cast<double>(by.ns()));
  }
  CHECK(support::kolmogorov_smirnov(late, [&](double x) { return jitter.cumulative(x); }) > 0.001);
}

TEST_CASE("ticks stay in order even with the longest jitter") {
  const auto arrivals = Opened(timer(sim::Distribution::uniform(0, 300e9)), context_of(1, 3e6)).arrivals;
  CHECK(support::in_order(arrivals));
  CHECK(support::is_addressed(timer(sim::Distribution::uniform(0, 300e9)), 1e5));
}

TEST_CASE("a timer with a cron expression ticks by the calendar from the epoch on") {
  TimerSpec spec = timer();
  spec.every = {};
  spec.phase = {};
  spec.cron = "30 6 * * sat,sun";
  SourceContext context = context_of(1, 10 * 86'400);
  // Time zero is a Monday, so Saturday and Sunday are days 5 and 6.
  const auto hours_of = [&] {
    std::vector<double> hours;
    for (const Arrival& arrival : Opened(spec, context).arrivals) {
      hours.push_back(arrival.time.seconds() / 3'600);
    }
    return hours;
  };
  CHECK(hours_of() == std::vector<double>{126.5, 150.5});
  context.epoch += 5 * 1'440 + 6 * 60 + 30;  // time zero is Saturday, 06:30, so the first tick is at once
  CHECK(hours_of() == std::vector<double>{0, 24, 168, 192});
  context.epoch += 1;  // time zero is one minute after the tick
  CHECK(hours_of().front() == Approx(24 - 1.0 / 60));
  CHECK(support::is_addressed(
      [&] {
        TimerSpec often = spec;
        often.cron = "*/7 * * * *";
        often.jitter = sim::Distribution::uniform(0, 240e9);
        return often;
      }(),
      1e5));
  spec.cron = "0 0 29 2 *";
  CHECK(Opened(spec, context_of(1, 58 * 86'400)).arrivals.empty());
  CHECK(Opened(spec, context_of(1, 60 * 86'400)).arrivals.size() == 1);
}

TEST_CASE("ticks of a cron expression are delayed by the same draws as other ticks") {
  TimerSpec spec = timer(sim::Distribution::uniform(0, 60e9));
  spec.every = sim::minutes(5);
  spec.phase = {};
  const auto even = Opened(spec, context_of(7, 1e6)).arrivals;
  spec.every = {};
  spec.cron = "*/5 * * * *";
  CHECK(Opened(spec, context_of(7, 1e6)).arrivals == even);
}

TEST_CASE("impossible timers are refused") {
  const auto refusal = [](const TimerSpec& spec) {
    return error_of<std::invalid_argument>([&] { Opened(spec, context_of(1, 1)); });
  };
  TimerSpec none = timer();
  none.every = Duration{};
  CHECK(refusal(none) == "the period of a timer is 0 ns; it must be at least 1 ns");
  CHECK(refusal(timer(sim::Distribution::exponential(1))) ==
        "the jitter of a timer may be as long as inf ns; it must be at most the period, 300000000000 ns, so "
        "that no tick overtakes the previous tick (limit the jitter with `max`)");
  TimerSpec cron = timer(sim::Distribution::constant(61e9));
  cron.cron = "*/1 * * * *";
  CHECK(refusal(cron) ==
        "the jitter of a timer may be as long as 61000000000 ns; it must be at most the shortest gap of its "
        "cron expression, 60000000000 ns, so that no tick overtakes the previous tick (limit the jitter with "
        "`max`)");
  cron.cron = "61 * * * *";
  CHECK(refusal(cron) == "'61' is not a valid minute; allowed: 0 to 59");
}
