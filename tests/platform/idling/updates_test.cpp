#include "models/platform/idling/updates.hpp"

#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

/// A world whose function f is updated at 10 s.
World updated(const sim::Distribution& consistent_after) {
  World world;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  world.parameters.updates = {{"f", "", sim::seconds(10), consistent_after}};
  world.horizon = at_ms(60'000);
  return world;
}

struct OldCode {
  std::uint64_t attempts;
  std::uint64_t instances;
  bool operator==(const OldCode&) const = default;
};
OldCode old_code(const RunOutcome& outcome) {
  return {outcome.tally.extras()[0].old_attempts, outcome.tally.extras()[0].old_instances};
}

using UpdateTimes = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("after an update old instances and new instances use old code until they are consistent") {
  // s | event
  // 0 | instance 0 starts
  // 10 | update; instances are consistent after 6 s
  // 12 | two requests: one on instance 0, the other starts instance 1 with old code
  // 16 | instances 0 and 1 are retired; the request at 16 s starts instance 2 with new code
  // 20 | instance 2 serves the request
  World world = updated(takes(sim::seconds(6)));
  const FunctionId f = world.function("f");
  for (const std::int64_t at : {0, 12, 12, 16, 20}) {
    world.arrive(f, at_ms(1'000 * at), ms(100));
  }
  CHECK(audit_violations(world).empty());
  const RunOutcome outcome = world.run();
  CHECK(old_code(outcome) == OldCode{2, 1});
  CHECK(world.record.when_ms(Change::instance_created) == UpdateTimes{0, 12'000, 16'000});
  CHECK(world.record.when_ms(Change::instance_reclaimed) == UpdateTimes{16'000, 16'000});
  CHECK(outcome.warnings.empty());
}

TEST_CASE("an execution that began with old code runs to its end, and its instance takes no more attempts") {
  // The request at 15 s runs until 18 s on instance 0, which drains from 16 s on.
  World world = updated(takes(sim::seconds(6)));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(15'000), ms(3'000));
  world.arrive(f, at_ms(17'000), ms(100));
  CHECK(audit_violations(world).empty());
  const RunOutcome outcome = world.run();
  CHECK(old_code(outcome) == OldCode{1, 0});
  CHECK(world.record.when_ms(Change::instance_created) == UpdateTimes{0, 17'000});
  CHECK(world.record.when_ms(Change::instance_reclaimed) == UpdateTimes{18'000});
}

TEST_CASE("an update that is consistent at once replaces all instances, also one that is still starting") {
  // The start at 8 s takes 4 s. Its instance runs the request from 12 s on, and is retired then.
  World world = updated(takes(ms(0)));
  world.parameters.cold_start.function_init = takes(ms(4'000));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(8'000), ms(100));
  world.arrive(f, at_ms(8'000), ms(100));
  world.arrive(f, at_ms(10'000), ms(100));
  CHECK(audit_violations(world).empty());
  const RunOutcome outcome = world.run();
  CHECK(old_code(outcome) == OldCode{1, 0});
  CHECK(world.record.when_ms(Change::instance_created) == UpdateTimes{0, 8'000, 10'000});
  CHECK(world.record.when_ms(Change::instance_reclaimed) == UpdateTimes{10'000, 12'100});
}

TEST_CASE("3.8 % of the instances that start after an update have old code, and none after 6 s") {
  // 2,000 requests at the instant of the update each start an instance, which is consistent at once with a
  // probability of 96.2 %, and else within 6 s. The standard deviation of the count is 8.5.
  const sim::Distribution delay = sim::Distribution::empirical({{0, 0}, {96.2, 0}, {100, 6e9}});
  World world = updated(delay);
  const FunctionId f = world.function("f");
  for (int i = 0; i < 2'000; ++i) {
    world.arrive(f, at_ms(10'000), ms(100));
  }
  for (int i = 0; i < 2'000; ++i) {
    world.arrive(f, at_ms(16'000), ms(100));
  }
  const RunOutcome outcome = world.run_as(world.options);
  CHECK(static_cast<double>(old_code(outcome).instances) == Approx(76).margin(34));
  CHECK(old_code(outcome).attempts == old_code(outcome).instances);  // only the requests of the first instant
}

TEST_CASE("an update of another tenant's function, or of no function, changes nothing") {
  World world = updated(takes(sim::seconds(6)));
  world.parameters.updates[0].tenant = "other";
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(20'000), ms(100));
  const RunOutcome outcome = world.run();
  CHECK(old_code(outcome) == OldCode{0, 0});
  CHECK(Counts(outcome).warm == 1);
  REQUIRE(outcome.warnings.size() == 1);
  CHECK(
      outcome.warnings[0].text ==
      "has no effect: the workload has no function 'f' of tenant 'other'; type the name of a function of the "
      "workload");
}
