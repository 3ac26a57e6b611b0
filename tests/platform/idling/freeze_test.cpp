#include "models/platform/idling/freeze.hpp"

#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

FreezeParameters frozen_after(Duration after, Duration thaw) {
  return {after, takes(thaw)};
}

/// A world in which a start takes 200 ms, and an instance is frozen after 50 ms and thawed in 10 ms.
World freezing() {
  World world;
  world.parameters.cold_start.function_init = takes(ms(200));
  world.parameters.freeze = frozen_after(ms(50), ms(10));
  return world;
}

std::uint64_t thawed(const RunOutcome& outcome) {
  return outcome.tally.extras()[0].thawed;
}

}  // namespace

TEST_CASE("an instance is frozen when it has been idle for the grace period, and not at its last answer") {
  const Freeze freeze(frozen_after(ms(50), ms(10)), {});
  CHECK(freeze.is_on());
  CHECK_FALSE(freeze.is_frozen(at_ms(100), at_ms(150) - ns(1)));
  CHECK(freeze.is_frozen(at_ms(100), at_ms(150)));
  CHECK(freeze.thaw(Cause::of_attempt(0, 1, 0)) == ms(10));
  const Freeze at_once(frozen_after(ms(0), ms(10)), {});
  CHECK_FALSE(at_once.is_frozen(at_ms(100), at_ms(100)));
  CHECK(at_once.is_frozen(at_ms(100), at_ms(100) + ns(1)));
  const Freeze never(FreezeParameters{}, {});
  CHECK_FALSE(never.is_on());
  CHECK_FALSE(never.is_frozen(at_ms(0), at_ms(1'000'000)));
}

TEST_CASE("the thaw of an instance delays its next attempt, and is a part of the latency") {
  // ms | event
  // 0 | the first request starts an instance, which runs the request from 200 to 300
  // 320 | idle for 20: the second request runs at once, until 420
  // 470 | idle for exactly 50: the third request runs from 480 to 580
  // 1,000 | idle for 420: the fourth request runs from 1,010 to 1,110
  World world = freezing();
  const FunctionId f = world.function("f");
  for (const std::int64_t at : {0, 320, 470, 1'000}) {
    world.arrive(f, at_ms(at), ms(100));
  }
  CHECK(audit_violations(world).empty());
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == std::vector<std::int64_t>{300, 420, 580, 1'110});
  CHECK(thawed(outcome) == 2);
  CHECK(outcome.tally.platform().thaw_ns == ms(20).ns());
  CHECK(outcome.tally.platform().start_ns == ms(200).ns());
  CHECK(outcome.tally.platform().frontend_ns == 0);
  CHECK(Counts(outcome).billed_ns == static_cast<std::uint64_t>(ms(400).ns()));
  CHECK(Counts(outcome).warm == 3);
}

TEST_CASE("a request that comes while its instance is thawed waits for the rest of the thaw") {
  // The instance serves two requests at the same time. It is idle from 300 ms on. The request at 1,000 ms
  // begins the thaw, which ends at 1,010 ms. The request at 1,004 ms waits for 6 ms. Only the first request
  // counts as a thaw.
  World world = freezing();
  FunctionTraits traits;
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(1'000), ms(100));
  world.arrive(f, at_ms(1'004), ms(50));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == std::vector<std::int64_t>{300, 1'060, 1'110});
  CHECK(thawed(outcome) == 1);
  CHECK(outcome.tally.platform().thaw_ns == ms(16).ns());
}

TEST_CASE("an instance that is ready before its first request is frozen, too") {
  // Provisioned concurrency starts the instance at 0 ms. It is ready and idle from 200 ms on.
  World world = freezing();
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTraits traits;
  traits.provisioned = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(1'000), ms(100));
  world.arrive(f, at_ms(1'110), ms(100));  // at the instant of the answer
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == std::vector<std::int64_t>{1'110, 1'210});
  CHECK(thawed(outcome) == 1);
}

TEST_CASE("without a freeze every function keeps the warm path") {
  World world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(1'000), ms(100));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == std::vector<std::int64_t>{100, 1'100});
  CHECK(thawed(outcome) == 0);
}
