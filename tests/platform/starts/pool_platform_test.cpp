// Tests of a pool of generic instances: starts that take an instance from the pool, the refilling of the
// pool, and losses with a VM.
#include "models/platform/watch/audit.hpp"
#include "models/policies/make.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "models/policies/scaling/seam.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A world with stages of 1, 2, 3, 4 and 5 s, a pool of the given number of instances of 128 MiB, and shared
/// VMs.
World pool_world(std::uint32_t count) {
  World world;
  ColdStartParameters& stages = world.parameters.cold_start;
  stages.vm_boot = takes(ms(1'000));
  stages.sandbox = takes(ms(2'000));
  stages.code_download = takes(ms(3'000));
  stages.runtime_start = takes(ms(4'000));
  stages.function_init = takes(ms(5'000));
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "pool", {whole(count), whole(128)});
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  world.horizon = at_ms(100'000);
  return world;
}

/// Returns the times at which executions began, in seconds.
std::vector<std::int64_t> started(const World& world) {
  std::vector<std::int64_t> times;
  for (const Observation& seen : world.record.of(Change::started)) {
    times.push_back(seen.now.ns() / 1'000'000'000);
  }
  return times;
}

using Seconds = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a start that takes a spare needs only code and init, and another spare is started at once") {
  // A pool instance is ready at 1 + 2 + 4 = 7 s. The call at 10 s takes it and runs at 10 + 3 + 5 s. The next
  // pool instance is ready at 10 + 2 + 4 = 16 s. This is too late for the call at 12 s, which starts an
  // instance from the beginning and runs at 12 + 14 s. The call at 20 s takes the second pool instance.
  World world = pool_world(1);
  const FunctionId f = world.function("f");
  for (const int second : {10, 12, 20}) {
    world.arrive(f, at_ms(1'000 * second), ms(50'000));
  }
  const Counts counts = world.counts();
  CHECK(started(world) == Seconds{18, 26, 28});
  CHECK(counts.cold == 3);
  CHECK(counts.created == 3);
  CHECK(world.record.of(Change::vm_created).size() == 1);
}

TEST_CASE("only functions with the pool's memory size use it, of any tenant") {
  World world = pool_world(2);
  world.arrive(world.function("large", {}, 256), at_ms(10'000), ms(1'000));
  world.arrive(world.function("mine", {}, 128, "one"), at_ms(10'000), ms(1'000));
  world.arrive(world.function("yours", {}, 128, "two"), at_ms(10'000), ms(1'000));
  world.run();
  CHECK(started(world) == Seconds{18, 18, 24});
}

TEST_CASE("the memory of spares counts as placed, but belongs to no function") {
  // Two instances of 128 MiB exist for 100 s.
  World world = pool_world(2);
  world.function("f");
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.fleet()[FleetLevel::placed_mib].integral() == sim::Int128{256} * ms(100'000).ns());
  CHECK(Counts(outcome).live_ns == 0);
  CHECK(outcome.tally.fleet()[FleetLevel::instances].peak() == 0);
}

TEST_CASE("without room the pool is smaller, and the pool is filled when there is room") {
  // A VM of 256 MiB has room for two of three pool instances. The first calls take these two, whose memory
  // then belongs to instances of functions. So no other pool instance can be started.
  World world = pool_world(3);
  world.parameters.cluster.vms.memory = 256;
  world.parameters.cluster.hosts = {1, 0, 256};
  const FunctionId f = world.function("f");
  for (const int second : {10, 11, 50}) {
    world.arrive(f, at_ms(1'000 * second), ms(1'000));
  }
  const RunOutcome outcome = world.run();
  // Both instances are reclaimed at 19 and 20 s, and two pool instances are ready 2 + 4 s later. The call at
  // 50 s takes one of them.
  CHECK(started(world) == Seconds{18, 19, 58});
  CHECK(outcome.tally.fleet()[FleetLevel::placed_mib].peak() == 256);
}

TEST_CASE("spares that are lost with a VM are started again in another VM") {
  // After the crash at 8 s, a start takes 1 + 2 + 4 s again, so a spare is ready at 15 s. The call at 16 s
  // takes it.
  World world = pool_world(1);
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(16'000), ms(1'000));
  SECTION("lost in a crash") {
    world.parameters.faults.vm_crashes = {{ms(8'000), 0}};
    world.run();
    CHECK(started(world) == Seconds{24});
    CHECK(world.record.when_ms(Change::vm_created) == std::vector<std::int64_t>{0, 8'000});
  }
  SECTION("lost in a crash while it starts") {
    world.parameters.faults.vm_crashes = {{ms(5'000), 0}};
    world.run();
    CHECK(started(world) == Seconds{24});
    CHECK(world.record.when_ms(Change::vm_created) == std::vector<std::int64_t>{0, 5'000});
  }
  SECTION("lost at the end of the VM's lifetime, which a spare that starts outlives until it is ready") {
    world.parameters.lifetimes.vm = takes(ms(6'500));
    world.run();
    CHECK(started(world) == Seconds{30});  // no spare is ever ready
    CHECK(world.record.when_ms(Change::vm_released).front() == 7'000);
  }
}

TEST_CASE("the room of a spare lost with its VM is used first by waiting attempts") {
  // The only VM is full with a pool instance. When the VM retires after 10 s, the waiting call starts in the
  // next VM and runs at 10 + 1 + 2 + 3 + 4 + 5 s.
  World world = pool_world(1);
  world.parameters.cluster.vms.memory = 200;
  world.parameters.cluster.hosts = {1, 0, 200};
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.arrive(world.function("f", {}, 200), at_ms(1'000), ms(1'000));
  SECTION("the spare was ready") {
    world.parameters.lifetimes.vm = takes(ms(10'000));
    world.run();
    CHECK(started(world) == Seconds{25});
  }
  SECTION("the spare was still starting, until 7 s") {
    world.parameters.lifetimes.vm = takes(ms(5'000));
    world.run();
    CHECK(started(world) == Seconds{22});
  }
}

TEST_CASE("a pool is filled in the room that the reclaims of a tick left") {
  // There is one VM of 256 MiB. The first call starts from the beginning while the pool instance is starting.
  // The second call takes the pool instance. Then the VM is full, and both instances stay until the tick at
  // 30 s, when no instance is needed.
  class Drops final : public ScalingPolicy {
   public:
    [[nodiscard]] Needs needs() const override {
      Needs needs;
      needs.tick = ms(30'000);
      return needs;
    }
    Scale decide(const ScalingQuery&) override { return Scale::start; }
    std::optional<std::uint32_t> desired(const LoadView&) override { return 0; }
  };
  static const PolicyDeclaration drops{Seam::scaling, "drops", "", "", {}, make_plain<Drops>};
  World world = pool_world(1);
  world.parameters.cluster.vms.memory = 256;
  world.parameters.cluster.hosts = {1, 0, 256};
  world.parameters.policies.scaling = {&drops, {}};
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(500), ms(5'000));
  world.arrive(f, at_ms(10'000), ms(1));
  world.arrive(f, at_ms(50'000), ms(1));
  world.run();
  CHECK(started(world) == Seconds{15, 18, 58});
}

TEST_CASE("a pool needs shared VMs, and its instances must fit into them") {
  World world = pool_world(1);
  world.function("f");
  world.parameters.cluster.vms.isolation = Isolation::tenant;
  CHECK_THROWS_AS(world.run(), std::invalid_argument);
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.cluster.vms.memory = 64;
  CHECK_THROWS_AS(world.run(), std::invalid_argument);
}

TEST_CASE("a pool of instances without a memory size is refused") {
  class Weightless final : public PreWarmPolicy {
   public:
    std::uint32_t floor(const PreWarmQuery&) override { return 0; }
    [[nodiscard]] std::optional<GenericPool> pool() const override { return GenericPool{3, 0}; }
  };
  static const PolicyDeclaration weightless{Seam::pre_warm, "weightless", "", "", {}, make_plain<Weightless>};
  World world = pool_world(1);
  world.parameters.cluster.vms.max_instances = 2;
  world.parameters.policies.pre_warm = {&weightless, {}};
  world.function("f");
  CHECK_THROWS_AS(world.run(), std::invalid_argument);
}
