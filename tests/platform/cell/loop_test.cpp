#include "models/platform/cell/loop.hpp"

#include <limits>
#include <stdexcept>

#include "models/policies/make.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

constexpr std::uint64_t kAnyNumberOfEvents = std::numeric_limits<std::uint64_t>::max();

/// Holds an instance of one function from the first tick to the second, and records the times of its ticks.
class Ticking final : public PreWarmPolicy {
 public:
  explicit Ticking(const Arguments& arguments) : every_(arguments.duration(0)) {}
  [[nodiscard]] Needs needs() const override { return {.tick = every_}; }
  std::uint32_t floor(const PreWarmQuery& query) override {
    return ticks_seen == 1 && query.function == holds ? 1 : 0;
  }
  void on_tick(Time now) override {
    ++ticks_seen;
    last_tick = now;
  }
  static void reset(FunctionId of = {}) {
    ticks_seen = 0;
    last_tick = Time{};
    holds = of;
  }
  static inline int ticks_seen = 0;
  static inline Time last_tick;
  static inline FunctionId holds;

 private:
  Duration every_;
};
const PolicyDeclaration ticking{Seam::pre_warm, "ticking", "", "", {}, make_from_arguments<Ticking>};

const std::map<Change, std::string> kNamesOfChanges{{Change::ended, "ends"},
                                                    {Change::instance_ready, "is ready"},
                                                    {Change::started, "starts"},
                                                    {Change::arrived, "arrives"},
                                                    {Change::instance_reclaimed, "goes"},
                                                    {Change::floor_changed, "has a floor"}};

/// A cell that is advanced step by step.
struct Stepping {
  explicit Stepping(const World& world, const RunOptions& options)
      : source(world.arrivals, world.horizon, world.groups),
        cell(make_cell(world.parameters, world.table, source, options)) {}
  explicit Stepping(const World& world) : Stepping(world, world.options) {}
  Stopped until(Time limit) { return cell->advance(limit, kAnyNumberOfEvents); }
  Stopped events(std::uint64_t most) { return cell->advance(Time::never(), most); }

  ClientSource source;
  std::unique_ptr<Cell> cell;
};

}  // namespace

