#include "models/platform/starts/resets.hpp"

#include "tests/platform/support/audited.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A platform whose initialisation takes 11 s (2 s for the runtime and 9 s for the function), after 500 ms
/// for the sandbox. The limit is 10 s.
World limited_world() {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(500));
  world.parameters.cold_start.runtime_start = takes(ms(2'000));
  world.parameters.cold_start.function_init = takes(ms(9'000));
  world.parameters.cold_start.init_timeout = ms(10'000);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(600'000))});
  return world;
}

/// A platform whose initialisation takes 500 ms. Timeouts reset instances.
World resetting_world() {
  World world;
  world.parameters.cold_start.runtime_start = takes(ms(100));
  world.parameters.cold_start.function_init = takes(ms(400));
  world.parameters.cold_start.reset_after_timeout = true;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(60'000))});
  return world;
}

FunctionTraits with_timeout(std::int64_t timeout_ms) {
  FunctionTraits traits;
  traits.timeout = ms(timeout_ms);
  return traits;
}

using EndTimes = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("an initialisation beyond its limit is given up, and the first execution repeats it") {
  // The instance is ready at 500 ms + 10 s. The first execution takes 11 s + 1 s and ends at 22.5 s. The
  // second execution takes 1 s.
  World world = limited_world();
  world.parameters.billing.init = BilledInit::all;
  const FunctionId f = world.function("f", with_timeout(15'000));
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(60'000), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == EndTimes{10'500});
  CHECK(world.record.when_ms(Change::ended) == EndTimes{22'500, 61'000});
  CHECK(outcome.tally.cold_start().sum() == 10'500'000'000);
  CHECK(Counts(outcome).billed_ns == 13'000'000'000);
  CHECK(outcome.tally.extras()[f.index()].init_ns == 10'000'000'000);
  CHECK(outcome.tally.starts().given_up == 1);
  CHECK(outcome.tally.starts().repeated == 1);
  CHECK(outcome.tally.starts().repeated_ns == 11'000'000'000);
  CHECK(audit_violations(world).empty());
}

TEST_CASE("an initialisation of exactly its limit is not given up") {
  World world = limited_world();
  world.parameters.cold_start.function_init = takes(ms(8'000));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == EndTimes{11'500});
  CHECK(outcome.tally.starts().given_up == 0);
}

TEST_CASE("a function whose timeout is shorter than its initialisation never succeeds") {
  // Each execution is cut off in its initialisation after 3 s, so the next execution must initialise again.
  World world = limited_world();
  const FunctionId f = world.function("f", with_timeout(3'000));
  for (const std::int64_t at : {0, 60'000, 120'000}) {
    world.arrive(f, at_ms(at), ms(10));
  }
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == EndTimes{13'500, 63'000, 123'000});
  CHECK(Counts(outcome).of(Outcome::timed_out) == 3);
  CHECK(outcome.tally.starts().repeated == 3);
  CHECK(audit_violations(world).empty());
}

TEST_CASE("a timeout resets the instance, so the next execution begins with an initialisation") {
  // The execution at 10 s is cut off after 3 s. The execution at 20 s takes 500 ms longer.
  for (const bool resets : {true, false}) {
    World world = resetting_world();
    world.parameters.cold_start.reset_after_timeout = resets;
    const FunctionId f = world.function("f", with_timeout(3'000));
    world.arrive(f, at_ms(0), ms(1'000));
    world.arrive(f, at_ms(10'000), ms(5'000));
    world.arrive(f, at_ms(20'000), ms(1'000));
    world.arrive(f, at_ms(30'000), ms(1'000));
    const RunOutcome outcome = world.run();
    CHECK(world.record.when_ms(Change::ended) == EndTimes{1'500, 13'000, resets ? 21'500 : 21'000, 31'000});
    CHECK(Counts(outcome).warm == 3);
    CHECK(outcome.tally.starts().repeated == (resets ? 1 : 0));
    CHECK(Counts(outcome).billed_ns == (resets ? 6'500'000'000 : 6'000'000'000));
    CHECK(audit_violations(world).empty());
  }
}

TEST_CASE("an error resets the instance only if it crashes the runtime") {
  for (const ErrorKind kind : {ErrorKind::returned, ErrorKind::crash}) {
    World world = resetting_world();
    FunctionTraits traits;
    traits.error_rate = 1;
    traits.error_kind = kind;
    const FunctionId f = world.function("f", traits);
    world.arrive(f, at_ms(0), ms(1'000));
    world.arrive(f, at_ms(10'000), ms(1'000));
    world.arrive(f, at_ms(20'000), ms(1'000));
    const RunOutcome outcome = world.run();
    const std::int64_t more = kind == ErrorKind::crash ? 500 : 0;
    CHECK(world.record.when_ms(Change::ended) == EndTimes{1'500, 11'000 + more, 21'000 + more});
    CHECK(Counts(outcome).of(Outcome::errored) == 3);
    CHECK(audit_violations(world).empty());
  }
}

TEST_CASE("a request that begins while its instance initialises for another request waits for the rest") {
  // The execution at 10 s is cut off at 13 s. The request at 20 s initialises until 20.5 s and ends at 21.5
  // s. The request at 20.2 s waits 300 ms for the initialisation, and also ends at 21.5 s.
  World world = resetting_world();
  FunctionTraits traits = with_timeout(3'000);
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(10'000), ms(5'000));
  world.arrive(f, at_ms(20'000), ms(1'000));
  world.arrive(f, at_ms(20'200), ms(1'000));
  world.arrive(f, at_ms(30'000), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == EndTimes{13'500, 21'500, 21'500, 31'000});
  CHECK(outcome.tally.starts().repeated == 1);
  CHECK(audit_violations(world).empty());
}

TEST_CASE("work on shared resources begins after the initialisation, and the timeout counts from the start") {
  // Alone, an execution takes 1 s of CPU work. After the timeout at 13.5 s, the execution at 20 s initialises
  // for 500 ms. With a timeout of 1,400 ms it is cut off 100 ms before its work is done.
  for (const std::int64_t timeout_ms : {3'000, 1'400}) {
    World world = resetting_world();
    world.parameters.cluster.hosts.vcpus = 64;
    world.parameters.cluster.vms.vcpus = 1;
    world.parameters.cpu.memory_per_vcpu = 1'024;
    FunctionTraits traits = with_timeout(timeout_ms);
    traits.cpu = 1;
    const FunctionId f = world.function("f", traits, 1'024);
    world.arrive(f, at_ms(10'000), ms(5'000));
    world.arrive(f, at_ms(20'000), ms(1'000));
    const RunOutcome outcome = world.run();
    CHECK(world.record.when_ms(Change::ended) ==
          EndTimes{10'500 + timeout_ms, 20'000 + std::min<std::int64_t>(1'500, timeout_ms)});
    CHECK(Counts(outcome).of(Outcome::timed_out) == (timeout_ms == 3'000 ? 1 : 2));
    CHECK(audit_violations(world).empty());
  }
}

TEST_CASE("work on shared resources that is cut off in the initialisation does not begin") {
  World world = resetting_world();
  world.parameters.cluster.hosts.vcpus = 64;
  world.parameters.cluster.vms.vcpus = 1;
  world.parameters.cpu.memory_per_vcpu = 1'024;
  FunctionTraits traits = with_timeout(300);
  traits.cpu = 1;
  const FunctionId f = world.function("f", traits, 1'024);
  world.arrive(f, at_ms(10'000), ms(5'000));
  world.arrive(f, at_ms(20'000), ms(100));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == EndTimes{10'800, 20'300});
  CHECK(Counts(outcome).of(Outcome::timed_out) == 2);
  CHECK(audit_violations(world).empty());
}

TEST_CASE("an instance that is reclaimed before its next execution takes its reset along") {
  // The reset instance is idle from 3.5 s on, and is reclaimed at 63.5 s. The request at 70 s needs a new
  // instance, whose start takes 500 ms, and the request at 80 s is warm.
  World world = resetting_world();
  const FunctionId f = world.function("f", with_timeout(3'000));
  world.arrive(f, at_ms(0), ms(5'000));
  world.arrive(f, at_ms(70'000), ms(1'000));
  world.arrive(f, at_ms(80'000), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == EndTimes{3'500, 71'500, 81'000});
  CHECK(outcome.tally.starts().repeated == 0);
  CHECK(audit_violations(world).empty());
}

TEST_CASE("provisioned concurrency has no limit of initialisation") {
  World world = limited_world();
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTraits traits;
  traits.provisioned = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(20'000), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == EndTimes{11'500});
  CHECK(world.record.when_ms(Change::ended) == EndTimes{21'000});
  CHECK(outcome.tally.starts().given_up == 0);
}

TEST_CASE("starts that share the initialisation are given up at its limit") {
  // Two starts in one VM share the runtime stage of 6 s, which takes 12 s. Both are given up after 10 s. Each
  // execution repeats the 6 s alone, and ends at 10 + 6 + 1 s.
  World world;
  world.parameters.cold_start.runtime_start = takes(ms(6'000));
  world.parameters.cold_start.init_timeout = ms(10'000);
  world.parameters.cold_start.shared_stages = {{StartStage::runtime_start, StageScope::vm, 1}};
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(g, at_ms(0), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == EndTimes{10'000, 10'000});
  CHECK(world.record.when_ms(Change::ended) == EndTimes{17'000, 17'000});
  CHECK(outcome.tally.starts().given_up == 2);
  CHECK(audit_violations(world).empty());
}
