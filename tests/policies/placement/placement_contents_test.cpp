// Tests of placement policies that use the contents of bins.
#include <algorithm>

#include "models/policies/placement/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// A world with four hosts, each with room for three VMs of one instance. The hosts are workers with
/// microVMs.
World workers(std::string_view name, std::vector<Argument> arguments = {}) {
  World world;
  world.parameters.cluster.hosts = {4, 2, 3'000};
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.cluster.vms.isolation = Isolation::instance;
  world.parameters.policies.host_placement = policy(Seam::placement, name, std::move(arguments));
  return world;
}

using Hosts = std::vector<std::uint32_t>;

/// Returns the hosts of the instances, in the order of their creation.
Hosts hosts_of(World& world) {
  world.run();
  Hosts hosts;
  for (const Observation& seen : world.record.of(Change::instance_created)) {
    hosts.push_back(seen.host.value());
  }
  return hosts;
}

/// Returns the VMs of the instances, in the order of their creation.
Hosts vms_of(World& world) {
  world.run();
  Hosts vms;
  for (const Observation& seen : world.record.of(Change::instance_created)) {
    vms.push_back(seen.vm.value());
  }
  return vms;
}

}  // namespace

TEST_CASE("function-spread takes the worker with the fewest instances of the function") {
  // Three instances of f are placed on three workers, and the fourth on the last worker. For g, no worker has
  // an instance and all have equal room, so the first is placed on the oldest worker, 0. The second is placed
  // on the next worker, because the first is on worker 0.
  World world = workers("function-spread");
  const FunctionId f = world.function("f", {}, 1'000);
  const FunctionId g = world.function("g", {}, 1'000);
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(i), ms(1'000));
  }
  world.arrive(g, at_ms(10), ms(1'000));
  world.arrive(g, at_ms(11), ms(1'000));
  world.arrive(f, at_ms(12), ms(1'000));  // each worker gets one, the worker with the most room first
  CHECK(hosts_of(world) == Hosts{0, 1, 2, 3, 0, 1, 2});
  world.parameters.policies.host_placement = policy(Seam::placement, "first-fit");
  CHECK(hosts_of(world) == Hosts{0, 0, 0, 1, 1, 1, 2});
}

TEST_CASE("function-spread notices that instances have ended") {
  World world = workers("function-spread");
  world.parameters.cluster.vms.empty_release = Duration{};
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  const FunctionId f = world.function("f", {}, 1'000);
  const FunctionId g = world.function("g", {}, 1'000);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(1), ms(100));
  world.arrive(f, at_ms(2), ms(100));
  world.arrive(f, at_ms(3), ms(10));
  world.arrive(g, at_ms(50), ms(100));  // worker 3 is empty again, so it has as much room as the others
  world.arrive(f, at_ms(51), ms(10));   // worker 3 has no instance of f, so f is placed there, too
  CHECK(hosts_of(world) == Hosts{0, 1, 2, 3, 3, 3});
}

TEST_CASE("tenant-affinity keeps the instances of a tenant together, and best-fit mixes tenants") {
  // VMs have 1,000 MiB. The 700 MiB of tenant one open VM 0 (300 left), and the 600 MiB of tenant two open VM
  // 1 (400 left). The next 300 MiB of tenant two would exactly fill VM 0, but are placed on VM 1, which
  // tenant two uses. A third tenant uses neither VM, so best-fit decides: VM 1 has 100 MiB left by then.
  World world;
  world.parameters.cluster.hosts.memory = 1'000;
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.arrive(world.function("a", {}, 700, "one"), at_ms(0), ms(1'000));
  world.arrive(world.function("b", {}, 600, "two"), at_ms(1), ms(1'000));
  world.arrive(world.function("c", {}, 300, "two"), at_ms(2), ms(1'000));
  world.arrive(world.function("d", {}, 100, "three"), at_ms(3), ms(1'000));
  world.parameters.policies.placement = policy(Seam::placement, "tenant-affinity");
  CHECK(vms_of(world) == Hosts{0, 1, 1, 1});
  world.parameters.policies.placement = policy(Seam::placement, "best-fit");
  CHECK(vms_of(world) == Hosts{0, 1, 0, 1});
}

TEST_CASE(
    "hermod packs up to the cores, prefers workers with the function, and else takes the least loaded") {
  // Workers have two vCPUs and room for three. Two instances are placed on each worker while a core is free.
  // Then all workers have two busy instances, and the next round begins.
  World world = workers("hermod", {whole(0)});
  const FunctionId f = world.function("f", {}, 1'000);
  for (int i = 0; i < 10; ++i) {
    world.arrive(f, at_ms(i), ms(1'000));
  }
  CHECK(hosts_of(world) == Hosts{0, 0, 1, 1, 2, 2, 3, 3, 0, 1});
  world.parameters.policies.host_placement = policy(Seam::placement, "hermod", {whole(3)});
  CHECK(hosts_of(world) == Hosts{0, 0, 0, 1, 1, 1, 2, 2, 2, 3});

  // At 50 ms worker 0 has one busy and one idle instance, and worker 1 one busy instance. Both have a free
  // core. g is placed on worker 1, which has an instance of g. h is on neither worker, so it is placed on the
  // first.
  World mixed = workers("hermod", {whole(0)});
  const FunctionId one = mixed.function("f", {}, 1'000);
  const FunctionId g = mixed.function("g", {}, 1'000);
  const FunctionId h = mixed.function("h", {}, 1'000);
  mixed.arrive(one, at_ms(0), ms(1'000));
  mixed.arrive(one, at_ms(1), ms(20));
  mixed.arrive(g, at_ms(2), ms(1'000));
  mixed.arrive(g, at_ms(50), ms(1'000));
  mixed.arrive(h, at_ms(51), ms(1'000));
  CHECK(hosts_of(mixed) == Hosts{0, 0, 1, 1, 0});
}

TEST_CASE("hermod opens a VM when no core is free, as long as a VM can be opened") {
  World world;
  world.parameters.cluster.hosts = {1, 8, 2'000};
  world.parameters.cluster.vms.vcpus = 2;
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.policies.placement = policy(Seam::placement, "hermod", {whole(0)});
  const FunctionId f = world.function("f", {}, 100);
  for (int i = 0; i < 6; ++i) {
    world.arrive(f, at_ms(i), ms(1'000));
  }
  CHECK(vms_of(world) == Hosts{0, 0, 1, 1, 0, 1});
}

TEST_CASE("zone-spread balances zones first, then workers") {
  // Workers 0 and 2 are in one zone, and worker 1 is alone in the other. For the third instance the zones are
  // equal, and worker 2 has none, so it is taken. The fourth instance must be placed on worker 1.
  World world = workers("zone-spread", {whole(1), whole(1)});
  world.parameters.cluster.hosts.count = 3;
  world.parameters.cluster.topology.zones = 2;
  const FunctionId f = world.function("f", {}, 1'000);
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(i), ms(1'000));
  }
  CHECK(hosts_of(world) == Hosts{0, 1, 2, 1});
  world.parameters.policies.host_placement = policy(Seam::placement, "function-spread");
  CHECK(hosts_of(world) == Hosts{0, 1, 2, 0});
}

TEST_CASE("zone-spread refuses or allows an imbalance if one zone has no room") {
  // Six workers with one microVM each are in the zones 0, 2, 4 and 1, 3, 5. Four other instances use the
  // first four workers; those on workers 0 and 2 end. Then f is placed on workers 0, 5 (the only free worker
  // of the second zone) and 2. With worker 4 the zones would have 3 and 1 instances.
  World world = workers("zone-spread", {whole(1), whole(0)});
  world.parameters.cluster.hosts = {6, 2, 1'000};
  world.parameters.cluster.topology.zones = 2;
  world.parameters.cluster.vms.empty_release = Duration{};
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  for (int i = 0; i < 4; ++i) {
    world.arrive(world.function("other" + std::to_string(i), {}, 1'000), at_ms(i),
                 ms(i % 2 == 0 ? 10 : 1'000));
  }
  const FunctionId f = world.function("f", {}, 1'000);
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(20 + i), ms(1'000));
  }
  CHECK(hosts_of(world) == Hosts{0, 1, 2, 3, 0, 5, 2});
  CHECK(world.counts().of(Outcome::refused) == 1);
  world.parameters.policies.host_placement = policy(Seam::placement, "zone-spread", {whole(1), whole(1)});
  CHECK(hosts_of(world) == Hosts{0, 1, 2, 3, 0, 5, 2, 4});
  world.parameters.policies.host_placement = policy(Seam::placement, "zone-spread", {whole(2), whole(0)});
  CHECK(hosts_of(world) == Hosts{0, 1, 2, 3, 0, 5, 2, 4});
}

TEST_CASE("locality chooses a host with the function's code, which saves the download") {
  // Three other instances occupy worker 0 for 15 ms, so f starts on worker 1. Later all workers are empty. f
  // is placed on worker 1 again and needs no download. best-fit would take the oldest worker and download
  // again.
  World world = workers("locality");
  world.parameters.cluster.code_cache = CodeCache::host;
  world.parameters.cold_start.code_download = takes(ms(100));
  world.parameters.cluster.vms.empty_release = Duration{};
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  const FunctionId other = world.function("other", {}, 1'000);
  const FunctionId f = world.function("f", {}, 1'000);
  for (int i = 0; i < 3; ++i) {
    world.arrive(other, at_ms(0), ms(15));
  }
  world.arrive(f, at_ms(5), ms(5));
  world.arrive(f, at_ms(1'000), ms(5));
  CHECK(hosts_of(world) == Hosts{0, 0, 0, 1, 1});
  // The three instances share one download.
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{100, 100, 100, 105, 1'000});
  world.parameters.policies.host_placement = policy(Seam::placement, "best-fit");
  CHECK(hosts_of(world) == Hosts{0, 0, 0, 1, 0});
  CHECK(world.record.when_ms(Change::instance_ready).back() == 1'100);
}

TEST_CASE("a start waits for a running download of the same code instead of starting another") {
  World world = workers("locality");
  world.parameters.cluster.code_cache = CodeCache::host;
  world.parameters.cold_start.code_download = takes(ms(100));
  const FunctionId f = world.function("f", {}, 1'000);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(30), ms(1'000));
  world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{100, 100});
  world.parameters.cluster.code_cache = CodeCache::none;
  world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{100, 130});
}
