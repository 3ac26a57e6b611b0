// Tests of charges, in scenarios of a few arrivals.
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A world in which a start takes 50 ms of sandbox, which is never billed, and 100 + 200 ms of
/// initialisation.
World world_of(BilledInit init, Duration granularity = ms(1)) {
  World world;
  world.parameters.billing.init = init;
  world.parameters.billing.granularity = granularity;
  world.parameters.cold_start.sandbox = takes(ms(50));
  world.parameters.cold_start.runtime_start = takes(ms(100));
  world.parameters.cold_start.function_init = takes(ms(200));
  return world;
}

std::uint64_t in_ms(std::uint64_t count) {
  return count * 1'000'000;
}

FunctionTraits provisioned(std::uint32_t count) {
  FunctionTraits traits;
  traits.provisioned = count;
  return traits;
}

World provisioned_world(BilledInit init) {
  World world = world_of(init);
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.parameters.billing.price_per_gib_s_on_provisioned = 1;
  return world;
}

}  // namespace

TEST_CASE("the same ten calls in three eras: 200 ms each, 120 ms each, and with the start billed once") {
  const auto extras_of = [](BilledInit init, Duration granularity) {
    World world = world_of(init, granularity);
    const FunctionId f = world.function("f");
    for (int i = 0; i < 10; ++i) {
      world.arrive(f, at_ms(1'000 * i), ms(120));
    }
    const RunOutcome outcome = world.run();
    CHECK(charged_attempts(outcome.tally.functions()[0], outcome.tally.extras()[0]) == 10);
    return std::pair(outcome.tally.functions()[0].billed_ns,
                     static_cast<std::uint64_t>(outcome.tally.extras()[0].init_ns));
  };
  CHECK(extras_of(BilledInit::none, ms(100)) == std::pair(in_ms(2'000), in_ms(0)));
  CHECK(extras_of(BilledInit::provisioned, ms(1)) == std::pair(in_ms(1'200), in_ms(0)));
  CHECK(extras_of(BilledInit::all, ms(1)) == std::pair(in_ms(1'200), in_ms(300)));
  // Initialisation and execution together take 420 ms, which is rounded to five times 100 ms: three more than
  // the execution alone.
  CHECK(extras_of(BilledInit::all, ms(100)) == std::pair(in_ms(2'000), in_ms(300)));
}

TEST_CASE("an initialisation is rounded with the execution that waited for it") {
  // This example was measured on AWS: 1293.83 ms and 1049.63 ms are billed as 2344 ms, not as 1294 + 1050.
  World world;
  world.parameters.billing.init = BilledInit::all;
  world.parameters.cold_start.function_init = takes(ns(1'293'830'000));
  world.arrive(world.function("f"), at_ms(0), ns(1'049'630'000));
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.functions()[0].billed_ns == in_ms(1'050));
  CHECK(outcome.tally.extras()[0].init_ns == in_ms(1'294));
}

TEST_CASE("an execution is billed at least the minimum, and then in steps of the granularity") {
  World world;
  world.parameters.billing.minimum = ms(100);
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1));
  world.arrive(f, at_ms(1'000), ms(100));
  world.arrive(f, at_ms(2'000), ms(100) + ns(1));
  CHECK(world.counts().billed_ns == in_ms(100 + 100 + 101));
}

TEST_CASE("if several requests wait for one start, one of them is charged for it") {
  World world = world_of(BilledInit::all);
  FunctionTraits traits;
  traits.requests_per_instance = 3;
  const FunctionId f = world.function("f", traits);
  for (int i = 0; i < 3; ++i) {
    world.arrive(f, at_ms(10 * i), ms(40));
  }
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.functions()[0].billed_ns == in_ms(120));
  CHECK(outcome.tally.extras()[0].init_ns == in_ms(300));
}

TEST_CASE(
    "the initialisation of an instance that no attempt waited for is billed separately, whether or not it is "
    "used later") {
  World world = provisioned_world(BilledInit::all);
  world.parameters.billing.price_per_gib_s_on_provisioned.reset();
  const FunctionId used = world.function("used", provisioned(1));
  world.function("unused", provisioned(2));
  world.arrive(used, at_ms(2'000), ms(120));
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.functions()[0].warm == 1);
  CHECK(outcome.tally.extras()[0].init_ns == in_ms(300));
  CHECK(outcome.tally.extras()[1].init_ns == in_ms(600));
}

TEST_CASE("late binding: a surplus instance, whose attempt ran on another instance, is billed separately") {
  // The instance started for the second request is ready at 1,050 ms; the first instance, free at 1,000 ms,
  // served the request.
  World world = world_of(BilledInit::all);
  world.parameters.scheduler.binding = Binding::late;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(650));
  world.arrive(f, at_ms(700), ms(10));
  world.horizon = at_ms(5'000);
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.extras()[0].created == 2);
  CHECK(outcome.tally.extras()[0].waited == 1);
  CHECK(outcome.tally.extras()[0].init_ns == in_ms(600));
}

TEST_CASE(
    "a start is charged with the invocation that waited for it, but not in the warm-up or if it was lost") {
  SECTION("in the warm-up") {
    World world = world_of(BilledInit::all);
    world.options.warmup = at_ms(100);
    const FunctionId f = world.function("f");
    world.arrive(f, at_ms(0), ms(500));
    world.arrive(f, at_ms(200), ms(500));
    CHECK(world.run().tally.extras()[0].init_ns == in_ms(300));
  }
  SECTION("lost with its VM") {
    // The instance is ready at 350 ms and lost at 400 ms. The start-up of the retry is charged, and the lost
    // start-up is not.
    World world = world_of(BilledInit::all);
    world.parameters.faults.vm_crashes = {{ms(400), 0}};
    FunctionTraits traits;
    traits.crash_retries = 1;
    const FunctionId f = world.function("f", traits);
    world.arrive(f, at_ms(0), ms(500));
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.extras()[0].created == 2);
    CHECK(outcome.tally.functions()[0].billed_ns == in_ms(500));
    CHECK(outcome.tally.extras()[0].init_ns == in_ms(300));
  }
}

TEST_CASE(
    "provisioned concurrency: executions within it are counted separately, executions beyond it are not") {
  World world = provisioned_world(BilledInit::provisioned);
  const FunctionId f = world.function("f", provisioned(1));
  world.arrive(f, at_ms(1'000), ms(1'000));  // this attempt is within the provisioned concurrency
  world.arrive(f, at_ms(1'500), ms(100));    // this attempt is beyond the provisioned concurrency and starts
                                             // an instance, which is free of charge
  world.arrive(f, at_ms(3'000), ms(10));     // this attempt is within the provisioned concurrency again
  world.horizon = at_ms(10'000);
  const RunOutcome outcome = world.run();
  const FunctionExtras& extras = outcome.tally.extras()[0];
  CHECK(extras.created == 2);
  CHECK(outcome.tally.functions()[0].billed_ns == in_ms(1'110));
  CHECK(extras.billed_on_provisioned_ns == in_ms(1'010));
  CHECK(extras.init_ns == in_ms(300));
  CHECK(extras.init_on_provisioned_ns == in_ms(300));
  CHECK(extras.provisioned_ns == static_cast<sim::Int128>(in_ms(10'000)));
}

TEST_CASE("provisioned concurrency becomes free when a VM is lost, and is charged only in the window") {
  World world = provisioned_world(BilledInit::none);
  world.parameters.faults.vm_crashes = {{ms(1'200), 0}};
  world.options.warmup = at_ms(500);
  const FunctionId f = world.function("f", provisioned(2));
  world.arrive(f, at_ms(1'000), ms(1'000));  // this attempt is lost
  world.arrive(f, at_ms(1'000), ms(1'000));  // this attempt is lost
  world.arrive(f, at_ms(3'000), ms(10));
  world.arrive(f, at_ms(3'000), ms(20));
  world.arrive(f, at_ms(3'000), ms(40));
  world.horizon = at_ms(4'500);
  const RunOutcome outcome = world.run();
  const FunctionExtras& extras = outcome.tally.extras()[0];
  CHECK(extras.outcomes[static_cast<std::size_t>(Outcome::failed)] == 2);
  CHECK(outcome.tally.functions()[0].billed_ns == in_ms(70));
  CHECK(extras.billed_on_provisioned_ns == in_ms(30));
  CHECK(extras.provisioned_ns == static_cast<sim::Int128>(2 * in_ms(4'000)));
}

TEST_CASE("a floor chosen by the platform is not charged as provisioned concurrency") {
  World world = provisioned_world(BilledInit::provisioned);
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(10));
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.extras()[0].provisioned_ns == 0);
  CHECK(outcome.tally.extras()[0].billed_on_provisioned_ns == 0);
  CHECK(outcome.tally.extras()[0].init_ns == 0);
}
