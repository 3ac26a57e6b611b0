// Tests of many attempts that wait for room or for admission. The order in which they run is worked out by
// hand.
#include <string>
#include <utility>
#include <vector>

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Returns the functions and start times of all executions, in order.
using StartList = std::vector<std::pair<std::string, std::int64_t>>;

StartList list_of_starts(const World& world) {
  StartList starts;
  for (const Observation& seen : world.record.of(Change::started)) {
    starts.emplace_back(world.table[seen.function].name, seen.now.ns() / 1'000'000);
  }
  return starts;
}

/// A world with one VM. An instance is reclaimed at the end of its execution, and attempts without room wait.
World one_vm(Isolation isolation) {
  World world;
  world.parameters.cluster.hosts = {1, 0, 1'000};
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.cluster.vms.isolation = isolation;
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  return world;
}

}  // namespace

TEST_CASE(
    "functions get room in the order of waiting, but a function that fits passes a function that does not") {
  World world = one_vm(Isolation::shared);
  world.arrive(world.function("whole", {}, 1'000), at_ms(0), ms(100));
  world.arrive(world.function("a", {}, 600), at_ms(1), ms(100));
  world.arrive(world.function("b", {}, 600), at_ms(2), ms(100));
  world.arrive(world.function("c", {}, 400), at_ms(3), ms(300));
  world.arrive(world.function("d", {}, 400), at_ms(4), ms(10));
  world.run();
  // At 100 ms a has room; next to it there is no room for b, but there is for c. At 200 ms b gets the room of
  // a. d waits for the room of b, because c stays until 400 ms.
  CHECK(list_of_starts(world) == StartList{{"whole", 0}, {"a", 100}, {"c", 100}, {"b", 200}, {"d", 300}});
}

TEST_CASE("hundreds of functions that wait for one VM are served one after the other") {
  World world = one_vm(Isolation::shared);
  StartList expected;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "f" + std::to_string(i);
    world.arrive(world.function(name, {}, 1'000), at_ms(0), ms(2));
    expected.emplace_back(name, 2 * i);
  }
  const RunOutcome outcome = world.run();
  CHECK(list_of_starts(world) == expected);
  CHECK(Counts(outcome).of(Outcome::completed) == 300);
}

TEST_CASE("hundreds of tenants that wait for the only VM get it one after the other, at each release") {
  World world = one_vm(Isolation::tenant);
  StartList expected;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "f" + std::to_string(i);
    world.arrive(world.function(name, {}, 200, "t" + std::to_string(i)), at_ms(0), ms(2));
    expected.emplace_back(name, 2 * i);
  }
  world.run();
  CHECK(list_of_starts(world) == expected);
}

TEST_CASE(
    "hundreds of attempts that wait under their function's limit do not block others, and are admitted in "
    "order") {
  World world;
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(2), whole(kUnlimited), whole(1), whole(0)});
  world.parameters.frontend.queue_capacity = kUnlimited;
  FunctionTraits one_at_once;
  one_at_once.concurrency_limit = 1;
  const FunctionId limited = world.function("limited", one_at_once);
  const FunctionId other = world.function("other");
  for (int i = 0; i < 300; ++i) {
    world.arrive(limited, at_ms(0), ms(10));
  }
  for (int i = 0; i < 100; ++i) {
    world.arrive(other, at_ms(5), ms(20));  // the attempt is behind the 299, and has one of the tenant's two
                                            // slots
  }
  world.run();
  std::vector<std::int64_t> of_limited;
  std::vector<std::int64_t> of_other;
  for (const auto& [name, at] : list_of_starts(world)) {
    (name == "limited" ? of_limited : of_other).push_back(at);
  }
  REQUIRE(of_limited.size() == 300);
  REQUIRE(of_other.size() == 100);
  for (std::size_t i = 0; i < of_limited.size(); ++i) {
    REQUIRE(of_limited[i] == 10 * static_cast<std::int64_t>(i));
  }
  for (std::size_t i = 0; i < of_other.size(); ++i) {
    REQUIRE(of_other[i] == 5 + 20 * static_cast<std::int64_t>(i));
  }
}