TEST_CASE("at one instant completions are handled first, then ready instances, timers, arrivals and ticks") {
  // Six events happen at 1,000 ms. f ends. The instance of g, created at 700 ms, is ready. The keep-alive of
  // h, idle since 600 ms, ends. i arrives, and its instance is ready at once. At the tick, which was
  // scheduled first, j gets a floor.
  World world;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(400))});
  world.parameters.policies.pre_warm = {&ticking, Arguments({length(ms(1'000))})};
  FunctionTraits slow;
  slow.init = takes(ms(300));
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g", slow);
  const FunctionId h = world.function("h");
  const FunctionId i = world.function("i");
  const FunctionId j = world.function("j");
  world.arrive(h, at_ms(0), ms(600));
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(g, at_ms(700), ms(10));
  world.arrive(i, at_ms(1'000), ms(10));
  world.horizon = at_ms(1'500);
  world.options.observer = &world.record;
  Ticking::reset(j);
  world.run_as(world.options);
  std::string order;
  for (const Observation& seen : world.record.all) {
    const auto name = kNamesOfChanges.find(seen.change);
    if (seen.now == at_ms(1'000) && name != kNamesOfChanges.end()) {
      order += world.table[seen.function].name + ' ' + name->second + ", ";
    }
  }
  CHECK(order ==
        "f ends, g is ready, g starts, h goes, i arrives, i is ready, i starts, j has a floor, j is ready, ");
}

TEST_CASE("an arrival is handled before a retry at the same instant") {
  // f is lost with its VM at 500 ms and is retried at 700 ms, when g arrives.
  World world;
  world.parameters.faults.vm_crashes = {{ms(500), 0}};
  world.parameters.faults.retry_backoff = takes(ms(200));
  FunctionTraits again;
  again.crash_retries = 1;
  world.arrive(world.function("f", again), at_ms(0), ms(1'000));
  world.arrive(world.function("g"), at_ms(700), ms(10));
  world.run();
  const std::vector<Observation> admitted = world.record.of(Change::admitted);
  REQUIRE(admitted.size() == 3);
  CHECK(admitted[1].function == FunctionId{1u});
  CHECK(admitted[2].function == FunctionId{0u});
  CHECK(admitted[2].now == at_ms(700));
}

TEST_CASE("an instance that is held only by a floor is reclaimed at the tick that lowers the floor") {
  World world;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(100))});
  world.parameters.policies.pre_warm = {&ticking, Arguments({length(ms(300))})};
  world.options.observer = &world.record;
  world.horizon = at_ms(1'000);
  Ticking::reset(world.function("f"));
  world.run_as(world.options);
  CHECK(world.record.when_ms(Change::instance_created) == std::vector<std::int64_t>{300});
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{600});
}

TEST_CASE("a client's request in transit at the end of the window is still handled") {
  // The request is sent at 950 ms and reaches the scheduler at 1,050; its answer reaches the client at 1,060.
  World world;
  world.parameters.frontend.request_latency = takes(ms(100));
  world.loop(world.function("f"), 1, takes(ms(950)), takes(ms(10)), at_ms(1'000));
  world.options.end = at_ms(1'000);
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.ended_total() == 1);
  CHECK(outcome.tally.sojourns().late_overhang() == ms(60).ns());
}

TEST_CASE("an arrival is handled when it reaches the scheduler, among the events of that instant") {
  // The request is sent at 990 ms and reaches the scheduler at 1,000, when the only instance has just become
  // free.
  World world;
  world.parameters.frontend.request_latency = takes(ms(10));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(990));
  world.arrive(f, at_ms(990), ms(10));
  const Counts counts = world.counts();
  CHECK(counts.created == 1);
  CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{10, 1'000});
  Stepping steps(world);
  CHECK(steps.until(at_ms(10)) == Stopped::limit);
  CHECK(steps.cell->now() == Time{0});
  CHECK(steps.until(at_ms(10) + ns(1)) == Stopped::limit);
  CHECK(steps.cell->now() == at_ms(10));
}

TEST_CASE("a step handles only events before its limit, to the nanosecond") {
  // There is an arrival at 100 ms, the end of its execution at 130 ms, and the end of the instance's
  // keep-alive at 10,130 ms.
  World world;
  world.arrive(world.function("f"), at_ms(100), ms(30));
  world.horizon = at_ms(20'000);
  Stepping steps(world);
  for (const std::int64_t event : {100, 130, 10'130}) {
    const Time before = steps.cell->now();
    CHECK(steps.until(at_ms(event)) == Stopped::limit);
    CHECK(steps.cell->now() == before);
    if (event < 10'130) {
      CHECK(steps.until(at_ms(event) + ns(1)) == Stopped::limit);
      CHECK(steps.cell->now() == at_ms(event));
    }
  }
  CHECK(steps.until(Time::never()) == Stopped::drained);
  CHECK(steps.cell->now() == at_ms(10'130));
}

TEST_CASE("a step handles the given number of events, not counting arrivals") {
  // Each of five arrivals starts an instance, so there are ten events: five instances are ready, and five
  // executions end.
  World world;
  for (int k = 0; k < 5; ++k) {
    world.arrive(world.function("f" + std::to_string(k)), at_ms(100 * k), ms(1'000));
  }
  SECTION("a step of no events handles nothing") {
    Stepping steps(world);
    CHECK(steps.events(0) == Stopped::events);
    CHECK(steps.until(at_ms(1)) == Stopped::limit);  // the first instance is ready at 0
    CHECK(steps.events(0) == Stopped::events);
    CHECK(steps.cell->now() == at_ms(0));
  }
  SECTION("one event at a time") {
    Stepping steps(world);
    std::vector<std::int64_t> times;
    while (steps.events(1) == Stopped::events) {
      times.push_back((steps.cell->now() - Time{0}).ns() / 1'000'000);
    }
    CHECK(times == std::vector<std::int64_t>{0, 100, 200, 300, 400, 1'000, 1'100, 1'200, 1'300, 1'400});
  }
  SECTION("three events at a time") {
    Stepping steps(world);
    for (const std::int64_t time : {200, 1'000, 1'300}) {
      CHECK(steps.events(3) == Stopped::events);
      CHECK(steps.cell->now() == at_ms(time));
    }
    CHECK(steps.events(3) == Stopped::drained);
    CHECK(steps.cell->now() == at_ms(1'400));
  }
}

TEST_CASE("after the window a run continues for invocations in flight, but not for idle instances") {
  World world;
  world.arrive(world.function("f"), at_ms(100), ms(5'000));  // the instance is idle from 5,100 to 15,100
  const auto ends_at = [&world](Time horizon) {
    world.horizon = horizon;
    Stepping steps(world);
    CHECK(steps.until(Time::never()) == Stopped::drained);
    const Time last = steps.cell->now();
    CHECK(steps.cell->finish().end == horizon);
    return last;
  };
  CHECK(ends_at(at_ms(1'000)) == at_ms(5'100));
  CHECK(ends_at(at_ms(15'100)) == at_ms(5'100));
  CHECK(ends_at(at_ms(15'100) + ns(1)) == at_ms(15'100));
  world.horizon = at_ms(15'100);
  Stepping steps(world);
  CHECK(steps.until(at_ms(15'100) - ns(1)) == Stopped::limit);  // another step may handle more events
  CHECK(steps.until(at_ms(15'100)) == Stopped::drained);
}

TEST_CASE("ticks continue to the end of the window, and after it while an execution runs") {
  World world;
  world.parameters.policies.pre_warm = {&ticking, Arguments({length(ms(300))})};
  const FunctionId f = world.function("f");
  const auto ticks = [&world](Time horizon) {
    world.horizon = horizon;
    Ticking::reset();
    world.run_as(world.options);
    return Ticking::ticks_seen;
  };
  CHECK(ticks(at_ms(900)) == 2);
  CHECK(ticks(at_ms(900) + ns(1)) == 3);
  CHECK(Ticking::last_tick == at_ms(900));
  world.arrive(f, at_ms(0), ms(2'000));
  CHECK(ticks(at_ms(900)) == 6);
  CHECK(Ticking::last_tick == at_ms(1'800));
}

TEST_CASE("ticks alone do not keep a run going while an attempt waits forever") {
  // f may have no instance, so its attempt waits in the queue forever.
  World world;
  world.parameters.policies.pre_warm = {&ticking, Arguments({length(ms(300))})};
  FunctionTraits none;
  none.max_instances = 0;
  world.arrive(world.function("f", none), at_ms(0), ms(10));
  world.horizon = at_ms(1'000);
  Ticking::reset();
  const RunOutcome outcome = world.run_as(world.options);
  CHECK(outcome.in_flight == 1);
  CHECK_FALSE(outcome.interrupted);
  CHECK(Ticking::last_tick == at_ms(1'200));  // the first tick after the window, which is the last event
}

TEST_CASE("after the last arrival an interrupt ends the run within 1,024 events") {
  World world;
  const FunctionId f = world.function("f");
  for (int k = 0; k < 3'000; ++k) {
    world.arrive(f, at_ms(0), ms(1'000 + k));
  }
  std::atomic<bool> interrupt = false;
  std::vector<std::uint64_t> progress;
  world.options.interrupt = &interrupt;
  world.options.progress = [&progress](const Progress& so_far) { progress.push_back(so_far.arrived); };
  Stepping steps(world);
  CHECK(steps.until(at_ms(1)) == Stopped::limit);  // all instances are ready at this time
  interrupt = true;
  progress.clear();
  CHECK(steps.until(Time::never()) == Stopped::interrupted);
  CHECK(steps.cell->now() == at_ms(2'023));  // the 1,024th event is the end of an execution
  CHECK(progress.empty());                   // no progress is reported for an interrupted run
  CHECK(steps.until(Time::never()) == Stopped::interrupted);
  const RunOutcome outcome = steps.cell->finish();
  CHECK(outcome.interrupted);
  CHECK(outcome.in_flight == 3'000 - 1'024);
}

TEST_CASE("an execution that would end after the maximum of simulated time is an error") {
  World world;
  world.arrive(world.function("f"), at_ms(100), Duration{Time::latest().ns()});
  CHECK_THROWS_AS(world.run_as(world.options), std::range_error);
  CHECK_THROWS_WITH(world.run_as(world.options),
                    "an execution would last beyond the end of simulated time, which is 2^62 ns (146 years)");
}
