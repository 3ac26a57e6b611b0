// The view of the bins that a placement policy gets for each choice, at both levels.
#include <tuple>

#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A first-fit policy that records its views, by choice and bin.
struct Seen {
  std::int64_t at_ms;
  BinView view;
  std::uint32_t in_zone;
  bool may_open;
};
std::vector<Seen> seen_vms;
std::vector<Seen> seen_hosts;

class Watcher final : public PlacementPolicy {
 public:
  explicit Watcher(std::vector<Seen>& seen, const Needs& needs) : seen_(seen), needs_(needs) {}
  [[nodiscard]] Needs needs() const override { return needs_; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    scan_bins(bins, query, [&](Bins::Bin, const BinView& view) {
      seen_.push_back({query.now.ns() / 1'000'000, view,
                       needs_.bin_contents ? bins.in_zone(view.zone, query) : 0, bins.may_open()});
      return true;
    });
    return bins.oldest_with(query.demand);
  }

 private:
  std::vector<Seen>& seen_;
  Needs needs_;
};

constexpr Needs kAll{.bins_by_age = true, .bin_contents = true, .bin_load = true};

const PolicyDeclaration kVms{
    Seam::placement, "vms", "", "", {}, [](const Arguments&) -> std::unique_ptr<Policy> {
      return std::make_unique<Watcher>(seen_vms, kAll);
    }};
const PolicyDeclaration kHosts{
    Seam::placement, "hosts", "", "", {}, [](const Arguments&) -> std::unique_ptr<Policy> {
      return std::make_unique<Watcher>(seen_hosts, kAll);
    }};
const PolicyDeclaration kBlind{
    Seam::placement, "blind", "", "", {}, [](const Arguments&) -> std::unique_ptr<Policy> {
      return std::make_unique<Watcher>(seen_vms, Needs{.bins_by_age = true});
    }};

/// A world with two hosts in two zones. Each host has room for two VMs of 1,000 MiB, which tenants share.
World two_zones() {
  seen_vms.clear();
  seen_hosts.clear();
  World world;
  world.parameters.cluster.hosts = {2, 8, 2'000};
  world.parameters.cluster.vms.vcpus = 4;
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.cluster.topology.zones = 2;
  world.parameters.cluster.topology.host_link = ms(1);
  world.parameters.policies.placement = {&kVms, {}};
  world.parameters.policies.host_placement = {&kHosts, {}};
  return world;
}

}  // namespace

