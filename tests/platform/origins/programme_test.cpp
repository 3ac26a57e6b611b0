#include "models/platform/origins/programme.hpp"

#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

/// One programme on a core that records its requests. A request takes 5 ms to the platform.
struct ProgrammeAlone {
  explicit ProgrammeAlone(std::vector<ProgrammeStep> steps, Time end = Time::never()) {
    Programme programme;
    programme.name = "p";
    programme.tenant = "t";
    programme.steps = std::move(steps);
    const std::unique_ptr<ArrivalSource> source = open_programme(programme, 1, 0, 0, table);
    core.tables.rest.resize(table.size());
    for (std::size_t id = 0; id < table.size(); ++id) {
      core.tables.rest[id].memory = table[FunctionId{id}].memory;
    }
    programmes.emplace(core, ms(5), end, source->programmes());
    events.handle<ProgrammeSends, &Programmes::sends>(*programmes);
    events.handle<ProgrammeContinues, &Programmes::continues>(*programmes);
    for (std::uint32_t id = 0; id < table.size(); ++id) {
      programmes->adopt(id);
    }
    programmes->begin();
  }
  /// Handles events up to the next answer.
  void run() { core.run(events); }
  /// Answers the request with that position among all requests.
  void answer(std::size_t position, std::int64_t at, const TenantView& seen = {},
              Outcome outcome = Outcome::completed) {
    core.clock = at_ms(at);
    const Sender& sender = core.sent.at(position).sender;
    sender.origin->answered(sender.number, {outcome, at_ms(at), at_ms(at), seen});
    run();
  }
  /// The requests so far, as pairs of the time in ms and the function.
  [[nodiscard]] std::vector<std::pair<std::int64_t, std::uint32_t>> sent() const {
    std::vector<std::pair<std::int64_t, std::uint32_t>> all;
    for (const FakeCore::Sent& each : core.sent) {
      all.emplace_back(each.arrival.time.ns() / 1'000'000, each.arrival.function.value());
    }
    return all;
  }
  [[nodiscard]] std::vector<double> recorded(const std::string& name) const {
    for (const ProgrammeRecord& record : programmes->records()) {
      if (record.name == name) {
        std::vector<double> values;
        for (const RecordedValue& each : record.values) {
          values.push_back(each.value);
        }
        return values;
      }
    }
    return {};
  }

  FakeCore core;
  FunctionTable table;
  EventTable events;
  std::optional<Programmes> programmes;
};

using SentTimes = std::vector<std::pair<std::int64_t, std::uint32_t>>;

DeployStep deploy(const std::string& functions, std::uint32_t count = 1) {
  DeployStep step;
  step.functions = functions;
  step.count = count;
  return step;
}

InvokeStep invoke(const std::string& functions) {
  InvokeStep step;
  step.functions = functions;
  return step;
}

ProgrammeStep wait(std::int64_t time) {
  return {WaitStep{ms(time)}};
}

TenantView on(std::uint64_t instance, std::uint64_t vm = 0) {
  TenantView seen;
  seen.instance = instance;
  seen.vm = vm;
  return seen;
}

TenantView new_instance(std::uint64_t instance) {
  TenantView seen = on(instance);
  seen.is_new = true;
  return seen;
}

}  // namespace

TEST_CASE("a programme sends requests at one instant, and goes on after the last answer") {
  ProgrammeAlone alone({{deploy("f", 2)}, {invoke("f")}, wait(100), {invoke("f")}});
  CHECK(alone.core.with_senders == std::vector<std::uint32_t>{0, 1});
  alone.run();
  CHECK(alone.sent() == SentTimes{{0, 0}, {0, 1}});
  CHECK(alone.core.sent[0].at == at_ms(5));
  alone.answer(1, 30);
  CHECK(alone.sent().size() == 2);
  CHECK(alone.programmes->pending() == 0);
  alone.answer(0, 50);
  CHECK(alone.sent() == SentTimes{{0, 0}, {0, 1}, {150, 0}, {150, 1}});
}

TEST_CASE("a programme may send more requests than it has functions, hold them and not wait") {
  InvokeStep step = invoke("f");
  step.at_once = 3;
  step.hold = ms(700);
  step.waits = false;
  DeployStep functions = deploy("f", 2);
  functions.duration = takes(ms(40));
  InvokeStep plain = invoke("f");
  ProgrammeAlone alone({{functions}, {step}, wait(10), {plain}});
  alone.run();
  CHECK(alone.sent() == SentTimes{{0, 0}, {0, 1}, {0, 0}, {10, 0}, {10, 1}});
  CHECK(alone.core.sent[0].arrival.duration == ms(700));
  CHECK(alone.core.sent[3].arrival.duration == ms(40));
}

