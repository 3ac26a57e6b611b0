// Tests of placement rules that a scenario defines.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "models/policies/placement/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

constexpr std::int64_t kOldest = 0;
constexpr std::int64_t kYoungest = 1;
constexpr std::int64_t kRandom = 2;

/// Returns the position of a word in the list of a rule's words.
std::uint32_t word(std::string_view name) {
  const auto& words = find_policy(Seam::placement, "rules")->parameters.front().choices;
  const auto found = std::find(words.begin(), words.end(), name);
  REQUIRE(found != words.end());
  return static_cast<std::uint32_t>(found - words.begin());
}

Term weight(std::string_view name, double number) {
  return {word(name), Relation::below, number};
}

PolicyChoice rules(std::vector<Term> filter, std::vector<Term> score, std::int64_t ties = kOldest,
                   double share = 1, std::int64_t least = 100) {
  Argument filters;
  filters.terms = std::move(filter);
  Argument scores;
  scores.terms = std::move(score);
  return policy(Seam::placement, "rules", {filters, scores, whole(ties), {0, share}, whole(least)});
}

World random_ruled_world(std::uint32_t seed) {
  World world;
  world.parameters.cluster.hosts = {6, 0, 4'096};
  world.parameters.cluster.vms.memory = 1'024;
  world.parameters.cluster.vms.isolation = seed % 2 == 0 ? Isolation::shared : Isolation::tenant;
  world.parameters.cluster.vms.empty_release = ms(50);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(80))});
  sim::Draw draw(sim::DrawKey(21, 0, 0), seed, 0);
  for (std::uint32_t i = 0; i < 12; ++i) {
    world.function("f" + std::to_string(i), {}, 64 + draw.below(500), "t" + std::to_string(draw.below(3)));
  }
  Time now{};
  for (int i = 0; i < 400; ++i) {
    now = now + ms(draw.below(12));
    world.arrive(FunctionId{draw.below(12)}, now, ms(10 + draw.below(300)));
  }
  return world;
}

/// A world with four hosts, each with room for three VMs of one instance.
World ruled_workers(const PolicyChoice& choice) {
  World world;
  world.parameters.cluster.hosts = {4, 2, 3'000};
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.cluster.vms.isolation = Isolation::instance;
  world.parameters.policies.host_placement = choice;
  return world;
}

std::vector<std::uint32_t> ruled_hosts(World& world) {
  world.run();
  std::vector<std::uint32_t> hosts;
  for (const Observation& seen : world.record.of(Change::instance_created)) {
    hosts.push_back(seen.host.value());
  }
  return hosts;
}

using RuledHosts = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("rules can express first-fit, best-fit and worst-fit, with bit-identical results") {
  const std::pair<const char*, PolicyChoice> pairs[] = {
      {"first-fit", rules({}, {})},
      {"best-fit", rules({}, {weight("free", -1)})},
      {"worst-fit", rules({}, {weight("free", 1)})},
  };
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    for (const auto& [name, written] : pairs) {
      CAPTURE(seed, name);
      World world = random_ruled_world(seed);
      world.parameters.policies.placement = policy(Seam::placement, name);
      world.parameters.policies.host_placement = policy(Seam::placement, name);
      const std::string text = text_of(world.run());
      world.parameters.policies.placement = written;
      world.parameters.policies.host_placement = written;
      CHECK(text_of(world.run()) == text);
    }
  }
}

