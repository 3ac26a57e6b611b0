#include "models/measured/log_figures.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

/// A call that is sent at a second and is answered after `response` seconds.
MeasuredCall call_at(std::int64_t s, std::int64_t response, bool is_cold, std::uint32_t instance) {
  MeasuredCall call;
  call.sent = s * kSecond;
  call.answered = (s + response) * kSecond;
  call.response = response * kSecond;
  call.start = is_cold ? MeasuredStart::cold : MeasuredStart::warm;
  call.instance = instance;
  return call;
}

/// Five calls of one function: instance 0 existed before the log, and instances 1 and 2 are created.
MeasuredLog five_calls() {
  MeasuredLog log;
  log.calls = {call_at(0, 2, false, 0), call_at(1, 3, true, 1), call_at(604, 2, false, 1),
               call_at(2'000, 4, true, 2), call_at(2'400, 1, false, 2)};
  log.instances = {"a", "b", "c"};
  return log;
}

}  // namespace

TEST_CASE("The frame of a log has the idle time before each call, and the instances that existed before it") {
  const MeasuredLog log = five_calls();
  const LogFrame frame = frame_of(log);
  CHECK(frame.has_times);
  CHECK_FALSE(frame.idle[0]);              // the first call
  CHECK(*frame.idle[1] == -1 * kSecond);   // the first call is answered at 2 s
  CHECK(*frame.idle[2] == 600 * kSecond);  // the second call is answered at 4 s
  CHECK(*frame.idle[3] == (2'000 - 606) * kSecond);
  CHECK(*frame.idle[4] == (2'400 - 2'004) * kSecond);
  CHECK(frame.existing == std::vector<std::uint32_t>{1});
  CHECK(frame.steady_from == 2);  // a quarter of the log ends at 600 s
}

TEST_CASE("Without ids of instances, a function existed before the log if its first call is warm") {
  MeasuredLog log = five_calls();
  log.functions = {"f", "g"};
  for (std::size_t i = 0; i < log.calls.size(); ++i) {
    log.calls[i].instance = kNoName;
    log.calls[i].function = i % 2 == 0 ? 0 : 1;
  }
  CHECK(frame_of(log).existing == std::vector<std::uint32_t>{1, 0});
}

TEST_CASE("Figures count cold starts in total, in the steady part and by idle time") {
  const MeasuredLog log = five_calls();
  const LogFigures figures = figures_of(log.calls, frame_of(log));
  CHECK(figures.all.calls == 5);
  CHECK(figures.all.cold == 2);
  CHECK(figures.steady.calls == 3);
  CHECK(figures.steady.cold == 1);
  CHECK(figures.steady.share() == Approx(1.0 / 3));
  // The idle times are 10 min, 23 min 14 s and 6 min 36 s. A call without idle time is in no bin.
  CHECK(figures.by_idle[7].calls == 1);  // 10 to 11 min
  CHECK(figures.by_idle[7].cold == 0);
  CHECK(figures.by_idle[11].calls == 1);  // 20 to 25 min
  CHECK(figures.by_idle[11].cold == 1);
  CHECK(figures.by_idle[3].calls == 1);  // 6 to 7 min
  CHECK(figures.of(CallTime::warm_response) == std::vector<double>{1, 2, 2});
  CHECK(figures.of(CallTime::cold_response) == std::vector<double>{3, 4});
  CHECK(figures.of(CallTime::cold_lag).empty());
}

TEST_CASE("Figures follow instances from their first to their last call") {
  const MeasuredLog log = five_calls();
  const LogFigures figures = figures_of(log.calls, frame_of(log));
  CHECK(figures.instances == 3);
  CHECK(figures.lifetimes == std::vector<double>{0, 400, 603});
  REQUIRE(figures.pool.size() == LogFigures::kPoolPoints);
  // Instance 1 is in use from 1 to 604 s, instance 2 from 2,000 to 2,400 s, and the points are 24 s apart
  // from 12 s on. So 25 points (12 .. 588 s) and 17 points (2,004 .. 2,388 s) have an instance.
  CHECK(figures.mean_pool().value() == Approx((25.0 + 17.0) / 100));
}

TEST_CASE("Idle times are put into bins whose lower edge belongs to them") {
  constexpr std::int64_t minute = 60 * kSecond;
  CHECK(idle_bin(0) == std::size_t{0});
  CHECK(idle_bin(3 * minute - 1) == std::size_t{0});
  CHECK(idle_bin(3 * minute) == std::size_t{1});
  CHECK(idle_bin(600 * minute) == kIdleEdges.size() - 1);
  CHECK_FALSE(idle_bin(MeasuredTime()));
  CHECK_FALSE(idle_bin(-1));
}

TEST_CASE("Quantiles of a sorted sample are interpolated") {
  CHECK(quantile_of_sorted({1, 2, 4}, 0.5) == 2);
  CHECK(quantile_of_sorted({1, 2, 4}, 0.75) == 3);
  CHECK(quantile_of_sorted({1, 2, 4}, 1) == 4);
  CHECK(quantile_of_sorted({5}, 0.99) == 5);
}

TEST_CASE("Every time of calls has a name of its own") {
  CHECK(name_of(CallTime::warm_response) == "response.warm");
  CHECK(name_of(CallTime::duration) == "duration");
}
