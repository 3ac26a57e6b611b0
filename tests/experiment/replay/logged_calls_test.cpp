#include "models/experiment/replay/logged_calls.hpp"

#include "tests/experiment/replay/replay_support.hpp"

using namespace curtain;
using support::kReplaySecond;

namespace {

MeasuredSpec of_128() {
  MeasuredSpec spec;
  spec.memory = 128;
  return spec;
}

/// A call with an idle time instead of instants.
MeasuredCall idle_call(std::int64_t s, bool is_cold) {
  MeasuredCall call;
  call.idle = s * kReplaySecond;
  call.start = is_cold ? MeasuredStart::cold : MeasuredStart::warm;
  return call;
}

std::string why_not(const MeasuredLog& log, const MeasuredSpec& spec) {
  try {
    plan_replay(log, frame_of(log), spec);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("A log with instants is replayed from its first call on, with its durations") {
  const MeasuredLog log = support::five_logged_calls();
  const ReplayPlan plan = plan_replay(log, frame_of(log), of_128());
  REQUIRE(plan.calls->arrivals.size() == 5);
  CHECK(plan.calls->arrivals[0].time == Time{});
  CHECK(plan.calls->arrivals[3].time == Time{} + sim::seconds(70));
  CHECK(plan.calls->arrivals[4].duration == sim::seconds(1));
  REQUIRE(plan.calls->functions.size() == 1);
  CHECK(plan.calls->functions[0].name == "measured");
  CHECK(plan.call_of.front() == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
}

TEST_CASE("A log with idle times is replayed after a call that opens it") {
  MeasuredLog log;
  log.calls = {idle_call(600, true), idle_call(60, false), idle_call(5, false)};
  MeasuredSpec spec = of_128();
  spec.duration = sim::Distribution::constant(1e9);
  const ReplayPlan plan = plan_replay(log, frame_of(log), spec);
  REQUIRE(plan.calls->arrivals.size() == 4);
  CHECK(plan.call_of.front() == std::vector<std::uint32_t>{ReplayPlan::kOpening, 0, 1, 2});
  CHECK(plan.planned ==
        std::vector<std::int64_t>{600 * kReplaySecond, 660 * kReplaySecond, 665 * kReplaySecond});
}

TEST_CASE(
    "A log without any times is replayed with a day before a cold call and ten seconds before a warm call") {
  MeasuredLog log;
  log.functions = {"f"};
  for (const bool is_cold : {true, false, false}) {
    MeasuredCall call;
    call.function = 0;
    call.memory = 512;
    call.duration = 2 * kReplaySecond;
    call.start = is_cold ? MeasuredStart::cold : MeasuredStart::warm;
    log.calls.push_back(call);
  }
  const ReplayPlan plan = plan_replay(log, frame_of(log), {});
  constexpr std::int64_t day = 86'400 * kReplaySecond;
  CHECK(plan.planned == std::vector<std::int64_t>{day, day + 12 * kReplaySecond, day + 24 * kReplaySecond});
  CHECK(plan.calls->functions.front().name == "f");
  CHECK(plan.calls->functions.front().memory == 512);
}

TEST_CASE("Memory sizes of one function are functions of their own") {
  MeasuredLog log = support::five_logged_calls();
  log.functions = {"f"};
  for (MeasuredCall& call : log.calls) {
    call.function = 0;
  }
  log.calls[3].memory = 256;
  const ReplayPlan plan = plan_replay(log, frame_of(log), {});
  REQUIRE(plan.calls->functions.size() == 2);
  CHECK(plan.calls->functions[0].name == "f@128");
  CHECK(plan.calls->functions[1].name == "f@256");
  CHECK(plan.calls->functions[1].memory == 256);
  const ReplayPlan alike = plan_replay(log, frame_of(log), of_128());
  CHECK(alike.calls->functions[1].name == "f@256");  // the size of the log, so that the names differ
  CHECK(alike.calls->functions[1].memory == 128);
}

TEST_CASE("A log without durations or memory sizes needs them from the scenario") {
  MeasuredLog log;
  log.path = "a.csv";
  log.calls = {idle_call(600, true)};
  log.calls.front().line = 2;
  CHECK(why_not(log, of_128()) ==
        "a.csv: line 2 has no duration of the execution; give one as `duration` of the measured workload, "
        "such as "
        "duration: 50ms");
  log.calls.front().duration = 1;
  CHECK(why_not(log, {}) ==
        "a.csv: line 2 has no memory size; give one as `memory` of the measured workload, such as memory: "
        "128MiB");
  log.functions = {"f", "g"};
  MeasuredSpec spec = of_128();
  spec.function = "f";
  CHECK(why_not(log, spec) ==
        "a.csv: the log has 2 functions, but `function` of the measured workload names one; remove the key "
        "`function`");
}

TEST_CASE("The first cold starts of a replay stand for the instances that existed before the log") {
  MeasuredLog log = support::five_logged_calls();
  log.calls[0].start = MeasuredStart::warm;
  const LogFrame frame = frame_of(log);
  const ReplayPlan plan = plan_replay(log, frame, of_128());
  ReplayedLog replayed(log, frame, plan, Duration{});
  for (std::uint64_t n = 1; n <= 5; ++n) {
    InvocationRow row;
    row.function = FunctionId(0u);
    row.n = n;
    row.arrival = plan.calls->arrivals[n - 1].time;
    row.dispatched = row.arrival;
    row.start = n == 1 || n == 3 ? StartKind::cold : StartKind::warm;
    row.started = row.arrival + sim::seconds(1);
    row.ended = row.started + sim::seconds(1);
    row.answered = row.ended;
    row.instance = n == 3 ? 1 : 0;
    if (n == 5) {
      row.outcome = Outcome::throttled;
    }
    replayed.take(row);
  }
  const std::vector<MeasuredCall> calls = replayed.finish();
  REQUIRE(calls.size() == 5);
  CHECK(calls[0].start == MeasuredStart::warm);
  CHECK_FALSE(calls[0].response);  // its start-up is not that of the log
  CHECK(calls[2].is_cold());
  CHECK(calls[2].response == MeasuredTime(2 * kReplaySecond));
  CHECK(calls[2].init == MeasuredTime(kReplaySecond));
  CHECK(calls[2].instance != calls[1].instance);
  CHECK(calls[4].start == MeasuredStart::unknown);
  CHECK(replayed.not_completed() == 1);
}