TEST_CASE("a filter excludes bins, and if all bins are excluded there is no room") {
  // Each worker may have at most two instances of f. Two are placed on each of four workers, and the ninth is
  // refused although there is room.
  World world = ruled_workers(rules({{word("instances_of_function"), Relation::below, 2}}, {}));
  const FunctionId f = world.function("f", {}, 1'000);
  for (int i = 0; i < 9; ++i) {
    world.arrive(f, at_ms(i), ms(1'000));
  }
  CHECK(ruled_hosts(world) == RuledHosts{0, 0, 1, 1, 2, 2, 3, 3});
  CHECK(world.counts().of(Outcome::refused) == 1);
}

TEST_CASE("weights are added up") {
  // Room counts 1, and an instance of the function -2. All workers have 3 for the first f, which is placed on
  // worker 0. For g worker 0 has 2 and the other workers 3, so it is placed on worker 1. For the second f
  // worker 0 has 2 - 2 = 0, worker 1 has 2 and worker 2 has 3, so it is placed on worker 2.
  World world = ruled_workers(rules({}, {weight("free", 1), weight("instances_of_function", -2)}));
  const FunctionId f = world.function("f", {}, 1'000);
  const FunctionId g = world.function("g", {}, 1'000);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(g, at_ms(1), ms(1'000));
  world.arrive(f, at_ms(2), ms(1'000));
  CHECK(ruled_hosts(world) == RuledHosts{0, 1, 2});
}

TEST_CASE("rules can avoid hosts that had the function before, even if they have no instance of it now") {
  World world = ruled_workers(rules({}, {weight("has_code", -1)}));
  world.parameters.cluster.vms.empty_release = Duration{};
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  const FunctionId f = world.function("f", {}, 1'000);
  for (int i = 0; i < 5; ++i) {
    world.arrive(f, at_ms(100 * i), ms(10));
  }
  CHECK(ruled_hosts(world) == RuledHosts{0, 1, 2, 3, 0});
}

TEST_CASE("every relation and property works as documented") {
  const auto first = [](std::vector<Term> filter) {
    World world = ruled_workers(rules(std::move(filter), {}));
    world.parameters.cluster.topology.zones = 2;
    world.parameters.cluster.topology.host_link = ms(3);
    const FunctionId f = world.function("f", {}, 1'000);
    world.arrive(f, at_ms(0), ms(1'000));  // the item is refused if the filter excludes all bins
    world.arrive(f, at_ms(1), ms(1'000));
    return ruled_hosts(world);
  };
  CHECK(first({{word("free"), Relation::at_least, 3}}) == RuledHosts{0, 1});
  CHECK(first({{word("free"), Relation::above, 2}}) == RuledHosts{0, 1});
  CHECK(first({{word("used"), Relation::equal_to, 0}}) == RuledHosts{0, 1});
  CHECK(first({{word("used"), Relation::at_most, 0}}) == RuledHosts{0, 1});
  CHECK(first({{word("instances"), Relation::below, 1}}) == RuledHosts{0, 1});
  CHECK(first({{word("instances_of_tenant"), Relation::below, 1}}) == RuledHosts{0, 1});
  CHECK(first({{word("instances_of_function_in_zone"), Relation::below, 1}}) == RuledHosts{0, 1});
  CHECK(first({{word("busy"), Relation::below, 1}}) == RuledHosts{0, 1});
  CHECK(first({{word("vcpus"), Relation::equal_to, 2}}) == RuledHosts{0, 0});
  CHECK(first({{word("capacity"), Relation::equal_to, 3}}) == RuledHosts{0, 0});
  CHECK(first({{word("distance"), Relation::at_most, 3}}) == RuledHosts{0, 0});
  CHECK(first({{word("distance"), Relation::below, 3}}).empty());
  CHECK(first({{word("age"), Relation::at_most, 0.0005}}) ==
        RuledHosts{0});  // age in seconds: hosts exist from 0 on
  CHECK(first({{word("free_after"), Relation::at_least, 2}}) == RuledHosts{0, 1});
  CHECK(first({{word("slots"), Relation::equal_to, kUnlimited}}) ==
        RuledHosts{0, 0});  // the number of items is limited only by the space
  CHECK(first({{word("slots_after"), Relation::equal_to, kUnlimited}}) == RuledHosts{0, 0});
}

TEST_CASE("rules read the demand on shared resources, and the instances of other tenants") {
  // An execution of tenant one runs on VM 0. An instance of tenant two goes to VM 0 if the filter accepts VM
  // 0, and otherwise to a new VM.
  const auto vm_of_second = [](const FunctionTraits& traits, const Term& term) {
    World world;
    world.parameters.cluster.hosts = {2, 8, 4'000};
    world.parameters.cluster.vms.vcpus = 2;
    world.parameters.cluster.vms.memory = 2'000;
    world.parameters.cluster.vms.isolation = Isolation::shared;
    world.parameters.cpu.memory_per_vcpu = 500;
    world.parameters.disk.vm_rate = 10'000'000;
    world.parameters.network.vm_rate = 20'000'000;
    world.parameters.policies.placement = rules({term}, {});
    world.arrive(world.function("f", traits, 500, "one"), at_ms(0), ms(10'000));
    world.arrive(world.function("g", {}, 500, "two"), at_ms(1'000), ms(1'000));
    world.run();
    return world.record.of(Change::instance_created).back().vm.value();
  };
  FunctionTraits computes;
  computes.cpu = 1;  // with 500 MiB, one vCPU
  CHECK(vm_of_second(computes, {word("cpu_demand"), Relation::equal_to, 1}) == 0);
  CHECK(vm_of_second(computes, {word("cpu_demand"), Relation::below, 1}) == 1);
  CHECK(vm_of_second(computes, {word("free_vcpus"), Relation::equal_to, 1}) == 0);
  CHECK(vm_of_second(computes, {word("free_vcpus"), Relation::above, 1}) == 1);
  CHECK(vm_of_second(computes, {word("disk_demand"), Relation::equal_to, 0}) == 0);
  FunctionTraits transfers;
  transfers.work.disk = 1'000'000'000;
  CHECK(vm_of_second(transfers, {word("disk_demand"), Relation::equal_to, 10}) == 0);
  CHECK(vm_of_second(transfers, {word("disk_demand"), Relation::below, 10}) == 1);
  transfers.work.disk = 0;
  transfers.work.network = 1'000'000'000;
  CHECK(vm_of_second(transfers, {word("network_demand"), Relation::equal_to, 20}) == 0);
  CHECK(vm_of_second(transfers, {word("network_demand"), Relation::below, 20}) == 1);
  CHECK(vm_of_second({}, {word("instances_of_others"), Relation::equal_to, 1}) == 0);
  CHECK(vm_of_second({}, {word("instances_of_others"), Relation::equal_to, 0}) == 1);
}

TEST_CASE("rules can keep the remaining memory and slots in proportion") {
  // Two VMs of 1,000 MiB hold four instances each. VM 0 has 600 MiB and three slots left, and VM 1 has 100
  // MiB and three slots left.
  World world;
  world.parameters.cluster.hosts = {1, 8, 2'000};
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.cluster.vms.max_instances = 4;
  world.parameters.cluster.vms.isolation = Isolation::shared;
  const FunctionId large = world.function("large", {}, 400);
  const FunctionId filling = world.function("filling", {}, 900);
  const FunctionId small = world.function("small", {}, 100);
  world.arrive(large, at_ms(0), ms(1'000));
  world.arrive(filling, at_ms(1), ms(10));
  for (int i = 0; i < 3; ++i) {
    world.arrive(small, at_ms(2 + i), ms(1'000));
  }
  const auto vm_of_last = [&](const PolicyChoice& choice) {
    world.parameters.policies.placement = choice;
    world.run();
    return world.record.of(Change::instance_created).back().vm.value();
  };
  // Two small items are placed on VM 0, the oldest. The third would take its last slot.
  CHECK(vm_of_last(rules({{word("slots_after"), Relation::at_least, 1}}, {})) == 1);
  // 500, 400 and 300 MiB would remain in VM 0, and nothing in VM 1.
  CHECK(vm_of_last(rules({}, {weight("free_after", 1)})) == 0);
  CHECK(vm_of_last(rules({{word("free_after"), Relation::at_most, 0}}, {})) == 1);
}

TEST_CASE("ties are broken by taking the oldest, the newest, or a random bin") {
  const auto spread = [](std::int64_t ties) {
    World world = ruled_workers(rules({}, {}, ties));
    world.parameters.cluster.hosts = {4, 2, 400'000};
    world.parameters.cluster.vms.memory = 1'000;
    const FunctionId f = world.function("f", {}, 1'000);
    for (int i = 0; i < 1'000; ++i) {
      world.arrive(f, at_ms(i), ms(100'000));
    }
    std::vector<int> counts(4);
    for (const std::uint32_t host : ruled_hosts(world)) {
      ++counts[host];
    }
    return counts;
  };
  CHECK(spread(kOldest) == std::vector<int>{400, 400, 200, 0});
  CHECK(spread(kYoungest) == std::vector<int>{0, 200, 400, 400});
  for (const int count : spread(kRandom)) {
    CHECK(count > 195);  // 250 are expected, and 4 standard deviations of 13.7 are allowed
    CHECK(count < 305);
  }
}

TEST_CASE("if only a part of the bins is scored, the next choice continues after them") {
  // Half of four workers are scored: first 0 and 1, then 2 and 3, then 0 and 1 again. The oldest of the two
  // is taken.
  World world = ruled_workers(rules({}, {}, kOldest, 0.5, 1));
  const FunctionId f = world.function("f", {}, 1'000);
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(i), ms(1'000));
  }
  CHECK(ruled_hosts(world) == RuledHosts{0, 2, 0, 2});
  // if there are few bins, all are scored
  world.parameters.policies.host_placement = rules({}, {}, kOldest, 0.5, 100);
  CHECK(ruled_hosts(world) == RuledHosts{0, 0, 0, 1});
}

TEST_CASE("rules declare only the counts that they read") {
  CHECK_FALSE(made<PlacementPolicy>(rules({}, {weight("free", -1)}))->needs().bin_contents);
  CHECK_FALSE(made<PlacementPolicy>(rules({}, {weight("free", -1)}))->needs().bin_load);
  CHECK(made<PlacementPolicy>(rules({}, {weight("busy", -1)}))->needs().bin_load);
  CHECK(made<PlacementPolicy>(rules({}, {weight("has_code", 1)}))->needs().bin_code);
  CHECK_FALSE(made<PlacementPolicy>(rules({}, {weight("busy", -1)}))->needs().bin_demand);
  CHECK(made<PlacementPolicy>(rules({}, {weight("free_vcpus", 1)}))->needs().bin_demand);
  CHECK(made<PlacementPolicy>(rules({}, {weight("instances_of_others", -1)}))->needs().bin_contents);
  CHECK(made<PlacementPolicy>(rules({{word("instances_of_tenant"), Relation::above, 0}}, {}))
            ->needs()
            .bin_contents);
}
