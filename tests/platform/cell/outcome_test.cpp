// The parts of the time between a request and its execution: queueing, start-up, network and retries, each
// worked out by hand. Every run also checks that the parts add up to the latency.
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

constexpr std::int64_t kMs = 1'000'000;

/// A world with one host, which has room for one instance of 512 MiB.
World cramped_world() {
  World world;
  world.parameters.cluster.hosts = {1, 0, 512};
  world.parameters.cluster.vms.memory = 512;
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  return world;
}

PolicyChoice one_at_a_time() {
  return policy(Seam::admission, "concurrency-limit", {whole(1), whole(kUnlimited), whole(1), whole(0)});
}

}  // namespace

TEST_CASE("waiting for room counts as queueing, and a start-up begins when there is room") {
  // Four functions of 1,000 ms each arrive at once and run one after the other. They wait 0, 1,200, 2,400 and
  // 3,600 ms in the queue, and then 200 ms for their start-up.
  World world = cramped_world();
  world.parameters.cold_start.sandbox = takes(ms(200));
  for (const char* const name : {"a", "b", "c", "d"}) {
    world.arrive(world.function(name, {}, 512), at_ms(0), ms(1'000));
  }
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.queueing_ns() == 7'200 * kMs);
  CHECK(outcome.tally.cold_start().count() == 4);
  CHECK(outcome.tally.cold_start().min() == 200 * kMs);
  CHECK(outcome.tally.cold_start().max() == 200 * kMs);
  CHECK(outcome.tally.platform().queueing_ns == 7'200 * kMs);
  CHECK(outcome.tally.platform().start_ns == 800 * kMs);
  CHECK(outcome.tally.platform().frontend_ns == 0);
}

TEST_CASE("the wait of an attempt that never starts does not count as queueing") {
  // `big` waits 1,000 ms for admission. Then no VM is large enough for it.
  World world;
  world.parameters.cluster.vms.instance_memory = 512;
  world.parameters.frontend.queue_capacity = 9;
  world.parameters.policies.admission = one_at_a_time();
  world.arrive(world.function("a"), at_ms(0), ms(1'000));
  SECTION("it is refused after admission") {
    world.arrive(world.function("big", {}, 600), at_ms(0), ms(100));
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::refused) == 1);
    CHECK(outcome.tally.queueing_ns() == 0);
  }
  SECTION("it is throttled after admission because its function's queue is full") {
    FunctionTraits one;
    one.max_instances = 0;
    world.parameters.scheduler.queue_capacity = 0;
    world.arrive(world.function("f", one), at_ms(0), ms(100));
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::throttled) == 1);
    CHECK(outcome.tally.queueing_ns() == 0);
  }
  SECTION("it gives up waiting") {
    world.parameters.frontend.max_wait = ms(300);
    world.arrive(world.function("f"), at_ms(0), ms(100));
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::expired) == 1);
    CHECK(outcome.tally.queueing_ns() == 0);
  }
  SECTION("an attempt that runs has waited") {
    world.arrive(world.function("f"), at_ms(0), ms(100));
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.queueing_ns() == 1'000 * kMs);
  }
}

