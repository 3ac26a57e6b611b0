// Tests of the two levels of bins without a clock: capacity, isolation, and numbers that remain valid over
// many VMs.
#include "models/platform/fleet/cluster.hpp"

#include <stdexcept>

#include "sim/check.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

class Level {
 public:
  explicit Level(const ClusterParameters& parameters, std::string_view policy_name = "first-fit")
      : instances_(make(policy_name)),
        hosts_(make("first-fit")),
        cluster(parameters, *instances_, *hosts_, {}) {}

  /// Returns a VM for one more instance of `memory` in `isolation_class`, or a new VM if none has room.
  std::uint32_t place(std::uint32_t isolation_class, Mebibytes memory) {
    const Cause cause{0, next_};
    auto vm = cluster.choose_vm(isolation_class, memory, {}, 0, cause);
    vm = vm ? vm : cluster.open_vm(isolation_class, {}, 0, cause);
    if (!vm) {
      return kNone;
    }
    rest.resize(next_ + 1);
    cluster.put(*vm, next_++, memory, rest);
    return *vm;
  }

 private:
  static std::unique_ptr<PlacementPolicy> make(std::string_view name) {
    auto policy = find_policy(Seam::placement, name)->make({});
    return std::unique_ptr<PlacementPolicy>(dynamic_cast<PlacementPolicy*>(policy.release()));
  }

  std::unique_ptr<PlacementPolicy> instances_;
  std::unique_ptr<PlacementPolicy> hosts_;
  std::uint32_t next_ = 0;

 public:
  Cluster cluster;
  std::vector<InstanceRest> rest;
};

ClusterParameters two_hosts() {
  ClusterParameters parameters;
  parameters.hosts = {2, 4, 2'000};
  parameters.vms.vcpus = 2;
  parameters.vms.memory = 900;
  return parameters;
}

std::string cluster_error(const ClusterParameters& parameters) {
  try {
    const Level level(parameters);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("hosts take VMs until memory or vCPUs are used up") {
  // Each of the 2 hosts has room for 2 VMs, both by vCPUs and by memory.
  Level level(two_hosts());
  for (std::uint32_t i = 0; i < 4; ++i) {
    REQUIRE(level.place(0, 900) != kNone);
    CHECK(level.cluster.host_count() == i / 2 + 1);
  }
  CHECK(level.place(0, 900) == kNone);
  CHECK(level.cluster.vm_count() == 4);
  CHECK(level.cluster.placed_mib() == 3'600);
  CHECK(level.cluster.lower_bound() == 4);
}

TEST_CASE("a released VM frees its place on the host for another VM") {
  Level level(two_hosts());
  std::vector<std::uint32_t> vms;
  for (std::uint32_t i = 0; i < 4; ++i) {
    vms.push_back(level.place(0, 900));
  }
  const std::uint32_t host = level.cluster.vm(vms[1]).host;
  CHECK_THROWS_AS(level.cluster.release(vms[1]), sim::InvariantBroken);  // the VM is not empty
  level.cluster.take(vms[1], 1, 900, level.rest);
  CHECK(level.cluster.used_vm_count() == 3);
  level.cluster.release(vms[1]);
  const std::uint32_t next = level.place(1, 100);
  REQUIRE(next != kNone);
  CHECK(level.cluster.vm(next).host == host);
  CHECK(level.cluster.vms_ever_on_host(host) == 3);
}

TEST_CASE("no instance is placed in a VM that is of another class, full, or draining") {
  Level level(two_hosts());
  const std::uint32_t vm = level.place(0, 500);
  CHECK(level.place(0, 400) == vm);
  CHECK(level.place(1, 100) != vm);
  CHECK(level.place(0, 1) != vm);
  level.cluster.take(vm, 0, 500, level.rest);
  level.cluster.close_to_placement(vm);
  CHECK(level.place(0, 900) != vm);
  // the VM contains 400 MiB
  CHECK_THROWS_AS(level.cluster.put(vm, 0, 600, level.rest), sim::InvariantBroken);
}

TEST_CASE("classes are numbered by the isolation setting") {
  ClusterParameters parameters = two_hosts();
  parameters.vms.isolation = Isolation::tenant;
  CHECK(Level(parameters).cluster.isolation_class(3, 8) == 3);
  parameters.vms.isolation = Isolation::function;
  CHECK(Level(parameters).cluster.isolation_class(3, 8) == 8);
  parameters.vms.isolation = Isolation::instance;
  CHECK(Level(parameters).cluster.isolation_class(3, 8) == 8);
  parameters.vms.isolation = Isolation::shared;
  CHECK(Level(parameters).cluster.isolation_class(3, 8) == 0);
}

TEST_CASE("VMs keep their rows while thousands are opened and released") {
  // Each VM has room for two instances; every second instance leaves at once. A wrong renumbering would
  // overfill or lose a VM.
  ClusterParameters parameters;
  parameters.hosts = {kUnlimited, 0, 1'000};
  parameters.vms.memory = 1'000;
  const std::string name = GENERATE("first-fit", "best-fit", "worst-fit");
  Level level(parameters, name);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> inside;  // pairs of instance and VM
  sim::Draw draw(sim::DrawKey(5, 0, 0), 0, 0);
  std::uint32_t instance = 0;
  for (int step = 0; step < 5'000; ++step) {
    const std::uint32_t vm = level.place(0, 500);
    inside.emplace_back(instance++, vm);
    const std::size_t most = step < 2'500 ? 200 : 3;
    while (inside.size() > most) {
      std::swap(inside[draw.below(static_cast<std::uint32_t>(inside.size()))], inside.back());
      const auto [gone, from] = inside.back();
      inside.pop_back();
      level.cluster.take(from, gone, 500, level.rest);
      if (level.cluster.vm(from).instances == 0) {
        level.cluster.release(from);
      }
    }
    REQUIRE(level.cluster.placed_mib() == 500 * inside.size());
    REQUIRE(level.cluster.vm_count() == level.cluster.used_vm_count());
    REQUIRE(level.cluster.vm_count() <= inside.size());
    REQUIRE(level.cluster.vm_count() >= level.cluster.lower_bound());
  }
}

TEST_CASE("a cluster that has room for nothing is refused") {
  ClusterParameters parameters = two_hosts();
  parameters.vms.memory = 2'001;
  CHECK(cluster_error(parameters) ==
        "cluster: a VM of 2 vCPUs and 2001 MiB does not fit on a host of 4 vCPUs and 2000 MiB");
  parameters = two_hosts();
  parameters.vms.max_instances = 0;
  CHECK(cluster_error(parameters) ==
        "cluster: max_instances is 0, but a VM must be able to hold at least one instance");
}
