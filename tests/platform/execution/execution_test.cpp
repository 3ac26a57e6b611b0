#include "models/platform/execution/execution.hpp"

#include "tests/platform/support/execution_alone.hpp"

using namespace support;

namespace {

using Spoken = std::vector<std::string>;
using Running = std::vector<std::uint32_t>;

std::uint32_t state_of(const ExecutionAlone& cell, std::uint32_t request) {
  return static_cast<const CellState&>(cell).rows().requests[request].unusual;
}

}  // namespace

TEST_CASE("an execution starts when its request reaches the host, and ends after its duration") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t id = cell.add_instance(f, InstanceState::ready);
  cell.rows().instances[id].listed = true;
  cell.rows().instances[id].distance = ms(1);
  const std::uint32_t request = cell.add_request(f, at_ms(2'000), RequestPlace::frontend);
  cell.rows().requests.renew(request);
  cell.rows().requests[request].duration = ms(200);
  cell.start<true>(request, id, at_ms(2'000), StartKind::warm);
  const Request& row = cell.rows().requests[request];
  CHECK(row.started == at_ms(2'001));
  CHECK(row.instance == id);
  CHECK(row.place == static_cast<std::uint8_t>(RequestPlace::running));
  CHECK(row.unusual == 0);
  CHECK(row.first_use);
  REQUIRE(cell.events.size() == 1);
  CHECK(is_of<Completion>(cell.events[0]));
  CHECK(cell.events[0].time == at_ms(2'201));
  CHECK(cell.events[0].subject == request);
  CHECK(cell.events[0].generation() == 1);
  CHECK(cell.rows().instances[id].in_flight == 1);
  CHECK(cell.rows().instances[id].uses == 1);
  CHECK(cell.tally().busy() == 1);
  CHECK(cell.aside.calls == Spoken{"unlist 0"});
  REQUIRE(cell.told.size() == 1);
  CHECK(cell.told[0].change == Change::started);
  CHECK(cell.told[0].until == at_ms(2'001));
}

TEST_CASE("an instance leaves its list when its last slot is taken, and its busy time is counted once") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  cell.rows().functions[f].slots = 3;
  const std::uint32_t id = cell.add_instance(f, InstanceState::ready);
  cell.rows().instances[id].listed = true;
  cell.aside.keyed = true;
  cell.started(f, id, at_ms(2'000));
  cell.started(f, id, at_ms(2'100));
  CHECK(cell.aside.calls == Spoken{"renew 0", "renew 0"});
  CHECK(cell.rows().instances[id].listed);
  cell.started(f, id, at_ms(2'150));
  CHECK(cell.aside.calls == Spoken{"renew 0", "renew 0", "unlist 0"});
  CHECK(cell.requests_of(id) == Running{2, 1, 0});
  CHECK(cell.rows().instances[id].in_flight == 3);
  CHECK(cell.tally().busy() == 1);
  CHECK(cell.rows().requests[0].first_use);
  CHECK_FALSE(cell.rows().requests[1].first_use);
  // The instance is busy since the first start. The start time was subtracted, and the end time will be
  // added.
  CHECK(-cell.tally().busy_so_far_ns(f) == 2'000'000'000);
}

TEST_CASE("the key of a candidate is renewed only if keys exist and the candidate is listed") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  cell.rows().functions[f].slots = 3;
  const std::uint32_t id = cell.add_instance(f, InstanceState::ready);
  SECTION("keys do not exist") {
    cell.rows().instances[id].listed = true;
  }
  SECTION("the candidate is not listed yet") {
    cell.aside.keyed = true;
  }
  cell.started(f, id, at_ms(2'000));
  CHECK(cell.aside.calls.empty());
}

TEST_CASE("a start is reported to the order of idle instances if it needs starts") {
  ExecutionAlone cell;
  cell.add_function();
  const std::uint32_t f = cell.add_function();
  cell.aside.attending = true;
  cell.started(f, cell.add_instance(f, InstanceState::ready), at_ms(2'000));
  CHECK(cell.aside.calls == Spoken{"attend function 1", "on 0"});
}

TEST_CASE("an execution is cut off one nanosecond after the timeout of its function, not at the timeout") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  cell.rows().functions[f].timeout = ms(150);
  const std::uint32_t id = cell.add_instance(f, InstanceState::ready);
  cell.rows().instances[id].distance = ms(1);
  const std::uint32_t within = cell.started(f, id, at_ms(2'000), ms(150));
  const std::uint32_t beyond = cell.started(f, id, at_ms(3'000), ms(150) + ns(1));
  CHECK(state_of(cell, within) == 0);
  CHECK(state_of(cell, beyond) == unusual::cut_off);
  CHECK(cell.events[0].time == at_ms(2'151));
  CHECK(cell.events[1].time == at_ms(3'151));
}

TEST_CASE("an execution that would end after the maximum of simulated time completes at the maximum") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t id = cell.add_instance(f, InstanceState::ready);
  cell.started(f, id, at_ms(2'000), Duration{Time::latest().ns()});
  CHECK(cell.events[0].time == Time::latest());
}

TEST_CASE("starts are counted by kind: by function only in the window, in the series at any time") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t used = cell.add_instance(f, InstanceState::ready);
  const auto start = [&](Time arrival, std::uint32_t id, StartKind kind) {
    const std::uint32_t request = cell.add_request(f, arrival, RequestPlace::function_queue);
    cell.rows().requests[request].duration = ms(200);
    cell.start<false>(request, id, at_ms(2'000), kind);
    return state_of(cell, request);
  };
  const auto fresh = [&] { return cell.add_instance(f, InstanceState::ready); };
  CHECK(start(at_ms(999), used, StartKind::cold) == 0);  // this invocation arrived before the window
  CHECK(start(at_ms(999), used, StartKind::warm) == 0);  // this one also arrived before the window
  CHECK(start(at_ms(1'000), used, StartKind::warm) == 0);
  CHECK(start(at_ms(1'000), fresh(), StartKind::warm) == 0);    // the instance was started before it was
                                                                // needed, and this is its first use
  CHECK(start(at_ms(1'000), fresh(), StartKind::waited) == 0);  // the first use of another instance started
                                                                // ahead
  CHECK(start(at_ms(1'000), used, StartKind::waited) == 0);
  CHECK(start(at_ms(1'000), fresh(), StartKind::cold) == unusual::pays_init);
  CHECK(start(at_ms(1'000), used, StartKind::cold) == 0);  // another request waited for the same start and
                                                           // pays for it
  cell.bills_init = false;
  CHECK(start(at_ms(1'000), fresh(), StartKind::cold) == 0);
  const FunctionExtras& extras = cell.tally().extras()[f];
  CHECK(cell.tally().functions()[f].warm == 2);
  CHECK(extras.waited == 2);
  CHECK(extras.cold == 3);
  CHECK(extras.first_use == 4);
  CHECK(cell.tally().started() == 7);
  CHECK(cell.tally().series().current().started == 9);
  CHECK(cell.tally().series().current().cold == 4);
}

TEST_CASE("a starting instance is claimed once by its attempts, and can be joined while it has a free slot") {
  ExecutionAlone cell;
  cell.add_function();
  const std::uint32_t f = cell.add_function();
  cell.rows().functions[f].slots = 2;
  const std::uint32_t id = cell.add_instance(f, InstanceState::starting);
  const FunctionRest& rest = cell.rows().rest[f];
  const auto bound = [&](std::uint32_t to) {
    const std::uint32_t request = cell.add_request(f, at_ms(2'000), RequestPlace::frontend);
    cell.rows().requests[request].previous = 77;  // a value that remains from the queue in which the attempt
                                                  // waited
    cell.bind(request, to);
    return request;
  };
  cell.at(at_ms(2'500));
  const std::uint32_t first = bound(id);
  CHECK(cell.rows().requests[first].place == static_cast<std::uint8_t>(RequestPlace::bound));
  CHECK(cell.rows().requests[first].instance == id);
  CHECK(cell.rows().requests[first].started == at_ms(2'500));
  CHECK(rest.joinable == id);
  CHECK(rest.claimed == 1);
  CHECK(rest.bound == 1);
  CHECK(cell.aside.calls == Spoken{"may join 1"});
  const std::uint32_t second = bound(id);
  CHECK(rest.joinable == kNone);
  CHECK(rest.claimed == 1);
  CHECK(rest.bound == 2);
  CHECK(cell.aside.calls.size() == 1);
  CHECK(cell.requests_of(id) == Running{second, first});
  CHECK(cell.rows().instances[id].in_flight == 2);
  CHECK(cell.tally().busy() == 0);  // the attempt does not run yet

  const std::uint32_t other = cell.add_instance(f, InstanceState::starting);
  cell.rows().instances[other].slots = 1;
  cell.rows().rest[f].joinable = 7;
  bound(other);
  CHECK(rest.joinable == 7);  // a third attempt can still join
  CHECK(rest.claimed == 2);
  CHECK(rest.bound == 3);

  cell.release_claim(id);
  CHECK(rest.claimed == 1);
  CHECK(rest.bound == 1);
}

TEST_CASE("releasing the claim of an instance without bound attempts has no effect") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  cell.rows().rest[f].claimed = 4;
  cell.rows().rest[f].bound = 5;
  cell.release_claim(cell.add_instance(f, InstanceState::starting));
  const std::uint32_t running = cell.add_instance(f, InstanceState::ready);
  cell.started(f, running, at_ms(2'000));
  cell.release_claim(running);
  CHECK(cell.rows().rest[f].claimed == 4);
  CHECK(cell.rows().rest[f].bound == 5);
}

TEST_CASE("errors and set-aside concurrency are marked for the end of an attempt") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t request = cell.add_request(f, at_ms(2'000), RequestPlace::running);
  Function& function = cell.rows().functions[f];
  cell.rows().requests[request].unusual = unusual::cut_off;
  const auto marked = [&](std::uint32_t mask, double error_rate) {
    cell.rows().requests[request].unusual = unusual::cut_off;
    function.mask = mask;
    cell.rows().rest[f].error_rate = error_rate;
    cell.mark_unusual(request);
    return state_of(cell, request);
  };
  CHECK(marked(special::several_slots, 1) == unusual::cut_off);
  CHECK(marked(special::set_aside, 1) == (unusual::cut_off | unusual::by_function));
  CHECK(marked(special::errors, 0) == unusual::cut_off);
  CHECK(marked(special::errors, 1) == (unusual::cut_off | unusual::errs));
  CHECK(marked(special::errors | special::set_aside, 1) ==
        (unusual::cut_off | unusual::errs | unusual::by_function));
}

TEST_CASE("each attempt of an invocation draws its own error") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t request = cell.add_request(f, at_ms(2'000), RequestPlace::running);
  cell.rows().functions[f].mask = special::errors;
  cell.rows().rest[f].error_rate = 0.5;
  int errors = 0;
  for (std::uint8_t attempt = 0; attempt < 200; ++attempt) {
    cell.rows().requests[request].unusual = 0;
    cell.rows().requests[request].attempt = attempt;
    cell.mark_unusual(request);
    errors += state_of(cell, request) == unusual::errs ? 1 : 0;
  }
  CHECK(errors > 70);  // the mean of 200 fair draws is 100; 70 is more than four standard deviations away
  CHECK(errors < 130);
}

TEST_CASE(
    "the waits of an attempt are counted at its start, together with its start-up if the attempt is cold") {
  const bool draws_latency = GENERATE(false, true);
  ExecutionAlone cell(false, draws_latency);
  const std::uint32_t f = cell.add_function();
  const auto counted = [&](Time arrival, const Waits& waits, StartKind kind) {
    const std::uint32_t request = cell.add_request(f, arrival, RequestPlace::running);
    cell.rows().requests[request].start = static_cast<std::uint8_t>(kind);
    cell.rows().waits[request] = waits;
    cell.count_waits(request, ms(40));
    return state_of(cell, request);
  };
  Waits queued{};
  queued.queued = ms(30);
  Waits starting{};
  starting.starting = ms(20);
  Waits lost{};
  lost.lost = ms(10);
  CHECK(counted(at_ms(2'000), {}, StartKind::warm) == (draws_latency ? unusual::waited : 0));
  CHECK(counted(at_ms(2'000), queued, StartKind::waited) == unusual::waited);
  CHECK(counted(at_ms(2'000), queued, StartKind::cold) == unusual::waited);
  CHECK(counted(at_ms(2'000), starting, StartKind::cold) == unusual::waited);
  CHECK(counted(at_ms(2'000), lost, StartKind::warm) == unusual::waited);
  CHECK(counted(at_ms(999), queued, StartKind::cold) == unusual::waited);  // this start is not counted
  CHECK(cell.tally().queueing_ns() == ms(60).ns());
  CHECK(cell.tally().extras()[f].queueing_ns == ms(60).ns());
  CHECK(cell.tally().cold_start().count() == 2);
  CHECK(cell.tally().cold_start().sum() == ms(80).ns());
}
