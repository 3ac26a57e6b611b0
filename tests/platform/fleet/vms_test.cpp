// Tests of room: full VMs and hosts, eviction, isolation, topology.
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A world with one host for one VM, which has room for two instances of 512 MiB.
World small_world() {
  World world;
  world.parameters.cluster.hosts = {1, 0, 1'024};
  world.parameters.cluster.vms.memory = 1'024;
  return world;
}

}  // namespace

TEST_CASE("without room an attempt is refused or waits, as the platform is configured") {
  World world = small_world();
  const FunctionId f = world.function("f", {}, 512);
  const FunctionId g = world.function("g", {}, 512);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(0), ms(1'200));
  world.arrive(g, at_ms(500), ms(100));
  SECTION("the attempt is refused") {
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::refused) == 1);
    CHECK(outcome.tally.sojourns().of_others() == 0);
  }
  SECTION("the attempt waits until an instance of f has expired, at 11,000") {
    world.parameters.scheduler.no_room = NoRoom::wait;
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.functions()[g.index()].latency_ns == 10'600'000'000);
    CHECK(outcome.tally.extras()[g.index()].cold == 1);
  }
  SECTION("the attempt waits and evicts an instance of f that becomes idle at 1,000") {
    world.parameters.scheduler.no_room = NoRoom::wait;
    world.parameters.scheduler.evict_idle = true;
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.functions()[g.index()].latency_ns == 600'000'000);
    CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{1'000});
  }
  SECTION("an instance that is larger than a VM is refused at once") {
    world.parameters.scheduler.no_room = NoRoom::wait;
    world.arrive(world.function("huge", {}, 1'025), at_ms(600), ms(1));
    CHECK(Counts(world.run()).of(Outcome::refused) == 1);
  }
  SECTION("a waiting attempt of f takes the first instance of f that is free") {
    world.parameters.scheduler.no_room = NoRoom::wait;
    world.arrive(f, at_ms(600), ms(100));
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.extras()[f.index()].waited == 1);
    CHECK(outcome.tally.functions()[f.index()].latency_ns ==
          static_cast<std::uint64_t>(ms(1'000 + 1'200 + 500).ns()));
  }
}

