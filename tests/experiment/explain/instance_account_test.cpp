#include "models/experiment/explain/instance_account.hpp"

#include "tests/experiment/explain/followed_rows.hpp"

using namespace support;

namespace {

/// Returns the account of an instance, which must be created.
InstanceAccount followed_instance(World& world, FunctionId function, std::uint64_t number) {
  InstanceFollower follower(world.table);
  follower.follow(function, number);
  follower.finish(world.observe_to_last_event(follower));
  REQUIRE(follower.account().has_value());
  return *follower.account();
}

}  // namespace

TEST_CASE("the life of an instance consists of its start, its work and its idle times") {
  // The instance starts from 0 to 100 ms, runs from 100 to 300 ms, is idle until 1,000 ms, runs until 1,200
  // ms, and is idle until its keep-alive ends at 2,200 ms.
  World world;
  world.parameters.cold_start.sandbox = takes(ms(60));
  world.parameters.cold_start.function_init = takes(ms(40));
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(1'000))});
  const FunctionId f = world.function("f", {}, 256);
  world.arrive(f, at_ms(0), ms(200));
  world.arrive(f, at_ms(1'000), ms(200));
  world.horizon = at_ms(5'000);
  const InstanceAccount account = followed_instance(world, f, 0);
  CHECK(account.number == 0);
  CHECK(account.memory == 256);
  CHECK(account.start.start.reason == StartReason::attempt);
  CHECK(account.start.start.ordinal == 0);
  CHECK(account.start.start.in_new_vm);
  CHECK(account.start.length_of(StartStage::vm_boot) == Duration{});
  CHECK(account.start.length_of(StartStage::sandbox) == ms(60));
  CHECK(account.start.length_of(StartStage::function_init) == ms(40));
  CHECK(account.starting() == ms(100));
  CHECK(account.busy == ms(400));
  CHECK(account.idle == ms(1'700));
  CHECK(account.life() == ms(2'200));
  CHECK(account.uses == 2);
  REQUIRE(account.first_uses.size() == 2);
  CHECK(account.first_uses[1].n == 2);
  CHECK(account.first_uses[1].ended == at_ms(1'200));
  REQUIRE(account.longest_idle.size() == 2);
  CHECK(account.longest_idle[0].from == at_ms(1'200));
  CHECK(account.longest_idle[1].to == at_ms(1'000));
  CHECK(account.longest_idle[1].after == 1);
  REQUIRE(account.ended.has_value());
  CHECK(account.ended->reason == EndReason::keep_alive);
  CHECK(account.kept_until == at_ms(2'200));
  REQUIRE(account.kept.has_value());
  CHECK(account.kept->policy == "fixed");
}

TEST_CASE("the account of an instance says why it was started and why it ended") {
  World world;  // there is one VM for one instance, so the call of g at 500 ms evicts the instance of f
  world.parameters.cluster.hosts = {1, 0, 1'024};
  world.parameters.cluster.vms.memory = 1'024;
  world.parameters.scheduler.evict_idle = true;
  const FunctionId f = world.function("f", {}, 1'024);
  const FunctionId g = world.function("g", {}, 1'024);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(g, at_ms(500), ms(100));
  const InstanceAccount evicted = followed_instance(world, f, 0);
  REQUIRE(evicted.ended.has_value());
  CHECK(evicted.ended->reason == EndReason::evicted);
  CHECK(evicted.ended->in_favour == g);

  World held;
  held.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTraits traits;
  traits.provisioned = 1;
  const FunctionId h = held.function("h", traits);
  held.arrive(h, at_ms(100), ms(50));
  held.horizon = at_ms(1'000);
  const InstanceAccount provisioned = followed_instance(held, h, 0);
  CHECK(provisioned.start.start.reason == StartReason::floor);
  CHECK(provisioned.start.start.ordinal == kNoOrdinal);
  CHECK_FALSE(provisioned.ended.has_value());

  World lost;
  lost.parameters.faults.vm_crashes = {{ms(60), 0}};
  const FunctionId i = lost.function("i");
  lost.arrive(i, at_ms(0), ms(100));
  const InstanceAccount crashed = followed_instance(lost, i, 0);
  REQUIRE(crashed.ended.has_value());
  CHECK(crashed.ended->reason == EndReason::crash);
  CHECK(crashed.busy == ms(60));
  CHECK(crashed.first_uses[0].ended == Time::never());
}

TEST_CASE(
    "the times of instances of random scenarios add up to their lives, and their uses are those observed") {
  std::map<EndReason, std::uint64_t> ends;
  std::map<StartReason, std::uint64_t> starts;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    World world = any_scenario(seed);
    Recorder record;
    world.run_observed(record);
    const std::vector<Observation> created = record.of(Change::instance_created);
    if (created.empty()) {
      continue;
    }
    sim::Draw draw(sim::DrawKey(8, 0, 0), seed, 0);
    const Observation& asked = created[draw.below(static_cast<std::uint32_t>(created.size()))];
    const InstanceAccount account = followed_instance(world, asked.function, asked.instance_number);
    REQUIRE(account.start.start.now == asked.now);
    REQUIRE(account.start.ready == asked.until);
    REQUIRE(account.starting() + account.busy + account.idle == account.life());
    std::uint64_t uses = 0;
    for (const Observation& seen : record.all) {
      const bool is_its = seen.function == asked.function && seen.instance_number == asked.instance_number;
      uses += is_its && seen.change == Change::started ? 1 : 0;
      if (is_its && seen.change == Change::instance_reclaimed) {
        REQUIRE(account.until == seen.now);
        REQUIRE(account.ended.has_value());
      }
    }
    REQUIRE(account.uses == uses);
    ++starts[account.start.start.reason];
    if (account.ended) {
      ++ends[account.ended->reason];
    }
  }
  for (const EndReason reason : {EndReason::keep_alive, EndReason::evicted, EndReason::instance_lifetime,
                                 EndReason::vm_lifetime, EndReason::crash, EndReason::drained}) {
    CAPTURE(static_cast<int>(reason));
    CHECK(ends[reason] > 0);
  }
  for (const StartReason reason : {StartReason::attempt, StartReason::hedge, StartReason::queue,
                                   StartReason::floor, StartReason::scaling}) {
    CAPTURE(static_cast<int>(reason));
    CHECK(starts[reason] > 0);
  }
}
