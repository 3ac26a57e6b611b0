#include "models/platform/idling/keep_alive.hpp"

#include "tests/platform/support/keep_alive_alone.hpp"

using namespace support;

TEST_CASE("an idle instance has its deadline and its event at the end of its keep-alive") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t id = cell.running_instance(f, 0);
  cell.rows().instances.renew(id);
  cell.become_idle(id, at_ms(250));
  REQUIRE(cell.events.size() == 1);
  CHECK(is_of<KeepAliveEnds>(cell.events[0]));
  CHECK(cell.events[0].time == at_ms(10'250));
  CHECK(cell.events[0].subject == id);
  CHECK(cell.events[0].generation() == 1);
  CHECK(cell.calls == Calls{"keep 0 for 10000000000"});
  REQUIRE(cell.told.size() == 1);
  CHECK(cell.told[0].change == Change::instance_idle);
  CHECK(cell.told[0].until == at_ms(10'250));
}

TEST_CASE("a postponed timer needs no second event until its first event is due") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t id = cell.idle_instance(f, at_ms(0));
  cell.become_idle(id, at_ms(4'000));
  CHECK(cell.events.size() == 1);
  cell.keep_alive_fired(id, at_ms(10'000));
  CHECK(cell.is_live(id));
  REQUIRE(cell.events.size() == 2);
  CHECK(cell.events[1].time == at_ms(14'000));
  cell.keep_alive_fired(id, at_ms(14'000));
  CHECK_FALSE(cell.is_live(id));
  CHECK(cell.events.size() == 2);
}

TEST_CASE("the timer of a busy instance has no effect") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t id = cell.idle_instance(f, at_ms(0));
  cell.rows().instances[id].in_flight = 1;
  cell.keep_alive_fired(id, at_ms(10'000));
  CHECK(cell.is_live(id));
  CHECK(cell.events.size() == 1);
  cell.rows().instances[id].in_flight = 0;
  cell.become_idle(id, at_ms(12'000));
  REQUIRE(cell.events.size() == 2);
  CHECK(cell.events[1].time == at_ms(22'000));
}

TEST_CASE("a keep-alive shorter than before has its own event, and the later event is stale") {
  KeepAliveAlone cell(true);
  const std::uint32_t f = cell.add_function();
  const std::uint32_t id = cell.idle_instance(f, at_ms(0));  // the instance is kept until 1,000
  cell.policy().keep = ms(200);
  cell.become_idle(id, at_ms(500));
  REQUIRE(cell.events.size() == 2);
  CHECK(cell.events[1].time == at_ms(700));
  cell.policy().keep = ms(5'000);
  cell.become_idle(id, at_ms(600));
  CHECK(cell.events.size() == 2);
  cell.keep_alive_fired(id, at_ms(700));
  REQUIRE(cell.events.size() == 3);
  CHECK(cell.events[2].time == at_ms(5'600));
  cell.keep_alive_fired(id, at_ms(1'000));
  CHECK(cell.is_live(id));
  CHECK(cell.events.size() == 3);
}

TEST_CASE("the view of a keep-alive policy has the instance and its function at that instant") {
  KeepAliveAlone cell(true);
  cell.add_function();
  const std::uint32_t f = cell.add_function();
  cell.add_instance(0, InstanceState::ready);
  cell.add_instance(f, InstanceState::starting);
  const std::uint32_t id = cell.running_instance(f, 0);
  cell.rows().instances[id].uses = 6;
  cell.rows().instances[id].serial = 3;
  cell.rows().instance_rest[id].created = at_ms(40);
  cell.rows().instance_rest[id].ready = at_ms(100);
  cell.rows().instance_rest[id].memory = 256;
  cell.rows().rest[f].idle = 4;
  cell.rows().functions[f].in_flight = 5;
  cell.become_idle(id, at_ms(300));
  REQUIRE(cell.policy().views.size() == 1);
  const IdleInstanceView& view = cell.policy().views[0];
  CHECK(view.now == at_ms(300));
  CHECK(view.instance == InstanceId{2u});
  CHECK(view.function == FunctionId{1u});
  CHECK(view.vm == VmId{2u});
  CHECK(view.memory == 256);
  CHECK(view.created == at_ms(40));
  CHECK(view.uses == 6);
  CHECK(view.live == 2);
  CHECK(view.start_up == ms(60));
  CHECK(view.idle == 4);
  CHECK(view.ordinal == 3 * 4'294'967'296u + 6);
  CHECK(view.in_flight == 5);
  CHECK(sim::Draw(view.draws, 1, 2).below(1'000'000) ==
        sim::Draw(cell.key(Purpose::keep_alive), 1, 2).below(1'000'000));
  cell.policy().keep = ns(-3);
  CHECK_THROWS_WITH(
      cell.become_idle(id, at_ms(300)),
      "keep_alive policy 'told', at 0.3 s, kept an instance for -3 ns, that is until a time in the past");
}

TEST_CASE("an instance enters the order of idle instances before its policy is called") {
  KeepAliveAlone cell;
  const std::uint32_t id = cell.running_instance(cell.add_function(), 0);
  cell.idleness_.kept = true;
  cell.become_idle(id, at_ms(300));
  CHECK(cell.calls == Calls{"idle 0", "keep 0 for 10000000000"});
}

TEST_CASE("an instance that is kept forever has no event") {
  KeepAliveAlone cell(true);
  cell.policy().keep = Duration::infinite();
  cell.idle_instance(cell.add_function(), at_ms(100));
  CHECK(cell.events.empty());
  CHECK(cell.told[0].until == Time::never());
}

TEST_CASE("an instance is listed in front, and can be unlisted at any position") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  for (int i = 0; i < 4; ++i) {
    cell.list(cell.running_instance(f, 0));
  }
  CHECK(cell.listed(f) == Ids{3, 2, 1, 0});
  cell.unlist(2);
  CHECK(cell.listed(f) == Ids{3, 1, 0});
  CHECK_FALSE(cell.rows().instances[2].listed);
  cell.unlist(3);
  CHECK(cell.listed(f) == Ids{1, 0});
  cell.unlist(0);
  CHECK(cell.listed(f) == Ids{1});
  cell.unlist(1);
  CHECK(cell.listed(f).empty());
  CHECK(cell.calls.empty());
  cell.candidates_.needed = true;
  cell.list(2);
  cell.unlist(2);
  CHECK(cell.calls == Calls{"candidate 2", "no candidate 2"});
}

TEST_CASE("on the warm path an instance with a released slot is idle and in front of the list") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  cell.idle_instance(f, at_ms(0));
  const std::uint32_t id = cell.running_instance(f);
  CHECK(cell.tally().busy() == 1);
  CHECK(cell.release_slot(id, at_ms(2'500)));
  CHECK(cell.listed(f) == Ids{1, 0});
  CHECK(cell.rows().instances[id].keep_alive.due() == at_ms(12'500));
  CHECK(cell.tally().busy() == 0);
  CHECK(cell.tally().busy_so_far_ns(f) == at_ms(2'500).ns() - cell.tally().window().from().ns());
}

TEST_CASE("a released slot takes the next waiting attempt, and its instance moves to the front") {
  KeepAliveAlone cell;
  const std::uint32_t f = cell.add_function();
  cell.rows().functions[f].mask = special::several_slots;
  cell.rows().functions[f].slots = 2;
  const std::uint32_t id = cell.running_instance(f, 2);
  SECTION("no attempt waits: the instance has a free slot and still runs") {
    cell.list(cell.running_instance(f, 0));
    CHECK_FALSE(cell.release_slot(id, at_ms(2'500)));
    CHECK(cell.listed(f) == Ids{0, 1});
    CHECK(cell.events.empty());
    CHECK(cell.tally().busy() == 1);
    CHECK(cell.calls == Calls{"take from queue 0"});
    CHECK(cell.rows().instance_rest[id].last_used == at_ms(2'500));
    cell.list(cell.running_instance(f, 0));
    CHECK_FALSE(cell.release_slot(id, at_ms(2'600)));  // the instance was second in the list, and is idle now
    CHECK(cell.listed(f) == Ids{0, 2, 1});
    CHECK(cell.tally().busy() == 0);
    REQUIRE(cell.events.size() == 1);
    CHECK(cell.events[0].time == at_ms(12'600));
  }
  SECTION("a waiting attempt takes the slot") {
    cell.takes_from_queue = 1;
    CHECK_FALSE(cell.release_slot(id, at_ms(2'500)));
    CHECK(cell.listed(f).empty());
    CHECK(cell.events.empty());
  }
  SECTION("an idle instance is noted as room if instances may be evicted") {
    cell.idleness_.evicting = GENERATE(false, true);
    CHECK_FALSE(cell.release_slot(id, at_ms(2'500)));
    CHECK(cell.noted().empty());
    CHECK_FALSE(cell.release_slot(id, at_ms(2'500)));
    CHECK(cell.noted() == (cell.idleness_.evicting ? Facts{{Agenda::Step::room, 0}} : Facts{}));
  }
}

TEST_CASE("an instance yields to another function only if queueing orders across functions") {
  const bool across = GENERATE(false, true);
  KeepAliveAlone cell(false, across);
  cell.add_function();
  const std::uint32_t f = cell.add_function();
  cell.rows().functions[f].mask = special::waiting;
  cell.yielding = true;
  CHECK_FALSE(cell.release_slot(cell.running_instance(f), at_ms(2'500)));
  CHECK(cell.calls.front() == (across ? "wait for room 1" : "take from queue 0"));
  CHECK(cell.listed(f) == Ids{0});
}
