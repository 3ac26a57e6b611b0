// How attempts start: warm, cold or waited, with keep-alive to the nanosecond and the stages of a cold start.
#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("an instance idle for exactly its keep-alive has ended when a request arrives") {
  // The first attempt is cold at 0 and ends at 100 ms, so its instance is kept until 10,100 ms.
  World world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  SECTION("a request at that instant is cold") {
    world.arrive(f, at_ms(10'100), ms(100));
    const Counts counts = world.counts();
    CHECK(counts.cold == 2);
    CHECK(counts.warm == 0);
    CHECK(counts.created == 2);
    CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{10'100});
  }
  SECTION("a request one nanosecond earlier is warm") {
    world.arrive(f, at_ms(10'100) - ns(1), ms(100));
    const Counts counts = world.counts();
    CHECK(counts.cold == 1);
    CHECK(counts.warm == 1);
    CHECK(counts.first_use == 1);
    CHECK(counts.created == 1);
  }
}

TEST_CASE("each use postpones the end of the keep-alive") {
  // The instance is idle at 100 ms and is used from 5,000 to 5,100 ms, so it is reclaimed at 15,100 ms.
  World world;
  const FunctionId f = world.function("f");
  world.horizon = at_ms(20'000);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(5'000), ms(100));
  const Counts counts = world.counts();
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{15'100});
  CHECK(counts.live_ns == 15'100'000'000);
  CHECK(counts.ready_ns == 15'100'000'000);
  CHECK(counts.busy_ns == 200'000'000);
}

TEST_CASE("an empty VM is released exactly at the end of its time empty") {
  // The instance is reclaimed at 10,100 ms. Its VM is released 3 s later.
  World world;
  world.parameters.cluster.vms.empty_release = ms(3'000);
  world.parameters.cold_start.vm_boot = takes(ms(7));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(93));
  SECTION("at that instant a new VM boots") {
    world.arrive(f, at_ms(13'100), ms(100));
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.vms_created() == 2);
    CHECK(outcome.tally.cold_start().sum() == 14'000'000);
    CHECK(world.record.when_ms(Change::vm_released) == std::vector<std::int64_t>{13'100});
  }
  SECTION("one nanosecond earlier the VM still exists") {
    world.arrive(f, at_ms(13'100) - ns(1), ms(100));
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.vms_created() == 1);
    CHECK(outcome.tally.cold_start().sum() == 7'000'000);
  }
  SECTION("a VM that is used and then empty again is released later") {
    // The VM is used again from 12,000 to 12,100 ms, and its instance is kept until 22,100 ms. The VM is
    // empty until 25,100 ms.
    world.arrive(f, at_ms(12'000), ms(100));
    world.horizon = at_ms(30'000);
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.vms_created() == 1);
    CHECK(world.record.when_ms(Change::vm_released) == std::vector<std::int64_t>{25'100});
    CHECK(outcome.tally.fleet()[FleetLevel::vms].integral() == sim::Int128{25'100'000'000});
  }
}

TEST_CASE("early binding: an attempt waits for the instance that was started for it") {
  // a starts instance 0, which is ready at 1,000 ms. b arrives at 500 ms and waits for instance 1, which is
  // ready at 1,500 ms, although instance 0 is free at 1,200 ms.
  World world;
  world.parameters.cold_start.runtime_start = takes(ms(1'000));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(200));
  world.arrive(f, at_ms(500), ms(1'000));
  world.arrive(f, at_ms(1'600), ms(10));  // warm on instance 0, which is idle since 1,200
  const RunOutcome outcome = world.run();
  const Counts counts(outcome);
  CHECK(counts.cold == 2);
  CHECK(counts.waited == 0);
  CHECK(counts.warm == 1);
  CHECK(counts.first_use == 2);
  CHECK(counts.created == 2);
  // 1,200 + 2,000 + 10
  CHECK(outcome.tally.responses().latency().sum() == sim::Int128{3'210'000'000});
  CHECK(outcome.tally.cold_start().sum() == sim::Int128{2'000'000'000});
  CHECK(outcome.tally.queueing_ns() == 0);
}

TEST_CASE("late binding: an attempt takes the first instance that becomes free or ready") {
  // a is cold, runs at 1,000 ms and ends at 1,200 ms. b arrived at 500 ms, and instance 1 was started for it
  // (ready at 1,500 ms), but instance 0 serves b at 1,200 ms. Instance 1 is surplus and idle from 1,500 ms.
  // It serves c warm, which is its first use.
  World world;
  world.parameters.scheduler.binding = Binding::late;
  world.parameters.cold_start.runtime_start = takes(ms(1'000));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(200));
  world.arrive(f, at_ms(500), ms(1'000));
  world.arrive(f, at_ms(1'600), ms(10));
  const RunOutcome outcome = world.run();
  const Counts counts(outcome);
  CHECK(counts.cold == 1);
  CHECK(counts.waited == 1);
  CHECK(counts.warm == 1);
  CHECK(counts.first_use == 2);
  CHECK(counts.created == 2);
  // 1,200 + (700 + 1,000) + 10
  CHECK(outcome.tally.responses().latency().sum() == sim::Int128{2'910'000'000});
  CHECK(outcome.tally.queueing_ns() == 1'700'000'000);  // with late binding a waits for the start in the
                                                        // queue, too
  CHECK(outcome.tally.cold_start().sum() == 1'000'000'000);
}

TEST_CASE("the keep-alive of an unused surplus instance begins when it is ready") {
  World world;
  world.parameters.scheduler.binding = Binding::late;
  world.parameters.cold_start.runtime_start = takes(ms(1'000));
  world.horizon = at_ms(60'000);
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(500), ms(100));
  world.run();
  // Instance 0 serves both requests (1,000 to 1,200 ms) and is kept until 11,200 ms. Instance 1 is ready at
  // 1,500 ms and is kept until 11,500 ms.
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{11'200, 11'500});
}

TEST_CASE("two instances that start while their VM boots are ready together") {
  // The VM is ready at 1,000 ms, and each sandbox 100 ms later.
  World world;
  world.parameters.cold_start.vm_boot = takes(ms(1'000));
  world.parameters.cold_start.sandbox = takes(ms(100));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(10));
  world.arrive(f, at_ms(300), ms(10));
  world.arrive(f, at_ms(1'050), ms(10));  // the VM is ready, so the start takes 100 ms
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.vms_created() == 1);
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{1'100, 1'100, 1'150});
  CHECK(outcome.tally.cold_start().sum() == sim::Int128{ms(1'100 + 800 + 100).ns()});
}

TEST_CASE("a cold start is the sum of its stages") {
  World world;
  ColdStartParameters& stages = world.parameters.cold_start;
  stages.vm_boot = takes(ms(1));
  stages.sandbox = takes(ms(2));
  stages.code_download = takes(ms(4));
  stages.runtime_start = takes(ms(8));
  stages.function_init = takes(ms(16));
  FunctionTraits own_init;
  own_init.init = takes(ms(32));
  world.arrive(world.function("f"), at_ms(0), ms(1));
  world.arrive(world.function("g", own_init), at_ms(100), ms(1));  // the instance is in the same VM, so there
                                                                   // is no boot
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.cold_start().max() == 46'000'000);
  CHECK(outcome.tally.cold_start().min() == 31'000'000);
}

TEST_CASE("an execution ends at the function's timeout") {
  World world;
  FunctionTraits traits;
  traits.timeout = ms(1'000);
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(3'000));
  world.arrive(f, at_ms(1'000),
               ms(1'000));  // exactly the timeout: this attempt completes, and is warm because the first ends
                            // at that instant
  const RunOutcome outcome = world.run();
  const Counts counts(outcome);
  CHECK(counts.of(Outcome::timed_out) == 1);
  CHECK(counts.of(Outcome::completed) == 1);
  CHECK(counts.warm == 1);
  CHECK(counts.billed_ns == 2'000'000'000);
  CHECK(counts.charged == 2);
  CHECK(outcome.tally.sojourns().of_others() == 1'000'000'000);
}

TEST_CASE("executions are billed in whole multiples of the granularity, at least one") {
  // The executions of 0, 100 ms and 100 ms + 1 ns are billed as 1 + 1 + 2 times 100 ms.
  World world;
  world.parameters.billing.granularity = ms(100);
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ns(0));
  world.arrive(f, at_ms(1'000), ms(100));
  world.arrive(f, at_ms(2'000), ms(100) + ns(1));
  CHECK(world.counts().billed_ns == 400'000'000);
}

TEST_CASE("two requests per instance: a starting instance is joined, then another one is started") {
  World world;
  world.parameters.cold_start.runtime_start = takes(ms(1'000));
  FunctionTraits traits;
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(500));
  world.arrive(f, at_ms(100), ms(500));
  world.arrive(f, at_ms(200), ms(500));
  // The second instance was freed last, at 1,700 ms. It is first in the list and takes two attempts; the
  // first instance takes the third attempt.
  world.arrive(f, at_ms(3'000), ms(500));
  world.arrive(f, at_ms(3'100), ms(500));
  world.arrive(f, at_ms(3'200), ms(500));
  const RunOutcome outcome = world.run();
  const Counts counts(outcome);
  CHECK(counts.created == 2);
  CHECK(counts.cold == 3);
  CHECK(counts.warm == 3);
  CHECK(counts.first_use == 2);
  CHECK(outcome.tally.cold_start().sum() == sim::Int128{ms(1'000 + 900 + 1'000).ns()});
  const std::vector<Observation> starts = world.record.of(Change::started);
  REQUIRE(starts.size() == 6);
  CHECK(starts[0].ordinal == 0);  // the only instance serves first come, first served
  CHECK(starts[1].ordinal == 1);
  CHECK(starts[0].instance == starts[1].instance);
  CHECK(starts[2].instance != starts[0].instance);
  CHECK(starts[3].instance == starts[2].instance);
  CHECK(starts[4].instance == starts[2].instance);
  CHECK(starts[5].instance == starts[0].instance);
  // Busy time is the time in which an instance runs at least one request: 500 + 500 (1,000..1,500 and
  // 1,200..1,700), 600 and 500.
  CHECK(counts.busy_ns == (500 + 500 + 600 + 500) * std::uint64_t{1'000'000});
}

TEST_CASE("provisioned instances are ready before the first request and remain after their keep-alive") {
  // Two instances exist from 0 to the horizon. A third instance serves from 50,000 to 50,100 ms and is kept
  // for 10 s.
  World world;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.horizon = at_ms(100'000);
  FunctionTraits traits;
  traits.provisioned = 2;
  const FunctionId f = world.function("f", traits);
  for (int i = 0; i < 3; ++i) {
    world.arrive(f, at_ms(50'000), ms(100));
  }
  const Counts counts = world.counts();
  CHECK(counts.warm == 2);
  CHECK(counts.cold == 1);
  CHECK(counts.first_use == 3);
  CHECK(counts.created == 3);
  CHECK(counts.live_ns == static_cast<std::uint64_t>(ms(2 * 100'000 + 10'100).ns()));
}

TEST_CASE("constant latencies of frontend and answer shift all times") {
  World world;
  world.parameters.frontend.request_latency = takes(ms(3));
  world.parameters.frontend.response_latency = ms(4);
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(10));
  world.arrive(f, at_ms(10), ms(10));  // the request reaches the scheduler at 13, when the first one ends, so
                                       // it is warm
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).warm == 1);
  CHECK(outcome.tally.responses().latency().min() == 17'000'000);
  CHECK(outcome.tally.responses().latency().max() == 17'000'000);
  CHECK(outcome.end == at_ms(27));
}

TEST_CASE("a drawn frontend latency delays each invocation by its own draw, independent of the policies") {
  World world;
  world.parameters.frontend.request_latency = sim::Distribution::uniform(0, 1e8);
  world.parameters.cold_start.sandbox = takes(ms(50));
  const FunctionId f = world.function("f");
  for (int i = 0; i < 200; ++i) {
    world.arrive(f, at_ms(10 * i), ms(20));
  }
  const auto delays = [&world] {
    std::map<std::uint64_t, std::int64_t> found;
    for (const Observation& seen : world.record.of(Change::admitted)) {
      found[seen.ordinal] = (seen.now - seen.arrival).ns();
    }
    return found;
  };
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.queueing_ns() == 0);  // network time is not queueing
  const auto first = delays();
  REQUIRE(first.size() == 200);
  std::int64_t sum = 0;
  for (const auto& [ordinal, delay] : first) {
    CHECK(delay >= 0);
    CHECK(delay <= 100'000'000);
    sum += delay;
  }
  CHECK(sum / 200 > 42'000'000);  // the mean is 50 ms, with a standard error of 2 ms
  CHECK(sum / 200 < 58'000'000);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  world.run();
  CHECK(delays() == first);
}
