// Where room is made if VMs are not shared: in VMs of the function's own class, or by releasing a whole VM of
// another class.
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A world with two hosts, each with room for one VM of 512 MiB. A VM belongs to one tenant. Functions a, b
/// and c of tenant A and x and y of tenant B have 256 MiB each. a and b are idle from `a_s` and `b_s` seconds
/// on, x and y from `x_s` and `y_s` seconds on. At 10 s c needs room.
World two_tenants(std::int64_t a_s, std::int64_t b_s, std::int64_t x_s, std::int64_t y_s) {
  World world;
  world.parameters.cluster.hosts = {2, 0, 512};
  world.parameters.cluster.vms.memory = 512;
  world.parameters.cluster.vms.isolation = Isolation::tenant;
  world.parameters.scheduler.evict_idle = true;
  // Without start-up times all instances have equal values under greedy-dual. So the instances idle longest
  // are evicted first under this policy, too.
  world.parameters.policies.keep_alive =
      GENERATE(policy(Seam::keep_alive, "forever"),
               policy(Seam::keep_alive, "greedy-dual", {length(Duration::infinite()), whole(0)}));
  const std::pair<const char*, std::int64_t> idle[] = {{"a", a_s}, {"b", b_s}, {"x", x_s}, {"y", y_s}};
  for (const auto& [name, since] : idle) {
    world.arrive(world.function(name, {}, 256, name[0] < 'x' ? "A" : "B"), at_ms(0), ms(1'000 * since));
  }
  world.arrive(world.function("c", {}, 256, "A"), at_ms(10'000), ms(100));
  world.horizon = at_ms(15'000);
  return world;
}

/// Returns the functions whose instances were reclaimed, by number, in order.
std::vector<std::uint32_t> reclaimed(World& world) {
  CHECK(world.counts().of(Outcome::completed) == 5);
  std::vector<std::uint32_t> functions;
  for (const Observation& seen : world.record.of(Change::instance_reclaimed)) {
    functions.push_back(seen.function.value());
  }
  return functions;
}

}  // namespace

TEST_CASE(
    "of the same tenant the instance idle longest is evicted, unless another tenant's VM was used less "
    "recently") {
  World world = two_tenants(2, 1, 3, 4);
  CHECK(reclaimed(world) == std::vector<std::uint32_t>{1});
  CHECK(world.record.of(Change::vm_released).empty());
}

TEST_CASE("a whole VM of another tenant is evicted if all its instances have been idle longer") {
  World world = two_tenants(3, 4, 2, 1);
  CHECK(reclaimed(world) == std::vector<std::uint32_t>{3, 2});  // the instance of y is reclaimed, then that
                                                                // of x
  CHECK(world.record.when_ms(Change::vm_released) == std::vector<std::int64_t>{10'000});
}

TEST_CASE("a whole VM is ranked by its most recently used instance") {
  World world = two_tenants(2, 4, 1, 3);
  CHECK(reclaimed(world) == std::vector<std::uint32_t>{0});
}

TEST_CASE("a VM with a running execution is not evicted") {
  World world = two_tenants(3, 4, 1, 12);
  CHECK(reclaimed(world) == std::vector<std::uint32_t>{0});
}

TEST_CASE("a VM whose last instance was used again is ranked by the end of the new use") {
  // x runs from 5 s to 6 s, so its VM is entirely idle from 6 s on. a, idle since 3 s, is evicted.
  World world = two_tenants(3, 4, 2, 1);
  world.arrivals.insert(world.arrivals.begin() + 4, {at_ms(5'000), ms(1'000), FunctionId{2u}});
  CHECK(world.counts().of(Outcome::completed) == 6);
  const auto gone = world.record.of(Change::instance_reclaimed);
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].function == FunctionId{0u});
}

TEST_CASE("a VM with an instance held by pre-warm is not evicted as a whole") {
  World world = two_tenants(3, 4, 2, 1);
  FunctionTraits traits;
  traits.provisioned = 1;
  FunctionTable table;  // the same functions, but y is provisioned, so its instance exists from the start
  for (const char* const name : {"a", "b", "x", "y", "c"}) {
    table.function(table.tenant(name[0] < 'x' ? "A" : "B"), name, 256,
                   name[0] == 'y' ? traits : FunctionTraits{});
  }
  world.table = std::move(table);
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  CHECK(reclaimed(world) == std::vector<std::uint32_t>{0});
}
