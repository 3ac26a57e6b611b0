#pragma once
// Common functions for the tests of replays: a log of five calls, and a scenario that replays it.
#include <string>

#include "models/config/scenario.hpp"
#include "models/measured/measured_log.hpp"
#include "tests/catch.hpp"

namespace support {

inline constexpr std::int64_t kReplaySecond = 1'000'000'000;

/// A call that is sent at a second, runs for a second and is answered after two seconds, or after three if it
/// is cold.
inline curtain::MeasuredCall logged_call(std::int64_t s, bool is_cold, std::uint32_t instance) {
  curtain::MeasuredCall call;
  call.sent = (1'600'000'000 + s) * kReplaySecond;
  call.response = (is_cold ? 3 : 2) * kReplaySecond;
  call.answered = *call.sent + *call.response;
  call.duration = kReplaySecond;
  call.start = is_cold ? curtain::MeasuredStart::cold : curtain::MeasuredStart::warm;
  call.instance = instance;
  call.memory = 128;
  return call;
}

/// A cold call at 0 s; two calls at 10 s, the second of which is cold because the first runs; a warm call at
/// 70 s, and a cold call at 400 s. With instances kept for 100 s, a replay is cold at the same calls.
inline curtain::MeasuredLog five_logged_calls() {
  curtain::MeasuredLog log;
  log.path = "five.csv";
  log.kind = "pacslab-lambda";
  log.calls = {logged_call(0, true, 0), logged_call(10, false, 0), logged_call(10, true, 1),
               logged_call(70, false, 1), logged_call(400, true, 2)};
  log.instances = {"a", "b", "c"};
  return log;
}

/// Each way takes 500 ms and a cold start 1 s, so that the replay has the response times of the log.
inline curtain::Scenario replaying(const std::string& keep_alive = "{fixed: {timeout: 100s}}",
                                   const std::string& entry = "{function: f}", const std::string& more = "") {
  return curtain::parse_scenario(
      "platform: ideal\nfrontend: {request_latency: 500ms, response_latency: 500ms}\n"
      "cold_start: {runtime_start: 1s}\npolicies: {keep_alive: " +
          keep_alive + "}\nworkload: [{measured: " + entry + "}]\n" + more,
      "replay.yaml");
}

}  // namespace support
