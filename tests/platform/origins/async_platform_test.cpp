// Tests of asynchronous invocations on the whole platform.
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

struct AsyncWorld : World {
  AsyncWorld() {
    parameters.async.retry_delays = {ms(1'000), ms(2'000)};
    parameters.async.backoff = ms(100);
    parameters.async.backoff_factor = 2;
    parameters.async.longest_backoff = ms(400);
    parameters.async.max_age = ms(10'000);
    traits.invoke = Invoke::async;
  }
  FunctionTraits traits;
};

}  // namespace

TEST_CASE("an event whose execution times out is retried, and each execution is charged") {
  // The attempts run during 0..500, 1,500..2,000 and 4,000..4,500 ms, on one instance.
  AsyncWorld world;
  world.traits.timeout = ms(500);
  const FunctionId f = world.function("f", world.traits);
  world.arrive(f, at_ms(0), ms(800));
  const RunOutcome outcome = world.run();
  const Counts counts(outcome);
  CHECK(counts.arrived == 1);
  CHECK(counts.of(Outcome::timed_out) == 1);
  CHECK(counts.cold == 1);
  CHECK(counts.warm == 2);
  CHECK(counts.charged == 3);
  CHECK(counts.billed_ns == 1'500'000'000);
  CHECK(counts.busy_ns == 1'500'000'000);
  CHECK(outcome.tally.extras()[0].retried == 2);
  CHECK(outcome.tally.sojourns().of_others() == 4'500'000'000);
  CHECK(world.record.when_ms(Change::retried) == std::vector<std::int64_t>{500, 2'000});
}

TEST_CASE("a throttled event uses no concurrency while it waits, and runs when the limit allows") {
  // The first event runs during 0..350 ms. The second is tried at 0, 100, 300 and 700 ms, and runs during
  // 700..1,050 ms.
  AsyncWorld world;
  world.traits.concurrency_limit = 1;
  const FunctionId f = world.function("f", world.traits);
  world.arrive(f, at_ms(0), ms(350));
  world.arrive(f, at_ms(0), ms(350));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::completed) == 2);
  CHECK(outcome.tally.extras()[0].retried == 3);
  CHECK(outcome.tally.responses().latency().max() == 1'050'000'000);
  CHECK(outcome.tally.platform().retry_ns == 700'000'000);
}

TEST_CASE("an event lost with its VM first uses its function's retries, and then waits in the queue") {
  // The attempt is lost at 500 ms. The function's own retry starts at 550 ms and is lost at 900 ms. The retry
  // of the queue starts at 1,000 ms and completes.
  AsyncWorld world;
  world.parameters.faults.vm_crashes = {{ms(500), 0}, {ms(900), 1}};
  world.parameters.faults.retry_backoff = takes(ms(50));
  world.traits.crash_retries = 1;
  const FunctionId f = world.function("f", world.traits);
  world.arrive(f, at_ms(0), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::completed) == 1);
  CHECK(Counts(outcome).charged == 1);
  CHECK(outcome.tally.extras()[0].retried == 2);
  CHECK(outcome.tally.started() == 3);
  CHECK(outcome.tally.responses().latency().max() == 2'000'000'000);
}

TEST_CASE("an event that can never run is dropped at its maximum age") {
  AsyncWorld world;
  world.traits.concurrency_limit = 0;
  const FunctionId f = world.function("f", world.traits);
  world.arrive(f, at_ms(50), ms(1));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::throttled) == 1);
  CHECK(Counts(outcome).turned_away[Rejection::function_limit] == 1);
  CHECK(outcome.tally.extras()[0].retried == 26);  // the last retry is after 100, 200, and 24 times 400 ms,
                                                   // at 9,950 of 10,050
  CHECK(world.record.when_ms(Change::finished) == std::vector<std::int64_t>{10'050});
}

TEST_CASE("a synchronous call of the same tenant is not retried") {
  AsyncWorld world;
  world.traits.concurrency_limit = 0;
  world.function("async", world.traits);
  FunctionTraits plain;
  plain.concurrency_limit = 0;
  world.arrive(world.function("sync", plain), at_ms(0), ms(1));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::throttled) == 1);
  CHECK(world.record.when_ms(Change::retried).empty());
}
