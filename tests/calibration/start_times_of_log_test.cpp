#include "models/calibration/start_times_of_log.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

constexpr std::int64_t kMs = 1'000'000;

/// A call with a start lag and a response.
MeasuredCall call_of(bool is_cold, std::int64_t lag_ms, std::int64_t execution_ms) {
  MeasuredCall call;
  call.start = is_cold ? MeasuredStart::cold : MeasuredStart::warm;
  call.sent = 1'000 * kMs;
  call.started = *call.sent + lag_ms * kMs;
  call.ended = *call.started + execution_ms * kMs;
  call.response = (lag_ms + execution_ms + 40) * kMs;
  call.answered = *call.sent + *call.response;
  return call;
}

MeasuredLog lags(int warm) {
  MeasuredLog log;
  for (int i = 0; i < warm; ++i) {
    log.calls.push_back(call_of(false, 70 + i, 1'000));
  }
  log.calls.push_back(call_of(true, 300, 1'000));
  log.calls.push_back(call_of(true, 320, 1'000));
  return log;
}

}  // namespace

TEST_CASE("The median of an even number of values is the mean of the middle two") {
  CHECK(*median_of({3, 1, 2}) == 2);
  CHECK(*median_of({4, 1, 2, 3}) == 2.5);
  CHECK_FALSE(median_of({}));
}

TEST_CASE("A start lag is that of a cold call less the median of the warm calls") {
  Calibration result;
  ValuesByFunction found;
  collect_start_ups({lags(5)}, {}, result, found);
  CHECK(result.start_source == StartSource::start_lag);
  CHECK(result.subtracted_ns == 72 * kMs);
  CHECK(found.at({"", 0}) == std::vector<double>{228 * kMs, 248 * kMs});
}

TEST_CASE("A cold call that began as fast as a warm call shows no start-up") {
  MeasuredLog log = lags(9);
  log.calls.push_back(call_of(true, 75, 1'000));
  Calibration result;
  ValuesByFunction found;
  collect_start_ups({log}, {}, result, found);
  CHECK(result.ahead == 1);
  CHECK(found.at({"", 0}) == std::vector<double>{226 * kMs, 246 * kMs});
}

TEST_CASE("With too few warm calls, the request latency of the base is subtracted") {
  Calibration result;
  ValuesByFunction found;
  CalibrationBase base;
  base.request_latency_ns = 12 * kMs;
  collect_start_ups({lags(4)}, base, result, found);
  CHECK(result.subtracted_ns == 12 * kMs);
  CHECK(found.at({"", 0}) == std::vector<double>{288 * kMs, 308 * kMs});
}

TEST_CASE("An initialisation is taken as it is, for each function and memory size") {
  MeasuredLog log = lags(5);
  log.functions = {"f", "g"};
  log.calls[5].init = 111 * kMs;
  log.calls[5].function = 0;
  log.calls[6].init = 222 * kMs;
  log.calls[6].function = 1;
  log.calls[6].memory = 128;
  Calibration result;
  ValuesByFunction found;
  collect_start_ups({log}, {}, result, found);
  CHECK(result.start_source == StartSource::initialisation);
  CHECK(result.subtracted_ns == 0);
  CHECK(found.at({"f", 0}) == std::vector<double>{111 * kMs});
  CHECK(found.at({"g", 128}) == std::vector<double>{222 * kMs});
  CalibrationBase only_g;
  only_g.only = {"g"};
  ValuesByFunction of_g;
  collect_start_ups({log}, only_g, result, of_g);
  CHECK(of_g.size() == 1);
}

TEST_CASE("A response is used if the log has nothing better") {
  MeasuredLog log = lags(5);
  for (MeasuredCall& call : log.calls) {
    call.started = MeasuredTime();
    call.ended = MeasuredTime();
    call.duration = 1'000 * kMs;
  }
  Calibration result;
  ValuesByFunction found;
  collect_start_ups({log}, {}, result, found);
  CHECK(result.start_source == StartSource::response);
  CHECK(found.at({"", 0}) == std::vector<double>{228 * kMs, 248 * kMs});
}

TEST_CASE("Durations and the round trip are those of warm calls") {
  const ValuesByFunction durations = durations_of({lags(5)}, {});
  CHECK(durations.at({"", 0}).size() == 5);
  // The response is the lag, the execution and 40 ms; the median lag is 72 ms.
  CHECK(*round_trip_of({lags(5)}) == 112 * kMs);
  CHECK_FALSE(round_trip_of({lags(4)}));
}