TEST_CASE("the attempt that has waited longest for room is served first") {
  World world = small_world();
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  const FunctionId big = world.function("big", {}, 1'024);
  const FunctionId late = world.function("late", {}, 1'024);
  const FunctionId early = world.function("early", {}, 1'024);
  world.arrive(big, at_ms(0), ms(1'000));
  world.arrive(early, at_ms(100), ms(100));
  world.arrive(late, at_ms(200), ms(100));
  std::uint64_t first = 1'000;  // ms: the first starts at 1,000, the second at 1,100
  FunctionId winner = early;
  FunctionId loser = late;
  if (GENERATE(false, true)) {
    world.parameters.policies.queueing = policy(Seam::queueing, "lifo");
    std::swap(winner, loser);
  }
  const RunOutcome outcome = world.run();
  const auto latency_ms = [&outcome](FunctionId id) {
    return outcome.tally.functions()[id.index()].latency_ns / 1'000'000;
  };
  CHECK(latency_ms(winner) == first + 100 - (winner == early ? 100 : 200));
  CHECK(latency_ms(loser) == first + 200 - (loser == early ? 100 : 200));
}

TEST_CASE("eviction removes the least recently used idle instances, and no more than necessary") {
  World world = small_world();
  world.parameters.scheduler.evict_idle = true;
  const FunctionId f = world.function("f", {}, 512);
  const FunctionId h = world.function("h", {}, 512);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(h, at_ms(0), ms(1'200));
  SECTION("one instance is evicted for an instance of the same size") {
    world.arrive(world.function("g", {}, 512), at_ms(2'000), ms(100));
    world.arrive(h, at_ms(2'500), ms(100));
    const Counts counts = world.counts();
    CHECK(counts.warm == 1);  // h still has its instance
    CHECK(counts.cold == 3);
  }
  SECTION("both instances are evicted if the new instance needs the room of both") {
    world.arrive(world.function("g", {}, 1'024), at_ms(2'000), ms(100));
    const Counts counts = world.counts();
    CHECK(counts.of(Outcome::completed) == 3);
    CHECK(world.record.of(Change::instance_reclaimed).size() == 2);
  }
  SECTION("no instance is evicted if this would not give enough room") {
    world.arrive(h, at_ms(1'900), ms(1'000));  // the instance of h is busy at 2,000
    world.arrive(world.function("g", {}, 1'024), at_ms(2'000), ms(100));
    const Counts counts = world.counts();
    CHECK(counts.of(Outcome::refused) == 1);
    CHECK(world.record.of(Change::instance_reclaimed).empty());
  }
  SECTION("a VM of another tenant is released as a whole") {
    world.arrive(world.function("g", {}, 128, "another"), at_ms(2'000), ms(100));
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::completed) == 3);
    CHECK(outcome.tally.vms_created() == 2);
    CHECK(world.record.when_ms(Change::vm_released) == std::vector<std::int64_t>{2'000});
  }
}

TEST_CASE("an empty VM that is not released yet is replaced by a VM of another tenant") {
  World world = small_world();
  world.parameters.scheduler.evict_idle = true;
  world.parameters.cluster.vms.empty_release = ms(60'000);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  world.arrive(world.function("f"), at_ms(0), ms(100));
  world.arrive(world.function("g", {}, 128, "another"), at_ms(1'000), ms(100));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::completed) == 2);
  CHECK(world.record.when_ms(Change::vm_released) == std::vector<std::int64_t>{1'000});
}

TEST_CASE("provisioned instances are not evicted") {
  World world = small_world();
  world.parameters.scheduler.evict_idle = true;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTraits traits;
  traits.provisioned = 2;
  const FunctionId f = world.function("f", traits, 512);
  world.arrive(world.function("g", {}, 512), at_ms(2'000), ms(100));
  world.arrive(f, at_ms(3'000), ms(100));
  const Counts counts = world.counts();
  CHECK(counts.of(Outcome::refused) == 1);
  CHECK(counts.warm == 1);
}

TEST_CASE("isolation decides which instances share a VM") {
  // Tenant a has two instances of f and one of g; tenant b has one instance of h.
  World world;
  for (const auto& [name, tenant] : {std::pair{"f", "a"}, {"f", "a"}, {"g", "a"}, {"h", "b"}}) {
    world.arrive(world.function(name, {}, 128, tenant), at_ms(0), ms(1'000));
  }
  const auto [isolation, vms] = GENERATE(table<Isolation, std::uint64_t>({{Isolation::shared, 1u},
                                                                          {Isolation::tenant, 2u},
                                                                          {Isolation::function, 3u},
                                                                          {Isolation::instance, 4u}}));
  world.parameters.cluster.vms.isolation = isolation;
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.vms_created() == vms);
  CHECK(outcome.tally.fleet()[FleetLevel::vms].peak() == static_cast<std::int64_t>(vms));
  CHECK(outcome.tally.fleet()[FleetLevel::vm_lower_bound].peak() == static_cast<std::int64_t>(vms));
}

TEST_CASE("a VM holds at most the allowed number of instances") {
  World world;
  world.parameters.cluster.vms.max_instances = 2;
  for (int i = 0; i < 5; ++i) {
    world.arrive(world.function("f"), at_ms(0), ms(1'000));
  }
  CHECK(world.run().tally.vms_created() == 3);
}

TEST_CASE("memory is counted per instance, VM and host") {
  // f occupies 300 MiB for 1,000 ms. Then its instance is reclaimed and its VM (1,000 MiB for instances) is
  // released at once.
  World world;
  world.parameters.cluster.hosts = {2, 0, 2'048};
  world.parameters.cluster.vms.memory = 1'024;
  world.parameters.cluster.vms.instance_memory = 1'000;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  world.horizon = at_ms(5'000);
  world.arrive(world.function("f", {}, 300), at_ms(0), ms(1'000));
  const RunOutcome outcome = world.run();
  const sim::Int128 second = 1'000'000'000;
  CHECK(outcome.tally.fleet()[FleetLevel::placed_mib].integral() == 300 * second);
  CHECK(outcome.tally.fleet()[FleetLevel::used_capacity_mib].integral() == 1'000 * second);
  CHECK(outcome.tally.fleet()[FleetLevel::vms].integral() == second);
  CHECK(outcome.tally.fleet()[FleetLevel::hosts].integral() == second);
  CHECK(outcome.tally.fleet()[FleetLevel::vm_lower_bound].integral() == second);
}

TEST_CASE("an attempt travels to its host and the answer back along the shortest path") {
  // From the frontend, rack 1 is 100 + 200 us away. Rack 2 is 100 + 400 us away directly, or 100 + 200 + 150
  // us through rack 1. A host is 50 us further. One instance fills a host; hosts are assigned to the racks in
  // turn.
  World world;
  world.parameters.cluster.hosts = {3, 0, 1'024};
  world.parameters.cluster.vms.memory = 1'024;
  TopologyParameters& topology = world.parameters.cluster.topology;
  topology.frontend = "frontend";
  topology.racks = {"rack 1", "rack 2"};
  topology.host_link = sim::microseconds(50);
  topology.links = {{"frontend", "core", sim::microseconds(100)},
                    {"core", "rack 1", sim::microseconds(200)},
                    {"core", "rack 2", sim::microseconds(400)},
                    {"rack 2", "rack 1", sim::microseconds(150)}};
  world.parameters.frontend.request_latency = takes(ms(1));
  world.parameters.frontend.response_latency = ms(2);
  const FunctionId f = world.function("f", {}, 1'024);
  for (int i = 0; i < 3; ++i) {
    world.arrive(f, at_ms(0), ms(10));
  }
  world.run();
  std::vector<std::int64_t> latencies_us;
  for (const Observation& seen : world.record.of(Change::finished)) {
    latencies_us.push_back((seen.until - seen.arrival).ns() / 1'000);
  }
  // 13,000 and twice 350, 500, 350
  std::sort(latencies_us.begin(), latencies_us.end());
  CHECK(latencies_us == std::vector<std::int64_t>{13'700, 13'700, 14'000});
}