TEST_CASE("a view counts the instances of the function and tenant in a VM, and how many are busy") {
  World world = two_zones();
  const FunctionId f = world.function("f", {}, 300, "one");
  const FunctionId g = world.function("g", {}, 300, "one");
  const FunctionId h = world.function("h", {}, 300, "two");
  world.arrive(f, at_ms(0), ms(50));      // this attempt opens VM 0, whose instance is idle from 52 on
  world.arrive(f, at_ms(10), ms(1'000));  // the view has one busy instance of f
  world.arrive(g, at_ms(100), ms(1'000));
  world.arrive(h, at_ms(200), ms(1'000));  // VM 0 is full, so this attempt opens VM 1
  world.arrive(h, at_ms(300), ms(1'000));
  world.run_as(world.options);
  REQUIRE(seen_vms.size() == 3);
  const auto told = [](const Seen& seen) {
    return std::tuple(seen.at_ms, seen.view.free, seen.view.instances, std::uint32_t{seen.view.of_function},
                      std::uint32_t{seen.view.of_tenant}, std::uint32_t{seen.view.busy});
  };
  CHECK(told(seen_vms[0]) == std::tuple(10, 700u, 1u, 1u, 1u, 1u));
  CHECK(told(seen_vms[1]) == std::tuple(100, 400u, 2u, 0u, 2u, 1u));
  CHECK(told(seen_vms[2]) == std::tuple(300, 700u, 1u, 1u, 1u, 1u));
  CHECK(seen_vms[2].view.capacity == 1'000);
  CHECK(seen_vms[2].view.vcpus == 4);
  CHECK(seen_vms[2].view.host == 0);
  CHECK(seen_vms[2].view.created == at_ms(200));
  CHECK(seen_vms[2].view.distance == ms(1));
  CHECK(seen_vms[2].may_open);
}

TEST_CASE("a view has the free slots, and the memory and slots left after placing the item") {
  World world = two_zones();
  const FunctionId f = world.function("f", {}, 300);
  const FunctionId g = world.function("g", {}, 400);
  const auto run = [&] {
    seen_vms.clear();
    world.run_as(world.options);
    std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>> told;
    for (const Seen& seen : seen_vms) {
      told.emplace_back(seen.view.free, seen.view.slots, seen.view.free_after, seen.view.slots_after);
    }
    return told;
  };
  world.arrive(f, at_ms(0), ms(1'000));   // this attempt opens VM 0
  world.arrive(f, at_ms(10), ms(1'000));  // the view has 700 MiB free, and 400 that would remain
  world.arrive(g, at_ms(20), ms(1'000));  // the view has 400 MiB free, and nothing that would remain
  using Row = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;
  CHECK(run() == std::vector<Row>{{700, kUnlimited, 400, kUnlimited}, {400, kUnlimited, 0, kUnlimited}});
  world.parameters.cluster.vms.max_instances = 3;
  CHECK(run() == std::vector<Row>{{700, 2, 400, 1}, {400, 1, 0, 0}});
}

TEST_CASE("a view of a host adds up all its VMs and contains its zone") {
  World world = two_zones();
  const FunctionId f = world.function("f", {}, 600);
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(10 * i), ms(1'000));  // each host gets one VM
  }
  world.run_as(world.options);
  const auto told = [](const Seen& seen) {
    return std::tuple(seen.view.host, seen.view.zone, seen.view.free, std::uint32_t{seen.view.of_function},
                      seen.in_zone, std::uint32_t{seen.view.busy});
  };
  // At 0 and 10 ms both hosts have room. Afterwards only the second host has room.
  REQUIRE(seen_hosts.size() == 6);
  CHECK(told(seen_hosts[0]) == std::tuple(0u, 0u, 2u, 0u, 0u, 0u));
  CHECK(told(seen_hosts[2]) == std::tuple(0u, 0u, 1u, 1u, 1u, 1u));
  CHECK(told(seen_hosts[3]) == std::tuple(1u, 1u, 2u, 0u, 0u, 0u));
  CHECK(told(seen_hosts[5]) == std::tuple(1u, 1u, 1u, 1u, 1u, 1u));
  CHECK(seen_hosts[5].view.capacity == 2);
  CHECK(seen_hosts[5].view.vcpus == 8);
  CHECK_FALSE(seen_hosts[5].may_open);
}

TEST_CASE("no VM can be opened once every host is full") {
  World world = two_zones();
  world.parameters.cluster.vms.max_instances = 2;
  const FunctionId f = world.function("f", {}, 100);
  for (int i = 0; i < 8; ++i) {
    world.arrive(f, at_ms(10 * i), ms(1'000));
  }
  world.run_as(world.options);
  REQUIRE(seen_vms.size() == 4);  // only the second instance of each VM has a choice
  CHECK(seen_vms[2].may_open);
  CHECK_FALSE(seen_vms[3].may_open);
}

TEST_CASE("a count that was not declared is not kept, and reading it is an error, not zero") {
  World world = two_zones();
  world.parameters.policies.placement = {&kBlind, {}};
  world.parameters.policies.host_placement = policy(Seam::placement, "first-fit");
  const FunctionId f = world.function("f", {}, 100);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(10), ms(1'000));
  world.run_as(world.options);
  REQUIRE(seen_vms.size() == 1);
  CHECK(seen_vms[0].view.instances == 1);
  CHECK_THROWS_WITH(std::uint32_t{seen_vms[0].view.of_function},
                    "the policy reads a value that is kept only if its needs() sets .bin_contents = true");
  CHECK_THROWS_AS(std::uint32_t{seen_vms[0].view.of_tenant}, std::logic_error);
  CHECK_THROWS_AS(std::uint32_t{seen_vms[0].view.busy}, std::logic_error);
  CHECK_THROWS_AS(bool{seen_vms[0].view.has_code}, std::logic_error);
}

TEST_CASE("a policy that reads a count without declaring it is blamed") {
  class Asks final : public PlacementPolicy {
   public:
    std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
      return bins.in_zone(0, query);
    }
  };
  static const PolicyDeclaration asks{Seam::placement, "asks", "", "", {}, make_plain<Asks>};
  World world = two_zones();
  world.parameters.policies.host_placement = {&asks, {}};
  world.arrive(world.function("f"), at_ms(0), ms(1));
  CHECK_THROWS_WITH(world.run_as(world.options),
                    "placement policy 'asks', at 0 s, threw an exception: Bins::in_zone() requires "
                    "Needs::bin_contents, which the policy does not declare");
}

TEST_CASE("the load is correct with evictions, crashes and several requests per instance") {
  World world = two_zones();
  world.parameters.scheduler.evict_idle = true;
  FunctionTraits two;
  two.requests_per_instance = 2;
  two.crash_retries = 1;
  const FunctionId f = world.function("f", two, 900);
  const FunctionId g = world.function("g", {}, 50);
  world.parameters.faults.vm_crashes = {{ms(500), 0}};
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(10), ms(20));
  world.arrive(g, at_ms(100), ms(10));  // another instance on it is busy
  world.arrive(f, at_ms(200), ms(1'000));
  world.arrive(f, at_ms(220), ms(1'000));
  world.arrive(g, at_ms(250), ms(400));
  world.arrive(g, at_ms(300), ms(1));
  world.arrive(g, at_ms(600), ms(1));
  const RunOutcome outcome = world.run();  // the scenario runs in every way, with the invariants checked
  CHECK(outcome.tally.ended_total() == 8);
  for (const Seen& seen : seen_vms) {
    CHECK(seen.view.busy <= seen.view.instances);
  }
}

TEST_CASE("a spare instance of a pool counts as busy while it starts, and belongs to no tenant") {
  World world = two_zones();
  world.parameters.cold_start.sandbox = takes(ms(50));
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "pool", {whole(1), whole(100)});
  const FunctionId f = world.function("f", {}, 300, "one");
  const FunctionId g = world.function("g", {}, 100, "one");
  world.arrive(f, at_ms(10), ms(1'000));
  world.arrive(f, at_ms(100), ms(1'000));
  world.arrive(g, at_ms(200), ms(1'000));  // this attempt takes the spare, and a replacement is placed
  world.run_as(world.options);
  REQUIRE(seen_vms.size() == 3);
  const auto told = [](const Seen& seen) {
    return std::tuple(seen.at_ms, seen.view.free, seen.view.instances, seen.view.of_tenant, seen.view.busy);
  };
  CHECK(told(seen_vms[0]) == std::tuple(10, 900u, 1u, 0u, 1u));
  CHECK(told(seen_vms[1]) == std::tuple(100, 600u, 2u, 1u, 1u));
  CHECK(told(seen_vms[2]) == std::tuple(200, 300u, 3u, 0u, 3u));
}
