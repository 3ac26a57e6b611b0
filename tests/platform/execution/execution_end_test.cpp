// Tests of the end of an execution: the counts, the charges, and the attempt that takes the free slot.
#include "tests/platform/support/execution_alone.hpp"

using namespace support;

namespace {

using Said = std::vector<std::string>;

/// A cell with one execution of 200 ms and 1 ns, which started at 2,001 ms on a host 1 ms away from the
/// frontend.
struct OneExecution {
  explicit OneExecution(bool has_policies = false) : cell(has_policies) {
    cell.add_function();
    f = cell.add_function(3);
    id = cell.add_instance(f, InstanceState::ready);
    cell.rows().instances[id].distance = ms(1);
    request = cell.started(f, id, at_ms(2'000), ms(200) + ns(1));
    cell.aside.calls.clear();
    cell.told.clear();
  }
  void end() { cell.complete(cell.events.at(0)); }
  /// The end of the execution leaves the warm path.
  void make_unusual(Outcome outcome) {
    cell.rows().requests[request].unusual = unusual::waited;
    cell.outcome = outcome;
    cell.plain = false;
  }

  ExecutionAlone cell;
  std::uint32_t f = 0;
  std::uint32_t id = 0;
  std::uint32_t request = 0;
};

}  // namespace

TEST_CASE("a completed execution is counted and charged, and its slot is released") {
  OneExecution one;
  one.end();
  ExecutionAlone& cell = one.cell;
  CHECK(cell.aside.calls == Said{"count end 0", "release slot of 0", "note admission of 3"});
  CHECK(cell.clients == std::vector{at_ms(2'205) + ns(1)});  // the answer takes 1 ms to the frontend and 3 ms
                                                             // to the client
  const FunctionTally& tally = cell.tally().functions()[one.f];
  CHECK(tally.execution_ns == 200'000'001);
  CHECK(tally.billed_ns == 201'000'000);
  // The slowdown is 205.000001 ms of response over 200.000001 ms of execution: 67,174.4 in units of 1/65,536.
  CHECK(tally.slowdown == 67'174);
  CHECK(cell.tally().distance_ns() == ms(1).ns());
  CHECK(cell.tally().extras()[one.f].instant == 0);
  CHECK(cell.tally().series().current().most_response == 205'000'001);
  CHECK_FALSE(cell.rows().requests.live(one.request));
  CHECK(cell.rows().functions[one.f].in_flight == 0);
  CHECK(cell.rows().tenants[3].in_flight == 0);
  REQUIRE(cell.told.size() == 2);
  CHECK(cell.told[0].change == Change::ended);
  CHECK(cell.told[0].amount == 200'000'001);
  CHECK(cell.told[1].change == Change::finished);
  CHECK(cell.told[1].now == at_ms(2'201) + ns(1));
  CHECK(cell.told[1].until == at_ms(2'205) + ns(1));
  CHECK(cell.told[1].outcome == Outcome::completed);
}

TEST_CASE("the completion event of a lost attempt has no effect") {
  OneExecution one;
  one.cell.rows().requests.renew(one.request);
  one.end();
  CHECK(one.cell.aside.calls.empty());
  CHECK(one.cell.rows().functions[one.f].in_flight == 1);
}

TEST_CASE("an execution of the warm-up is not counted, and an execution of zero length has no slowdown") {
  OneExecution one;
  SECTION("an execution of the warm-up") {
    one.cell.rows().requests[one.request].arrival = at_ms(999);
    one.end();
    CHECK(one.cell.tally().functions()[one.f].billed_ns == 0);
    CHECK(one.cell.tally().functions()[one.f].execution_ns == 0);
    CHECK(one.cell.tally().distance_ns() == 0);
    CHECK(one.cell.aside.calls.front() == "count end 0");
  }
  SECTION("an execution of zero length") {
    one.cell.rows().requests[one.request].started = one.cell.events[0].time;
    one.end();
    CHECK(one.cell.tally().extras()[one.f].instant == 1);
    CHECK(one.cell.tally().functions()[one.f].slowdown == 0);
    CHECK(one.cell.tally().functions()[one.f].billed_ns == 1'000'000);
  }
}

TEST_CASE("an attempt that ends is unlinked from the list of its instance at any position") {
  ExecutionAlone cell;
  const std::uint32_t f = cell.add_function();
  cell.rows().functions[f].slots = 4;
  const std::uint32_t id = cell.add_instance(f, InstanceState::ready);
  for (const std::int64_t duration : {400, 100, 200, 300}) {
    cell.started(f, id, at_ms(2'000), ms(duration));
  }
  cell.complete(cell.events[1]);
  CHECK(cell.requests_of(id) == std::vector<std::uint32_t>{3, 2, 0});
  cell.complete(cell.events[3]);
  CHECK(cell.requests_of(id) == std::vector<std::uint32_t>{2, 0});
  cell.complete(cell.events[0]);
  CHECK(cell.requests_of(id) == std::vector<std::uint32_t>{2});
  cell.complete(cell.events[2]);
  CHECK(cell.requests_of(id).empty());
  CHECK(cell.rows().functions[f].in_flight == 0);
}

TEST_CASE("the agenda is settled if the end is unusual or a request of the tenant waits for admission") {
  OneExecution one;
  SECTION("a request waits for admission") {
    one.cell.rows().tenants[3].waiting = 1;
    one.end();
    CHECK(one.cell.aside.calls.back() == "settle");
  }
  SECTION("the end is unusual") {
    one.cell.plain = false;
    one.end();
    CHECK(one.cell.aside.calls.back() == "settle");
  }
  SECTION("no request waits, and the end is not unusual") {
    one.end();
    CHECK(one.cell.aside.calls.back() == "note admission of 3");
  }
}

TEST_CASE("a failed execution is charged, and counted as a failure unless it is retried") {
  OneExecution one;
  ExecutionAlone& cell = one.cell;
  one.make_unusual(Outcome::timed_out);
  cell.rows().functions[one.f].mask = special::senders;
  HearsAnswers sender;
  cell.aside.all_senders.set(one.request, {&sender, 9}, one.f);
  SECTION("the invocation ends") {
    one.end();
    CHECK(cell.aside.calls == Said{"settle charges of 0", "ask sender of 0", "count failure 3", "count end 3",
                                   "release slot of 0", "note admission of 3", "settle"});
    CHECK(cell.settled == std::vector{ms(200) + ns(1)});
    CHECK_FALSE(cell.rows().requests.live(one.request));
    CHECK(cell.tally().extras()[one.f].charged_again == 0);
    CHECK(sender.senders == std::vector<std::uint32_t>{9});
    REQUIRE(sender.answers.size() == 1);
    CHECK(sender.answers[0].outcome == Outcome::timed_out);
    CHECK(sender.answers[0].at == at_ms(2'205) + ns(1));
    CHECK(cell.told.back().change == Change::finished);
    CHECK(cell.told.back().outcome == Outcome::timed_out);
  }
  SECTION("the invocation is retried") {
    cell.again = at_ms(2'900);
    one.end();
    CHECK(cell.aside.calls == Said{"settle charges of 0", "ask sender of 0", "back off 0",
                                   "release slot of 0", "note admission of 3", "settle"});
    CHECK(cell.rows().requests.live(one.request));
    CHECK(cell.tally().extras()[one.f].charged_again == 1);
    CHECK(sender.answers.empty());
    CHECK(cell.told.back().change == Change::ended);
  }
  CHECK(cell.tally().functions()[one.f].billed_ns == 201'000'000);
  CHECK(cell.tally().functions()[one.f].execution_ns == 0);
  CHECK(cell.tally().functions()[one.f].slowdown == 0);
  CHECK(cell.tally().distance_ns() == 0);
  CHECK(cell.tally().series().current().most_response == 0);
  CHECK(cell.rows().rest[one.f].concurrency_ns == 0);
  CHECK(cell.rows().functions[one.f].in_flight == 0);
  CHECK(cell.rows().tenants[3].in_flight == 0);
}

TEST_CASE("a charged attempt of the warm-up that is retried is not counted") {
  OneExecution one;
  one.make_unusual(Outcome::errored);
  one.cell.again = at_ms(2'900);
  one.cell.rows().requests[one.request].arrival = at_ms(999);
  one.end();
  CHECK(one.cell.tally().extras()[one.f].charged_again == 0);
  CHECK(one.cell.aside.calls[2] == "back off 0");
}

TEST_CASE("the slowdown of an execution on a crowded VM is relative to its time alone") {
  OneExecution one;
  one.make_unusual(Outcome::completed);
  // On a crowded VM the execution took twice as long as alone. The slowdown is 205.000001 ms over 100 ms:
  // 134,348.8 in units of 1/65,536.
  one.cell.rows().requests[one.request].duration = ms(100);
  one.cell.rows().requests[one.request].unusual |= unusual::shared_work;
  one.end();
  CHECK(one.cell.tally().functions()[one.f].slowdown == 134'349);
  CHECK(one.cell.aside.calls[1] == "count end 0");
}

TEST_CASE("policies are notified of a completion, and plan a start when the function has become idle") {
  OneExecution one(true);
  ExecutionAlone& cell = one.cell;
  cell.plain = false;
  cell.rows().rest[one.f].concurrency_ns = 5;
  const bool is_last = GENERATE(true, false);
  if (!is_last) {
    cell.add_request(one.f, at_ms(2'100), RequestPlace::running);
  }
  one.end();
  const auto& heard = static_cast<HearsCompletions&>(*cell.policies().pre_warm).notices;
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].now == at_ms(2'201) + ns(1));
  CHECK(heard[0].function == FunctionId{one.f});
  CHECK(heard[0].instance == InstanceId{one.id});
  CHECK(heard[0].execution == ms(200) + ns(1));
  CHECK(heard[0].in_flight == (is_last ? 0 : 1));
  CHECK(cell.aside.calls[2] == (is_last ? "plan start of 1" : "note admission of 3"));
  CHECK(cell.rows().rest[one.f].concurrency_ns == 2'201'000'006);
}

TEST_CASE("the module of shared work ends the executions of its functions") {
  ExecutionAlone cell;
  EventTable table;
  const std::uint32_t f = cell.add_function();
  CHECK(cell.shared_work() == nullptr);
  // An instance may use one of the two vCPUs. Half of an execution's 200 ms is CPU work.
  PlatformParameters platform;
  platform.cluster.vms.vcpus = 2;
  platform.cpu.memory_per_vcpu = 1;
  FunctionTraits traits;
  traits.cpu = 0.5;
  const WorkDemand demand = work_demand(platform, 1, traits);
  cell.share_work(f, demand, platform, table);
  cell.share_work(cell.add_function(), demand, platform, table);  // of the same module
  REQUIRE(cell.shared_work() != nullptr);
  SharedUse use(at_ms(0), Time::never());
  cell.shared_work()->report(use);
  CHECK(use.capacity(SharedKind::cpu).of_vm == 2 * kRateOfVcpu);
  CHECK((cell.rows().functions[f].mask & special::shared_work) != 0);
  const std::uint32_t id = cell.add_instance(f, InstanceState::ready);
  cell.at(at_ms(2'000));
  const std::uint32_t request = cell.started(f, id, at_ms(2'000));
  CHECK(cell.rows().requests[request].unusual == unusual::shared_work);
  REQUIRE_FALSE(cell.events.empty());
  for (const sim::Event& event : cell.events) {
    CHECK_FALSE(is_of<Completion>(event));
  }
  cell.plain = false;
  SECTION("the execution ends") {
    cell.at(at_ms(2'300));
    cell.end_shared(request, false);
    CHECK(cell.rows().requests[request].unusual == unusual::shared_work);
  }
  SECTION("the execution is cut off at its timeout") {
    cell.at(at_ms(2'300));
    cell.end_shared(request, true);
    CHECK(cell.rows().requests[request].unusual == (unusual::shared_work | unusual::cut_off));
  }
  CHECK(cell.settled == std::vector{ms(300)});
  CHECK(cell.clients == std::vector{at_ms(2'303)});
  CHECK_FALSE(cell.rows().requests.live(request));
}
