#include "tests/policies/queueing/queueing_support.hpp"

using namespace support;

namespace {

QueueingQuery of_priority(std::uint32_t priority, Time arrival) {
  QueueingQuery query = waiting(arrival, 0);
  query.priority = priority;
  return query;
}

}  // namespace

TEST_CASE("priority orders by priority only, or by age as well") {
  const auto strict = queueing("priority", {length(Duration::infinite())});
  CHECK(strict->key(of_priority(2, at_ms(900))) < strict->key(of_priority(1, at_ms(0))));
  CHECK(strict->key(of_priority(1, at_ms(900))) == strict->key(of_priority(1, at_ms(0))));
  // Each degree of priority is worth 10 s, so an attempt of degree 2 at 20 s ranks like degree 0 at 0 s.
  const auto aging = queueing("priority", {length(ms(10'000))});
  CHECK(aging->key(of_priority(2, at_ms(20'000))) == aging->key(of_priority(0, at_ms(0))));
  CHECK(aging->key(of_priority(2, at_ms(19'999))) < aging->key(of_priority(0, at_ms(0))));
  CHECK(aging->key(of_priority(2, at_ms(20'001))) > aging->key(of_priority(0, at_ms(0))));
  CHECK(aging->key(of_priority(0, at_ms(1))) > aging->key(of_priority(0, at_ms(0))));
  const auto slow = queueing("priority", {length(Duration{9'000'000'000'000'000'000})});
  CHECK(slow->key(of_priority(1'000'000, at_ms(0))) < slow->key(of_priority(1, at_ms(0))));
}

TEST_CASE(
    "with fifo an instance serves its function again, with priority a more urgent function gets its room") {
  World world = one_place();
  FunctionTraits urgent;
  urgent.priority = 1;
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g", urgent);
  for (const std::int64_t time : {0, 10, 20}) {
    world.arrive(f, at_ms(time), ms(1'000));
  }
  world.arrive(g, at_ms(30), ms(100));
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {0, 1'000}, {0, 2'000}, {1, 3'000}});
  world.parameters.policies.queueing = policy(Seam::queueing, "priority", {length(Duration::infinite())});
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {1, 1'000}, {0, 1'100}, {0, 2'100}});
  SECTION("the instance continues with its own queue if idle instances may not be evicted") {
    world.parameters.scheduler.evict_idle = false;
    world.horizon = at_ms(60'000);
    world.run();
    // the instance is kept for 10 s after its last request, which ends at 3,000
    CHECK(starts(world) == Starts{{0, 0}, {0, 1'000}, {0, 2'000}, {1, 13'000}});
  }
  SECTION("the instance continues with its own queue if age outweighs the priority") {
    // g has one degree more, which is worth 5 ms. So it ranks as if it had arrived at 25 ms.
    world.parameters.policies.queueing = policy(Seam::queueing, "priority", {length(ms(5))});
    world.run();
    CHECK(starts(world) == Starts{{0, 0}, {0, 1'000}, {0, 2'000}, {1, 3'000}});
  }
  SECTION("the instance continues with its own queue if its room is too small") {
    const FunctionId large = world.function("large", urgent, 256);
    world.parameters.cluster.hosts = {1, 0, 256};
    world.parameters.cluster.vms.memory = 256;
    world.parameters.cluster.vms.isolation = Isolation::function;
    for (Arrival& arrival : world.arrivals) {
      arrival.function = arrival.function == g ? large : arrival.function;
    }
    world.run();  // two instances of f fit at once; evicting the first would not make enough room, so it
                  // continues
    CHECK(starts(world) == Starts{{0, 0}, {0, 10}, {0, 1'000}, {2, 2'000}});
  }
}