TEST_CASE("both waits count as queueing, first for admission and then for room") {
  // g is admitted at 1,000 ms, because the tenant may have one invocation at a time. g finds room at 1,500
  // ms, when another tenant's instance is reclaimed.
  World world = cramped_world();
  world.parameters.cluster.hosts.memory = 1'024;
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.frontend.queue_capacity = 9;
  world.parameters.policies.admission = one_at_a_time();
  world.arrive(world.function("f", {}, 512), at_ms(0), ms(1'000));
  world.arrive(world.function("g", {}, 512), at_ms(0), ms(10));
  world.arrive(world.function("h", {}, 512, "another"), at_ms(0), ms(1'500));
  world.arrive(world.function("i", {}, 512, "a third"), at_ms(500), ms(10'000));
  const RunOutcome outcome = world.run();
  // i has waited for room since 500 and gets the room of f; g waits for the room of h
  CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{0, 0, 1'000, 1'500});
  CHECK(outcome.tally.queueing_ns() == (500 + 1'500) * kMs);
}

TEST_CASE("late binding: the wait for a start-up counts both as queueing and as start-up") {
  World world;
  world.parameters.scheduler.binding = Binding::late;
  world.parameters.cold_start.function_init = takes(ms(10'000));
  world.arrive(world.function("f"), at_ms(0), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.queueing_ns() == 10'000 * kMs);
  CHECK(outcome.tally.cold_start().sum() == 10'000 * kMs);
  CHECK(outcome.tally.platform().queueing_ns == 10'000 * kMs);
  CHECK(outcome.tally.platform().start_ns == 0);
}

TEST_CASE("late binding: after a wait for room, only the start-up counts as the cold start") {
  // b waits 1,200 ms for room and then 200 ms for its start-up. With late binding b is in the queue for the
  // whole time.
  World world = cramped_world();
  world.parameters.scheduler.binding = Binding::late;
  world.parameters.cold_start.sandbox = takes(ms(200));
  world.arrive(world.function("a", {}, 512), at_ms(0), ms(1'000));
  world.arrive(world.function("b", {}, 512), at_ms(0), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.queueing_ns() == (200 + 1'400) * kMs);
  CHECK(outcome.tally.cold_start().sum() == (200 + 200) * kMs);
}

TEST_CASE("an attempt that joins a starting instance waits for the rest of the start-up") {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(1'000));
  FunctionTraits two;
  two.requests_per_instance = 2;
  const FunctionId f = world.function("f", two);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(400), ms(100));
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.cold_start().max() == 1'000 * kMs);
  CHECK(outcome.tally.cold_start().sum() == 1'600 * kMs);
  CHECK(outcome.tally.queueing_ns() == 0);
}

TEST_CASE("network latency of request and answer is separate from the start-up") {
  // A request takes 5 ms to the scheduler and 1 ms to the host. Its answer takes 1 ms from the host and 3 ms
  // more to the client. The start-up takes 100 ms.
  World world;
  world.parameters.frontend.request_latency = takes(ms(5));
  world.parameters.frontend.response_latency = ms(3);
  world.parameters.cluster.topology.host_link = ms(1);
  world.parameters.cold_start.sandbox = takes(ms(100));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(50));
  world.arrive(f, at_ms(1'000), ms(50));  // warm
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.cold_start().sum() == 100 * kMs);
  CHECK(outcome.tally.platform().start_ns == 100 * kMs);
  CHECK(outcome.tally.platform().frontend_ns == 2 * (5 + 1 + 1 + 3) * kMs);
  CHECK(outcome.tally.responses().latency().sum() == (160 + 60) * kMs);
}

TEST_CASE("a lost attempt and its backoff are separate from the wait of the last attempt") {
  // The first attempt starts at 100 ms and is lost at 500 ms; the retry arrives at 700 ms and starts at 800
  // ms. A warm call that is lost has the same parts.
  World world;
  world.parameters.cold_start.sandbox = takes(ms(100));
  world.parameters.faults.retry_backoff = takes(ms(200));
  world.parameters.frontend.request_latency = takes(ms(10));
  FunctionTraits traits;
  traits.crash_retries = 1;
  const FunctionId f = world.function("f", traits);
  SECTION("a cold call") {
    world.parameters.faults.vm_crashes = {{ms(510), 0}};
    world.arrive(f, at_ms(0), ms(1'000));
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.platform().retry_ns == 700 * kMs);
    CHECK(outcome.tally.platform().start_ns == 100 * kMs);
    CHECK(outcome.tally.platform().frontend_ns == 10 * kMs);
    CHECK(outcome.tally.responses().latency().sum() == (10 + 700 + 100 + 1'000) * kMs);
  }
  SECTION("a warm call, lost 500 ms after its arrival") {
    world.parameters.faults.vm_crashes = {{ms(2'510), 0}};
    world.arrive(f, at_ms(0), ms(100));
    world.arrive(f, at_ms(2'000), ms(1'000));
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.platform().retry_ns == 700 * kMs);
    CHECK(outcome.tally.platform().start_ns == 200 * kMs);
    CHECK(outcome.tally.platform().frontend_ns == 20 * kMs);
  }
}

TEST_CASE(
    "an invocation that times out counts in queueing, but not in the latency of completed invocations") {
  World world;
  FunctionTraits traits;
  traits.max_instances = 1;
  traits.timeout = ms(1'000);
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(900));
  world.arrive(f, at_ms(0), ms(2'000));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::timed_out) == 1);
  CHECK(outcome.tally.queueing_ns() == 900 * kMs);
  CHECK(outcome.tally.platform().queueing_ns == 0);
}
