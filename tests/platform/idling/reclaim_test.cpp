// The ends of instances: retired, reclaimed after their keep-alive, evicted, or surplus.
#include "tests/platform/support/keep_alive_alone.hpp"

using namespace support;

TEST_CASE("a draining instance is reclaimed after its last attempt, and takes no attempt from the queue") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t id = cell.running_instance(f, 2);
  cell.rows().instances[id].state = InstanceState::draining;
  cell.rows().rest[f].draining = 1;
  CHECK_FALSE(cell.release_slot(id, at_ms(2'500)));
  CHECK(cell.is_live(id));
  CHECK(cell.calls.empty());
  CHECK_FALSE(cell.release_slot(id, at_ms(2'600)));
  CHECK_FALSE(cell.is_live(id));
  CHECK(cell.rows().rest[f].draining == 0);
  CHECK(cell.rows().functions[f].live == 0);
}

TEST_CASE("a falling floor releases expired instances, the longest idle first") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  for (const std::int64_t since : {0, 100, 200, 5'000}) {
    cell.idle_instance(f, at_ms(since));
  }
  cell.rows().rest[f].floor = 4;
  for (std::uint32_t id = 0; id < 3; ++id) {
    cell.keep_alive_fired(id, at_ms(10'000 + 100 * id));
  }
  CHECK(cell.listed(f) == Ids{3, 2, 1, 0});
  cell.rows().rest[f].floor = 3;
  cell.lower_floor(f, at_ms(11'000));
  CHECK(cell.listed(f) == Ids{3, 2, 1});
  cell.rows().rest[f].floor = 0;
  cell.lower_floor(f, at_ms(11'000));  // the keep-alive of the last instance lasts until 15,000
  CHECK(cell.listed(f) == Ids{3});
  cell.lower_floor(f, at_ms(15'000));
  CHECK(cell.listed(f).empty());
}

TEST_CASE("surplus instances are reclaimed, the longest idle first, but no busy instances") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  for (int i = 0; i < 4; ++i) {
    cell.idle_instance(f, at_ms(100 * i));
  }
  cell.rows().instances[1].in_flight = 1;  // one of its two slots is taken
  cell.reclaim_idle_above(f, 2, Time::never(), at_ms(1'000));
  CHECK(cell.listed(f) == Ids{3, 1});
  cell.reclaim_idle_above(f, 0, Time::never(), at_ms(1'000));
  CHECK(cell.listed(f) == Ids{1});
}

TEST_CASE("a retired instance is reclaimed at once unless attempts run on it or are bound to it") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  SECTION("an idle instance is reclaimed") {
    cell.retire_instance(cell.idle_instance(f, at_ms(0)), at_ms(2'000));
    CHECK(cell.rows().functions[f].live == 0);
    CHECK(cell.listed(f).empty());
  }
  SECTION("a starting instance without bound attempts is reclaimed") {
    const std::uint32_t id = cell.add_instance(f, InstanceState::starting);
    cell.rows().rest[f].joinable = id;
    cell.retire_instance(id, at_ms(2'000));
    CHECK(cell.rows().functions[f].live == 0);
    CHECK(cell.rows().rest[f].starting == 0);
    CHECK(cell.rows().rest[f].joinable == kNone);
  }
  SECTION("a running instance with a free slot drains, and is no longer a candidate") {
    cell.rows().rest[f].floor = 1;
    const std::uint32_t id = cell.running_instance(f);
    cell.list(id);
    cell.retire_instance(id, at_ms(2'000));
    CHECK(cell.is_live(id));
    CHECK(cell.rows().instances[id].state == InstanceState::draining);
    CHECK(cell.rows().rest[f].draining == 1);
    CHECK(cell.listed(f).empty());
    CHECK(cell.noted() == Facts{{Agenda::Step::floor, f}});
  }
  SECTION("a starting instance with bound attempts takes no more attempts") {
    const std::uint32_t id = cell.add_instance(f, InstanceState::starting);
    cell.rows().instances[id].in_flight = 1;
    cell.rows().rest[f].joinable = id;
    cell.retire_instance(id, at_ms(2'000));
    CHECK(cell.is_live(id));
    CHECK(cell.rows().instances[id].state == InstanceState::starting);
    CHECK(cell.rows().rest[f].draining == 0);
    CHECK(cell.rows().rest[f].joinable == kNone);
  }
  SECTION("another starting instance that is joinable stays joinable") {
    const std::uint32_t id = cell.add_instance(f, InstanceState::starting);
    cell.rows().instances[id].in_flight = 1;
    cell.rows().rest[f].joinable = 9;
    cell.retire_instance(id, at_ms(2'000));
    CHECK(cell.rows().rest[f].joinable == 9);
  }
}

TEST_CASE("a retired instance that runs an attempt drains") {
  KeepAliveAlone cell;
  const std::uint32_t id = cell.running_instance(cell.add_function());
  cell.retire_instance(id, at_ms(2'000));
  CHECK(cell.rows().instances[id].state == InstanceState::draining);
  CHECK(cell.told.back().change == Change::instance_draining);
  CHECK(cell.told.back().instance == InstanceId{id});
}

TEST_CASE("a retired spare remains while it starts, and is dropped by the pool when it is ready") {
  KeepAliveAlone cell;
  const std::uint32_t id = cell.add_instance(cell.add_function(), InstanceState::starting);
  cell.rows().instances[id].function = kNone;
  cell.retire_instance(id, at_ms(2'000));
  CHECK(cell.calls.empty());
  cell.rows().instances[id].state = InstanceState::ready;
  cell.retire_instance(id, at_ms(2'000));
  CHECK(cell.calls == Calls{"drop spare 0"});
}

TEST_CASE("a reclaimed instance adds its live and ready time until its end, within the window") {
  // The window is [1 s, 20 s). The times of creation and readiness were subtracted when they occurred.
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  const FunctionExtras& extras = cell.tally().extras()[f];
  SECTION("a ready instance, within the window") {
    cell.reclaim(cell.idle_instance(f, at_ms(0)), at_ms(2'500));
    CHECK(extras.live_ns == 2'500'000'000);
    CHECK(extras.ready_ns == 2'500'000'000);
  }
  SECTION("a starting instance, which was never ready") {
    cell.reclaim(cell.add_instance(f, InstanceState::starting), at_ms(2'500));
    CHECK(extras.live_ns == 2'500'000'000);
    CHECK(extras.ready_ns == 0);
  }
  SECTION("an instance from before the window to after it") {
    const std::uint32_t first = cell.idle_instance(f, at_ms(0));
    const std::uint32_t last = cell.idle_instance(f, at_ms(0));
    cell.reclaim(first, at_ms(500));
    CHECK(extras.live_ns == 1'000'000'000);
    cell.reclaim(last, at_ms(30'000));
    CHECK(extras.live_ns == 21'000'000'000);
    CHECK(extras.ready_ns == 21'000'000'000);
  }
}

TEST_CASE("a reclaimed instance is removed from its VM, its list and the order of idle instances") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t first = cell.idle_instance(f, at_ms(0));
  const std::uint32_t vm = cell.rows().instances[first].vm;
  const std::uint32_t second = cell.running_instance(f, 0, vm);
  cell.list(second);
  cell.calls.clear();
  cell.told.clear();
  cell.reclaim(first, at_ms(2'500));
  CHECK(cell.calls == Calls{"not idle 0", "parts 0", "changed VM 0", "taken from VM 0"});
  CHECK(cell.cluster().vm(vm).instances == 1);
  CHECK(cell.cluster().vm(vm).used == 128);
  CHECK(cell.listed(f) == Ids{second});
  CHECK(cell.tally().fleet().now(FleetLevel::instances) == 1);
  CHECK(cell.tally().fleet().now(FleetLevel::placed_mib) == 128);
  REQUIRE(cell.told.size() == 1);
  CHECK(cell.told[0].change == Change::instance_reclaimed);
  CHECK(cell.told[0].instance == InstanceId{first});
  CHECK(cell.told[0].amount == 0);  // no other instance needs its room
  cell.reclaim(second, at_ms(2'600));
  CHECK(cell.calls.back() == "empty VM 0");
  CHECK(cell.cluster().vm(vm).used == 0);
}

TEST_CASE("an instance with a running attempt cannot be reclaimed") {
  KeepAliveAlone cell;
  const std::uint32_t id = cell.running_instance(cell.add_function());
  CHECK_THROWS_AS(cell.reclaim(id, at_ms(2'500)), sim::InvariantBroken);
}

TEST_CASE("a reclaimed instance is noted for room, the pool, a floor and the function's queue") {
  KeepAliveAlone cell;
  cell.add_function();
  const std::uint32_t f = cell.add_function();
  SECTION("no notes") {
    cell.reclaim(cell.idle_instance(f, at_ms(0)), at_ms(2'500));
    CHECK(cell.noted() == Facts{{Agenda::Step::room, 0}});
  }
  SECTION("all notes") {
    cell.rows().rest[f].floor = 1;
    cell.pool_.wanted = true;
    const std::uint32_t request = cell.add_request(f, at_ms(0), RequestPlace::function_queue);
    cell.rows().rest[f].queue.push(cell.rows().requests, request, QueueOrder::first_in_first_out, 0, 0);
    cell.reclaim(cell.idle_instance(f, at_ms(0)), at_ms(2'500));
    CHECK(cell.noted() == Facts{{Agenda::Step::own_queue, f},
                                {Agenda::Step::floor, f},
                                {Agenda::Step::room, 0},
                                {Agenda::Step::pool, 0}});
  }
}

TEST_CASE("an eviction is counted within the window, and does not note its room for other instances") {
  KeepAliveAlone cell(true);
  const std::uint32_t f = cell.add_function();
  cell.rows().rest[f].floor = 9;
  for (int i = 0; i < 6; ++i) {
    cell.idle_instance(f, at_ms(0));
  }
  cell.reclaim(0, at_ms(999), true);
  cell.reclaim(1, at_ms(1'000), true);
  cell.reclaim(2, at_ms(20'000) - ns(1), true);
  cell.reclaim(3, at_ms(20'000), true);
  CHECK(cell.tally().evicted() == 2);
  CHECK(cell.tally().extras()[f].evicted == 2);
  CHECK(cell.agenda().empty());
  cell.reclaim(4, at_ms(20'500));
  CHECK(cell.noted() == Facts{{Agenda::Step::floor, f}, {Agenda::Step::room, 0}});
  const std::vector<EvictionNotice>& gone = cell.policy().gone;
  REQUIRE(gone.size() == 5);
  CHECK(gone[1].under_pressure);
  CHECK(gone[1].value == 1.5);
  CHECK(gone[1].live == 4);
  CHECK(gone[1].now == at_ms(1'000));
  CHECK(gone[1].function == FunctionId{f});
  CHECK(gone[1].instance == InstanceId{1u});
  CHECK_FALSE(gone[4].under_pressure);
  CHECK(gone[4].value == 0);
  CHECK(gone[4].live == 1);
}

TEST_CASE("reclaiming an instance without pressure is not counted as an eviction") {
  KeepAliveAlone cell;
  cell.reclaim(cell.idle_instance(cell.add_function(), at_ms(0)), at_ms(2'500));
  CHECK(cell.tally().evicted() == 0);
  CHECK(cell.tally().extras()[0].evicted == 0);
}
