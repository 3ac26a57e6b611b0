#include "models/platform/cell/engine.hpp"

#include "sim/calendar.hpp"
#include "tests/support/platform_fixture.hpp"

namespace curtain {

extern template class Engine<sim::Calendar, true>;

}  // namespace curtain

using namespace support;

namespace {

/// An observed engine, with the interface that its modules use. Each host has room for one VM of 1,024 MiB.
struct EngineAlone : World {
  EngineAlone() {
    parameters.cluster.vms.memory = 1'024;
    parameters.cluster.hosts.memory = 1'024;
    options.observer = &record;
    options.seed = 7;
    options.replication = 3;
  }
  /// Creates the engine and advances it event by event, until the first event at `time` or later has been
  /// handled.
  CoreApi& at(Time time) {
    begin();
    do {
      engine->advance(Time::never(), 1);
    } while (engine->now() < time);
    return *engine;
  }
  /// Returns the engine after its preparation, before its first event.
  CoreApi& begin() {
    if (!engine) {
      source = std::make_unique<ClientSource>(arrivals, horizon, groups);
      engine = std::make_unique<Engine<sim::Calendar, true>>(parameters, table, *source, options);
      engine->advance(Time{0}, 1);
    }
    return *engine;
  }
  /// Returns the only observation of a kind of change; there must be exactly one.
  [[nodiscard]] Observation only(Change change) const {
    const std::vector<Observation> seen = record.of(change);
    REQUIRE(seen.size() == 1);
    return seen[0];
  }

  std::unique_ptr<ClientSource> source;
  std::unique_ptr<Engine<sim::Calendar, true>> engine;
};

/// A sender that postpones its decision whether to retry its invocation.
class Undecided final : public Origin {
 public:
  void answered(std::uint32_t number, const Answer& how) override {
    sender = number;
    answer = how;
  }
  std::optional<Time> tries_again(std::uint32_t number, Time, const AttemptEnd& how) override {
    sender = number;
    ended = how;
    return Time::never();
  }
  std::uint32_t sender = kNone;
  AttemptEnd ended;
  Answer answer;
};

}  // namespace

