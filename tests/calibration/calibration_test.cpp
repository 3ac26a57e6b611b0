#include "models/calibration/calibration.hpp"

#include <algorithm>
#include <string>

#include "sim/distribution.hpp"
#include "sim/draws.hpp"
#include "tests/calibration/fit_support.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 1'587'686'400LL * kSecond;  // 2020-04-24

/// `count` calls of one instance after idle times of 1 s, with executions of a lognormal distribution. The
/// first call is cold.
MeasuredLog steady_log(std::size_t count) {
  MeasuredLog log;
  log.path = "steady.csv";
  log.kind = "test";
  log.rows = count;
  std::int64_t at = kDay;
  for (const double value : fits::drawn(sim::Distribution::lognormal(1e9, 0.3), count)) {
    MeasuredCall call;
    call.sent = at;
    call.duration = static_cast<std::int64_t>(value);
    call.response = *call.duration + 30'000'000 + (at == kDay ? 400'000'000 : 0);
    call.answered = at + *call.response;
    call.start = at == kDay ? MeasuredStart::cold : MeasuredStart::warm;
    call.instance = 0;
    at = *call.answered + kSecond;
    log.calls.push_back(call);
  }
  return log;
}

bool says(const Calibration& result, const std::string& words) {
  return std::any_of(
      result.cannot_tell.begin(), result.cannot_tell.end(),
      [&words](const std::string& missing) { return missing.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("A log is fitted as far as it goes, and the rest is said") {
  const Calibration result = calibrate({steady_log(400)}, {});
  REQUIRE(result.logs.size() == 1);
  CHECK(result.logs[0].calls == 400);
  CHECK(result.logs[0].cold == 1);
  CHECK(result.logs[0].first_day == "2020-04-24");
  REQUIRE(result.durations.size() == 1);
  CHECK(result.durations[0].report.best().distribution.quantile(0.5) == Approx(1e9).epsilon(0.06));
  CHECK(*result.round_trip_ns == 30'000'000);
  REQUIRE(result.start_ups.size() == 1);
  CHECK(result.start_ups[0].values == std::vector<double>{400'000'000});
  CHECK(result.start_ups[0].report.cannot == "1 value, but a fit needs at least 5");
  CHECK(says(result, "idle expiry: all calls are warm, so instances are kept for longer than 1 s"));
  CHECK(says(result, "lifetimes: 0 of 1 instances ended while they were in use"));
  CHECK(says(result, "routing: no call found two idle instances"));
  CHECK(says(result, "memory: "));
  CHECK(says(result, "capacity, placement and co-residency"));
}

TEST_CASE("A log without instances or cold calls shows no lifetimes and no start-up") {
  MeasuredLog log = steady_log(50);
  for (MeasuredCall& call : log.calls) {
    call.instance = kNoName;
    call.start = MeasuredStart::unknown;
  }
  const Calibration result = calibrate({log}, {});
  CHECK(says(result, "lifetimes and routing: the log does not say which instance served a call"));
  CHECK(says(result, "start-up: no call of the log is cold"));
  CHECK(result.start_ups.empty());
}

TEST_CASE("Only the calls of the days that were asked for are used") {
  std::vector<MeasuredLog> logs{steady_log(50), steady_log(50)};
  for (MeasuredCall& call : logs[1].calls) {
    call.sent = *call.sent + 3 * 86'400 * kSecond;
    call.answered = *call.answered + 3 * 86'400 * kSecond;
  }
  CalibrationBase base;
  base.from = "2020-04-25";
  const Calibration later = calibrate(logs, base);
  CHECK(later.logs[0].calls == 0);
  CHECK(later.logs[1].calls == 50);
  base.before = "2020-04-27";
  CHECK(calibrate(logs, base).logs[1].calls == 0);
}

TEST_CASE("A large sample is thinned, which a note says") {
  const Calibration result = calibrate({steady_log(Calibration::kMostValues + 2)}, {});
  REQUIRE(result.durations.size() == 1);
  CHECK(result.durations[0].values.size() == Calibration::kMostValues);
  CHECK(result.durations[0].report.notes.back() ==
        "4000 of 4001 values were used, evenly spaced in the order of the log");
}

TEST_CASE("A log of medians shows no tail") {
  MeasuredLog log = steady_log(50);
  log.groups = {"cold", "warm-one"};
  for (MeasuredCall& call : log.calls) {
    call.group = 0;
    call.idle = 5 * kSecond;
  }
  const Calibration result = calibrate({log}, {});
  CHECK(says(result, "tails: the values are medians of a day"));
  CHECK(result.lone.size() == 49);  // from the instances; the idle times of medians are no single calls
}
