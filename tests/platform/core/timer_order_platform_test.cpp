// Timers of one instant are ordered by kind (by number), then by the creation number of their subject. The
// time at which a timer was armed has no effect. (A lazily re-armed timer is armed at its last event.)
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

std::vector<std::uint32_t> reclaimed_at(const Recorder& record, Time instant) {
  std::vector<std::uint32_t> functions;
  for (const Observation& seen : record.of(Change::instance_reclaimed)) {
    if (seen.now == instant) {
      functions.push_back(seen.function.value());
    }
  }
  return functions;
}

}  // namespace

TEST_CASE("timers of one kind fire in the order in which their subjects were created") {
  World world;
  for (const char* const name : {"a", "b", "c"}) {
    world.arrive(world.function(name), at_ms(0), ms(100));
  }
  world.horizon = at_ms(20'000);
  world.run();
  CHECK(reclaimed_at(world.record, at_ms(10'100)) == std::vector<std::uint32_t>{0, 1, 2});
}

TEST_CASE("a keep-alive timer that was set again keeps its place in the order") {
  // Both instances are idle since 5,000 ms. The timer of a fired at 10,000 ms and was then postponed until
  // 15,000 ms. The timer of b has been set to 15,000 ms since 5,000 ms.
  World world;
  const FunctionId a = world.function("a");
  const FunctionId b = world.function("b");
  world.arrive(a, at_ms(0), ms(0));
  world.arrive(a, at_ms(5'000), ms(0));
  world.arrive(b, at_ms(5'000), ms(0));
  world.horizon = at_ms(20'000);
  world.run();
  CHECK(reclaimed_at(world.record, at_ms(15'000)) == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("an instance whose keep-alive ends frees its room before a wait that ends at the same instant") {
  // There is room for one instance. g waits from 1,000 ms for at most 9,000 ms. The instance of f is idle
  // from 2,000 ms and is kept for 8,000 ms. Both timers fire at 10,000 ms; the keep-alive timer is first,
  // whichever of them was armed first.
  World world;
  world.parameters.cluster.hosts = {1, 0, 512};
  world.parameters.cluster.vms.memory = 512;
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.frontend.max_wait = ms(9'000);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(8'000))});
  world.arrive(world.function("f", {}, 512), at_ms(0), ms(2'000));
  const FunctionId g = world.function("g", {}, 512);
  SECTION("the keep-alive timer is armed after the wait") {
    world.arrive(g, at_ms(1'000), ms(100));
    const Counts counts = world.counts();
    CHECK(counts.of(Outcome::expired) == 0);
    CHECK(counts.of(Outcome::completed) == 2);
  }
  SECTION("the keep-alive timer is armed before the wait") {
    world.arrive(g, at_ms(2'500), ms(100));
    world.parameters.frontend.max_wait = ms(7'500);
    const Counts counts = world.counts();
    CHECK(counts.of(Outcome::expired) == 0);
    CHECK(counts.of(Outcome::completed) == 2);
  }
}

TEST_CASE("a VM whose lifetime ends at the instant of its crash is retired first") {
  // Both timers fire at 1,000 ms. The retirement reclaims b, which is idle; then the crash loses a, which is
  // busy.
  World world;
  world.parameters.lifetimes.vm = takes(ms(1'000));
  world.parameters.faults.vm_crashes = {{ms(1'000), 0}};
  const FunctionId a = world.function("a");
  const FunctionId b = world.function("b");
  world.arrive(a, at_ms(0), ms(2'000));
  world.arrive(b, at_ms(0), ms(500));
  const Counts counts = world.counts();
  CHECK(counts.of(Outcome::failed) == 1);
  CHECK(reclaimed_at(world.record, at_ms(1'000)) == std::vector<std::uint32_t>{1, 0});
  SECTION("if both are idle, the instance created last is reclaimed first, as in every retirement") {
    world.arrivals.clear();
    world.horizon = at_ms(5'000);
    world.arrive(a, at_ms(0), ms(200));
    world.arrive(b, at_ms(100), ms(500));
    CHECK(world.counts().of(Outcome::failed) == 0);
    CHECK(reclaimed_at(world.record, at_ms(1'000)) == std::vector<std::uint32_t>{1, 0});
  }
}