TEST_CASE("modules can read the rows, the clock, the cluster and the draws of their engine") {
  EngineAlone world;
  const FunctionId f = world.function("f", {}, 256);
  world.arrive(f, at_ms(100), ms(1'000));
  CoreApi& core = world.at(at_ms(100));
  CHECK(core.now() == at_ms(100));
  CHECK(world.engine->now() == at_ms(100));
  REQUIRE(core.rows().functions.size() == 1);
  CHECK(core.rows().functions[0].in_flight == 1);
  CHECK(core.rows().rest[0].memory == 256);
  CHECK(core.rows().requests[0].duration == ms(1'000));
  CHECK(core.cluster().placed_mib() == 256);
  const sim::DrawKey expected{7, 3, static_cast<std::uint32_t>(Purpose::sandbox)};
  CHECK(sim::Draw(core.key(Purpose::sandbox), 1, 2).below(1'000'000) ==
        sim::Draw(expected, 1, 2).below(1'000'000));
  CHECK(core.agenda().empty());
}

TEST_CASE("a VM that a module crashes is lost with its executions at the instant of the crash") {
  EngineAlone world;
  world.arrive(world.function("f"), at_ms(100), ms(1'000));
  CoreApi& core = world.at(at_ms(100));
  core.crash(0);
  CHECK(world.only(Change::vm_crashed).vm == VmId{0u});
  CHECK(world.only(Change::vm_crashed).now == at_ms(100));
  CHECK(world.only(Change::instance_reclaimed).now == at_ms(100));
  CHECK(world.only(Change::finished).outcome == Outcome::failed);
  CHECK(core.rows().functions[0].live == 0);
  CHECK(core.rows().requests.size() == 0);
  CHECK(core.cluster().vm_count() == 0);
}

TEST_CASE("a host that a module takes down loses its VM, and can be brought up again") {
  EngineAlone world;
  const FunctionId f = world.function("f", {}, 1'024);
  world.arrive(f, at_ms(100), ms(1'000));
  world.arrive(f, at_ms(200), ms(1'000));
  CoreApi& core = world.at(at_ms(200));
  CHECK(core.cluster().vm_count() == 2);
  core.set_hosts_up({false, 1}, false);
  CHECK(world.only(Change::outage_began).host == HostId{1u});
  CHECK(world.only(Change::vm_crashed).host == HostId{1u});
  CHECK(core.cluster().vm_count() == 1);
  CHECK(core.cluster().hosts().down() == 1);
  CHECK(world.record.of(Change::outage_ended).empty());
  core.set_hosts_up({false, 1}, true);
  CHECK(world.only(Change::outage_ended).host == HostId{1u});
  CHECK(core.cluster().hosts().down() == 0);
}

TEST_CASE(
    "a module sends requests under its own numbers, is notified of their ends, and can give a request up") {
  // f is cut off after 300 ms, and its sender has not yet decided whether to retry.
  EngineAlone world;
  FunctionTraits traits;
  traits.timeout = ms(300);
  const FunctionId f = world.function("f", traits);
  const FunctionId g = world.function("g");
  world.arrive(g, at_ms(0), ms(900));
  CoreApi& core = world.at(at_ms(0));
  Undecided sender;
  core.expect_senders(f.value(), nullptr);
  CHECK((core.rows().functions[f.index()].mask & special::senders) != 0);
  CHECK((core.rows().functions[g.index()].mask & special::senders) == 0);
  core.send({Time{0}, ms(1'000), f}, {&sender, 41});
  CHECK(world.record.of(Change::arrived).back().function == f);
  world.at(at_ms(900));
  CHECK(sender.sender == 41);
  CHECK(sender.ended.outcome == Outcome::timed_out);
  CHECK(sender.ended.at == at_ms(300));
  CHECK(sender.answer.at == Time{});
  CHECK(core.rows().requests.live(1));
  core.give_up(1, {Outcome::timed_out, Rejection::unstated, core.now()});
  CHECK(sender.answer.outcome == Outcome::timed_out);
  CHECK(sender.answer.at == at_ms(900));
  CHECK(world.record.of(Change::finished).back().function == f);
  CHECK(world.record.of(Change::finished).back().outcome == Outcome::timed_out);
  CHECK_FALSE(core.rows().requests.live(1));
}

TEST_CASE("requests of the stream belong to the module that expects them, under the numbers of their rows") {
  EngineAlone world;
  FunctionTraits traits;
  traits.timeout = ms(300);
  const FunctionId f = world.function("f", traits);
  world.arrive(world.function("g"), at_ms(0), ms(900));
  world.arrive(f, at_ms(100), ms(1'000));
  CoreApi& core = world.at(at_ms(0));
  Undecided sender;
  core.expect_senders(f.value(), &sender);
  world.at(at_ms(400));
  CHECK(sender.sender == 1);
  CHECK(sender.ended.at == at_ms(400));
}

TEST_CASE("a generic instance that a module starts has no function and occupies its memory") {
  EngineAlone world;
  world.parameters.cluster.hosts.count = 1;
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.arrive(world.function("f"), at_ms(0), ms(100));  // this instance occupies 128 of 1,024 MiB
  CoreApi& core = world.at(at_ms(0));
  const std::uint32_t spare = core.start_generic(800, Cause::of_pre_warm(kNone, 0));
  REQUIRE(spare == 1);
  CHECK(core.rows().instances[spare].function == kNone);
  CHECK(core.rows().instances[spare].state == InstanceState::starting);
  CHECK(core.cluster().placed_mib() == 928);
  CHECK(core.rows().functions[0].live == 1);
  CHECK(core.start_generic(97, Cause::of_pre_warm(kNone, 1)) == kNone);
  CHECK(core.start_generic(96, Cause::of_pre_warm(kNone, 1)) == 2);
}

TEST_CASE("a module can end an execution, as completed or as cut off") {
  EngineAlone world;
  world.share_one_vcpu();
  FunctionTraits computes;
  computes.cpu = 1;
  world.arrive(world.function("f", computes), at_ms(100), ms(1'000));
  world.arrive(world.function("g"), at_ms(600), ms(1'000));
  CoreApi& core = world.at(at_ms(600));
  const bool is_cut_off = GENERATE(false, true);
  core.finish_execution(0, is_cut_off);
  CHECK(world.only(Change::ended).now == at_ms(600));
  CHECK(world.only(Change::ended).function == FunctionId{0u});
  CHECK(world.only(Change::finished).outcome == (is_cut_off ? Outcome::timed_out : Outcome::completed));
  CHECK(core.rows().functions[0].in_flight == 0);
  CHECK(world.only(Change::instance_idle).now == at_ms(600));
}

TEST_CASE("every function takes the general path if policies are called for every decision") {
  class Curious final : public Observer {
   public:
    void observe(const Observation&) override {}
    [[nodiscard]] bool wants_decisions() const override { return wants; }
    bool wants = false;
  };
  const auto is_forced = [](bool by_option, bool wants_decisions) {
    EngineAlone world;
    Curious observer;
    observer.wants = wants_decisions;
    world.options.observer = &observer;
    world.options.force_general = by_option;
    world.function("f");
    return (world.begin().rows().functions[0].mask & special::forced) != 0;
  };
  CHECK_FALSE(is_forced(false, false));
  CHECK(is_forced(true, false));
  CHECK(is_forced(false, true));
}