TEST_CASE("each round of a repeat deploys other functions and begins in time") {
  RepeatStep rounds;
  rounds.times = 3;
  rounds.every = ms(1'000);
  rounds.steps = {{deploy("f", 2)}, {invoke("f")}};
  ProgrammeAlone alone({{rounds}});
  CHECK(alone.table.size() == 6);
  CHECK(alone.table[FunctionId{0u}].name == "f/1-1");
  CHECK(alone.table[FunctionId{5u}].name == "f/3-2");
  alone.run();
  alone.answer(0, 20);
  alone.answer(1, 20);
  alone.answer(2, 1'020);
  alone.answer(3, 2'500);  // the round took longer than 1 s, so the next follows at once
  CHECK(alone.sent() == SentTimes{{0, 0}, {0, 1}, {1'000, 2}, {1'000, 3}, {2'500, 4}, {2'500, 5}});
}

TEST_CASE("a search halves the interval between a reused and a new instance") {
  SearchStep search;
  search.functions = "f";
  search.longest = ms(1'000);
  search.precision = ms(250);
  search.record = "idle";
  ProgrammeAlone alone({{deploy("f")}, {search}});
  alone.run();
  alone.answer(0, 10, new_instance(0));
  CHECK(alone.sent().back() == std::pair<std::int64_t, std::uint32_t>{1'010, 0});
  alone.answer(1, 1'020, new_instance(1));  // gone after 1,000 ms, so 500 ms are next
  alone.answer(2, 1'030, on(1));
  CHECK(alone.sent().back().first == 1'530);
  alone.answer(3, 1'540, on(1));  // live after 500 ms, so 750 ms are next
  alone.answer(4, 1'550, on(1));
  CHECK(alone.sent().back().first == 2'300);
  alone.answer(5, 2'310, new_instance(2));
  CHECK(alone.recorded("idle") == std::vector<double>{0.75});
  CHECK(alone.sent().size() == 6);
}

TEST_CASE("a search records nothing if the instance outlives the longest pause or a call fails") {
  SearchStep search;
  search.functions = "f";
  search.longest = ms(1'000);
  search.precision = ms(250);
  search.record = "idle";
  ProgrammeAlone alone({{deploy("f")}, {search}});
  alone.run();
  alone.answer(0, 10, new_instance(0));
  alone.answer(1, 1'020, on(0));
  CHECK(alone.programmes->records().empty());
  CHECK(alone.programmes->cut_short(false).empty());
  ProgrammeAlone failing({{deploy("f")}, {search}});
  failing.run();
  failing.answer(0, 10, {}, Outcome::throttled);
  CHECK(failing.programmes->records().empty());
  CHECK(failing.sent().size() == 1);
}

TEST_CASE("a programme updates and deletes functions through the core") {
  UpdateStep update{"f", takes(ms(3'000))};
  DeleteStep all{"f", ""};
  ProgrammeAlone alone({{deploy("f", 2)}, wait(20), {update}, wait(10), {all}});
  alone.run();
  REQUIRE(alone.core.replaced.size() == 4);
  CHECK(alone.core.replaced[1].function == 1);
  CHECK(alone.core.replaced[1].at == at_ms(20));
  CHECK(alone.core.replaced[1].consistent_after == takes(ms(3'000)));
  CHECK(alone.core.replaced[2].at == at_ms(30));
  CHECK(alone.core.replaced[2].consistent_after == takes(ms(0)));
}

TEST_CASE("a programme keeps the largest group on a VM, or skips to the next delete") {
  const auto steps = [](std::uint32_t members) {
    return std::vector<ProgrammeStep>{{deploy("f", 3)},
                                      {invoke("f")},
                                      {KeepGroupStep{"f", members, "g"}},
                                      {invoke("g")},
                                      {DeleteStep{"f", "g"}}};
  };
  ProgrammeAlone alone(steps(2));
  alone.run();
  alone.answer(0, 10, on(0, 7));
  alone.answer(1, 10, on(1, 8));
  alone.answer(2, 10, on(2, 8));
  CHECK(alone.sent() == SentTimes{{0, 0}, {0, 1}, {0, 2}, {10, 1}, {10, 2}});
  alone.answer(3, 20, on(1, 8));
  alone.answer(4, 20, on(2, 8));
  REQUIRE(alone.core.replaced.size() == 1);
  CHECK(alone.core.replaced[0].function == 0);
  ProgrammeAlone without(steps(3));
  without.run();
  without.answer(0, 10, on(0, 7));
  without.answer(1, 10, on(1, 8));
  without.answer(2, 10, on(2, 8));
  CHECK(without.sent().size() == 3);
  CHECK(without.core.replaced.size() == 3);  // no function is in the group
}

TEST_CASE("values are recorded with the number of their round") {
  RepeatStep rounds;
  rounds.times = 2;
  rounds.steps = {{invoke("f")}, {RecordStep{"latency", Observed::latency, "", Among::all}}};
  ProgrammeAlone alone({{deploy("f")}, {rounds}});
  alone.run();
  alone.answer(0, 25);
  alone.answer(1, 75);
  REQUIRE(alone.programmes->records().size() == 1);
  const ProgrammeRecord& record = alone.programmes->records()[0];
  CHECK(record.programme == "p");
  CHECK(record.unit == "s");
  CHECK(alone.recorded("latency") == std::vector<double>{0.025, 0.05});
  CHECK(record.values[1].round == 1);
}

TEST_CASE("no step begins at the end of the run, which gives a warning") {
  ProgrammeAlone alone({{deploy("f")}, wait(100), {invoke("f")}}, at_ms(100));
  alone.run();
  CHECK(alone.sent().empty());
  CHECK(alone.programmes->pending() == 0);
  const Warnings warnings = alone.programmes->cut_short(false);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].setting == "programmes.p");
  CHECK(alone.programmes->cut_short(true).empty());
}

TEST_CASE("only functions of programmes show what their executions see") {
  ProgrammeAlone alone({{deploy("f", 2)}});
  CHECK(alone.programmes->mask_of(1) == (special::probed | special::updates));
  CHECK(alone.programmes->mask_of(2) == 0);
}
