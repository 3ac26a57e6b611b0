// Tests of executions that end in a function error.
#include "models/platform/execution/function_errors.hpp"

#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

FunctionTraits erring(double rate) {
  FunctionTraits traits;
  traits.error_rate = rate;
  return traits;
}

}  // namespace

TEST_CASE("at an error rate of 0 no execution fails, at 1 all fail, and each attempt has its own draw") {
  const sim::DrawKey key(1, 0, static_cast<std::uint32_t>(Purpose::function_error));
  std::uint32_t both = 0;
  std::uint32_t first = 0;
  for (std::uint64_t ordinal = 0; ordinal < 1'000; ++ordinal) {
    const Cause attempt = Cause::of_attempt(7, ordinal, 0);
    CHECK_FALSE(ends_in_error(0, key, attempt));
    CHECK(ends_in_error(1, key, attempt));
    const bool errs = ends_in_error(0.5, key, attempt);
    first += errs ? 1 : 0;
    both += errs && ends_in_error(0.5, key, Cause::of_attempt(7, ordinal, 1)) ? 1 : 0;
  }
  // The counts are within five standard deviations: 500 +- 79 and 250 +- 69.
  CHECK(first > 421);
  CHECK(first < 579);
  CHECK(both > 181);
  CHECK(both < 319);
}

TEST_CASE(
    "an execution with a function error takes its full time, is charged, and does not affect its instance") {
  World world;
  world.parameters.frontend.response_latency = ms(5);
  const FunctionId f = world.function("f", erring(1));
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(200), ms(300));
  const RunOutcome outcome = world.run();
  const Counts counts(outcome);
  CHECK(counts.of(Outcome::errored) == 2);
  CHECK(counts.of(Outcome::completed) == 0);
  CHECK(counts.charged == 2);
  CHECK(counts.billed_ns == 400'000'000);
  CHECK(counts.busy_ns == 400'000'000);
  CHECK(counts.cold == 1);
  CHECK(counts.warm == 1);
  CHECK(outcome.tally.sojourns().of_others() == 410'000'000);
  CHECK(outcome.tally.responses().latency().count() == 0);
  const std::vector<Observation> ends = world.record.of(Change::finished);
  REQUIRE(ends.size() == 2);
  CHECK(ends[0].outcome == Outcome::errored);
  CHECK(ends[0].now == at_ms(100));
  CHECK(ends[0].until == at_ms(105));
  std::uint64_t in_series = 0;
  for (const SeriesBin& bin : outcome.tally.series().bins()) {
    in_series += bin.errored;
  }
  CHECK(in_series == 2);
}

TEST_CASE(
    "a timeout has precedence over an error, and an execution exactly as long as the timeout is in time") {
  World world;
  FunctionTraits traits = erring(1);
  traits.timeout = ms(100);
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(101));
  world.arrive(f, at_ms(1'000), ms(100));
  const Counts counts = world.counts();
  CHECK(counts.of(Outcome::timed_out) == 1);
  CHECK(counts.of(Outcome::errored) == 1);
}

TEST_CASE("an attempt lost in a crash has no function error, but its retry may have one") {
  World world;
  world.parameters.faults.vm_crashes = {{ms(50), 0}};
  FunctionTraits traits = erring(1);
  traits.crash_retries = GENERATE(0u, 1u);
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(100));
  const Counts counts = world.counts();
  CHECK(counts.of(Outcome::failed) == 1 - traits.crash_retries);
  CHECK(counts.of(Outcome::errored) == traits.crash_retries);
}

TEST_CASE("function errors of attempts of one invocation are independent") {
  // 400 first attempts are lost at 500 ms, and their retries complete or end in an error. 400 other attempts
  // with the same numbers are not lost. If the draws are independent, 100 +- 43 invocations (five standard
  // deviations) have two errors.
  const auto errs = [](bool crashes) {
    World world;
    if (crashes) {
      world.parameters.faults.vm_crashes = {{ms(500), 0}};
    }
    FunctionTraits traits = erring(0.5);
    traits.crash_retries = 1;
    const FunctionId f = world.function("f", traits, 1);
    for (int i = 0; i < 400; ++i) {
      world.arrive(f, at_ms(0), ms(1'000));
    }
    RunOptions options = world.options;
    options.observer = &world.record;
    world.run_as(options);
    std::vector<bool> errs_by_ordinal(400);
    for (const Observation& seen : world.record.of(Change::finished)) {
      errs_by_ordinal[seen.ordinal] = seen.outcome == Outcome::errored;
    }
    return errs_by_ordinal;
  };
  const std::vector<bool> first = errs(false);
  const std::vector<bool> second = errs(true);
  std::uint32_t both = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    both += first[i] && second[i] ? 1 : 0;
  }
  CHECK(both > 57);
  CHECK(both < 143);
}

TEST_CASE("an event whose execution fails is retried after the delays of the platform") {
  // Each execution takes 100 ms. The first retry is 1 s after the end of the execution, the second 2 s after.
  World world;
  world.parameters.async.retry_delays = {ms(1'000), ms(2'000)};
  world.parameters.async.max_age = ms(60'000);
  FunctionTraits traits = erring(1);
  traits.invoke = Invoke::async;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(100));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::errored) == 1);
  CHECK(Counts(outcome).charged == 3);
  CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{0, 1'100, 3'200});
  std::uint64_t in_series = 0;
  for (const SeriesBin& bin : outcome.tally.series().bins()) {
    in_series += bin.errored;
  }
  CHECK(in_series == 1);
}

TEST_CASE("an error is an answer to a client, which then continues") {
  World world;
  const FunctionId f = world.function("f", erring(1));
  world.loop(f, 1, takes(ms(1'000)), takes(ms(500)), at_ms(5'000));
  CHECK(world.counts().of(Outcome::errored) == 3);  // the client sends at 1, 2.5 and 4 s
  std::vector<std::int64_t> sent;
  for (const Observation& seen : world.record.of(Change::arrived)) {
    sent.push_back(seen.arrival.ns() / 1'000'000);
  }
  CHECK(sent == std::vector<std::int64_t>{1'000, 2'500, 4'000});
}

TEST_CASE("the audit draws errors independently, and reports an error too many or too few") {
  const auto violations = [](double rate, Outcome claimed) {
    World world;
    const FunctionId f = world.function("f", erring(rate));
    world.arrive(f, at_ms(0), ms(100));
    Audit audit(world.parameters, world.table, world.options);
    Tampered observer(audit, [claimed](Observation& seen) {
      seen.outcome = seen.change == Change::finished ? claimed : seen.outcome;
      return true;
    });
    RunOptions options = world.options;
    options.observer = &observer;
    world.run_as(options);
    return audit.violations();
  };
  CHECK(violations(1, Outcome::errored).empty());
  CHECK(violations(0, Outcome::completed).empty());
  const std::string text =
      "at 100000000 ns: invocation 0 of function 0 ended in a way that contradicts its history";
  CHECK(violations(1, Outcome::completed) == std::vector<std::string>{text});
  CHECK(violations(0, Outcome::errored) == std::vector<std::string>{text});
}
