// Tests of simulate(): windows, sources that grow or end late, interruption, and refused arguments.
#include "models/platform/platform.hpp"

#include <stdexcept>

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A source that names its functions while it is read, each with a start-up time, so that the table moves in
/// memory during the run.
class GrowingSource final : public ArrivalSource {
 public:
  GrowingSource(FunctionTable& table, int functions) : table_(table), functions_(functions) {}

  std::size_t fill(std::span<Arrival> out) override {
    std::size_t count = 0;
    while (count < std::min<std::size_t>(out.size(), 3) && next_ < 2 * functions_) {
      FunctionTraits traits;
      traits.init = takes(ms(1 + next_ % functions_));
      const FunctionId id =
          table_.function(table_.tenant("t"), "f" + std::to_string(next_ % functions_), 128, traits);
      // The second round arrives when all instances of the first round are reclaimed.
      out[count++] = {at_ms(next_ < functions_ ? next_ : 100'000 + next_), ms(1), id};
      ++next_;
    }
    return count;
  }

 private:
  FunctionTable& table_;
  int functions_;
  int next_ = 0;
};

}  // namespace

TEST_CASE("functions named while the source is read keep their own start-up times") {
  FunctionTable table;
  GrowingSource source(table, 300);
  RunOptions options;
  const RunOutcome outcome = simulate(ideal_platform(), table, source, options);
  CHECK(Counts(outcome).cold == 600);
  // The sum of 1..300 ms, twice.
  CHECK(outcome.tally.cold_start().sum() == sim::Int128{ms(2 * 300 * 301 / 2).ns()});
  CHECK(broken_law(outcome) == "");
}

TEST_CASE("invocations that arrive in the window count, and integrals are taken over it") {
  // The window is [1,000, 2,000) ms. The arrivals are at 900 ms (not counted, in the system until 1,300),
  // 1,500 ms (until 2,500) and 2,000 ms (after the window, so not simulated).
  World world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(900), ms(400));
  world.arrive(f, at_ms(1'500), ms(1'000));
  world.arrive(f, at_ms(2'000), ms(1'000));
  world.options.warmup = at_ms(1'000);
  world.options.end = at_ms(2'000);
  const RunOutcome outcome = world.run();
  const Counts counts(outcome);
  CHECK(outcome.tally.arrivals_total() == 2);
  CHECK(counts.arrived == 1);
  CHECK(counts.warm == 1);
  CHECK(counts.created == 0);
  CHECK(outcome.tally.responses().latency().sum() == sim::Int128{ms(1'000).ns()});
  CHECK(outcome.tally.sojourns().early_overlap() == sim::Int128{ms(300).ns()});
  CHECK(outcome.tally.sojourns().late_overhang() == sim::Int128{ms(500).ns()});
  CHECK(outcome.tally.sojourns().in_system() == static_cast<std::uint64_t>(ms(300 + 500).ns()));
  CHECK(counts.busy_ns == static_cast<std::uint64_t>(ms(300 + 500).ns()));
  CHECK(counts.live_ns == static_cast<std::uint64_t>(ms(1'000).ns()));
  CHECK(outcome.end == at_ms(2'000));
}

TEST_CASE("the window ends with the source's horizon, or with the last invocation") {
  World world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(500), ms(250));
  CHECK(world.run().end == at_ms(750));
  world.horizon = at_ms(3'000);
  const RunOutcome outcome = world.run();
  CHECK(outcome.end == at_ms(3'000));
  CHECK(outcome.tally.fleet()[FleetLevel::instances].integral() == sim::Int128{ms(2'500).ns()});
  world.arrivals.clear();
  CHECK(world.run().end == at_ms(3'000));
}

TEST_CASE("an empty workload can be run") {
  World world;
  const RunOutcome outcome = world.run();
  CHECK(outcome.end == Time{0});
  CHECK(outcome.tally.arrivals_total() == 0);
}

TEST_CASE("an interrupted run has the results until then, and the laws hold") {
  World world;
  const FunctionId f = world.function("f");
  for (int i = 0; i < 5'000; ++i) {
    world.arrive(f, at_ms(i), ms(100));
  }
  std::atomic<bool> interrupt = false;
  world.options.interrupt = &interrupt;
  world.options.progress = [&interrupt](const Progress&) { interrupt = true; };
  const RunOutcome outcome = world.run_as(world.options);
  CHECK(outcome.interrupted);
  CHECK(outcome.tally.arrivals_total() == 2'048);  // the second batch has only warm starts; the interrupt is
                                                   // checked after this batch
  CHECK(outcome.in_flight == 100);                 // the starts of the last 100 ms
  CHECK(outcome.end == at_ms(2'047));
}

TEST_CASE("a cold start, which may be slow to compute, is the last event of an interrupted run") {
  World world;
  const FunctionId f = world.function("f");
  for (int i = 0; i < 5'000; ++i) {
    world.arrive(f, at_ms(i), ms(100));
  }
  const std::atomic<bool> interrupt = true;
  world.options.interrupt = &interrupt;
  const RunOutcome outcome = world.run();
  CHECK(outcome.interrupted);
  CHECK(outcome.tally.arrivals_total() == 1);
  CHECK(outcome.in_flight == 1);
  CHECK(outcome.end == Time{0});
}

TEST_CASE("progress is reported with the clock and the number of arrivals") {
  World world;
  const FunctionId f = world.function("f");
  for (int i = 0; i < 3'000; ++i) {
    world.arrive(f, at_ms(i), ms(1));
  }
  std::vector<std::uint64_t> arrived;
  world.options.progress = [&arrived](const Progress& progress) { arrived.push_back(progress.arrived); };
  world.run_as(world.options);
  CHECK(arrived == std::vector<std::uint64_t>{1'024, 2'048, 3'000});
}

TEST_CASE("seeds and replications have different workloads, and each workload is reproducible") {
  World world;
  world.parameters.cold_start.sandbox = sim::Distribution::exponential(1e8);
  const FunctionId f = world.function("f");
  for (int i = 0; i < 50; ++i) {
    world.arrive(f, at_ms(i), ms(100));
  }
  const std::uint64_t first = world.run().fingerprint;
  CHECK(world.run().fingerprint == first);
  world.options.replication = 1;
  CHECK(world.run().fingerprint != first);
  world.options.replication = 0;
  world.options.seed = 2;
  CHECK(world.run().fingerprint != first);
}

TEST_CASE("paired runs of two policies have the same cold starts") {
  // The start-up of the k-th invocation takes the same time, independent of what was started before.
  World world;
  world.parameters.cold_start.sandbox = sim::Distribution::exponential(1e8);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  const FunctionId f = world.function("f");
  for (int i = 0; i < 50; ++i) {
    world.arrive(f, at_ms(1'000 * i), ms(1));
  }
  const auto delays = [&world] {
    std::map<std::uint64_t, std::int64_t> found;
    for (const Observation& seen : world.record.of(Change::started)) {
      if (seen.start == StartKind::cold) {
        found[seen.ordinal] = (seen.until - seen.arrival).ns();
      }
    }
    return found;
  };
  world.run();
  const auto every = delays();
  REQUIRE(every.size() == 50);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(950))});
  world.run();
  const auto some = delays();
  CHECK(some.size() < 50);
  CHECK(some.size() > 5);
  for (const auto& [ordinal, delay] : some) {
    CHECK(every.at(ordinal) == delay);
  }
}

TEST_CASE("contradictory settings are refused") {
  World world;
  world.arrive(world.function("f"), at_ms(0), ms(1));
  SECTION("a billing granularity of zero") {
    world.parameters.billing.granularity = Duration{};
    CHECK_THROWS_WITH(world.run_as(world.options),
                      "billing: the granularity, the memory step and the memory minimum must be positive");
  }
  SECTION("a memory step of zero") {
    world.parameters.billing.memory_step = 0;
    CHECK_THROWS_WITH(world.run_as(world.options),
                      "billing: the granularity, the memory step and the memory minimum must be positive");
  }
  SECTION("a minimum memory of zero") {
    world.parameters.billing.memory_minimum = 0;
    CHECK_THROWS_WITH(world.run_as(world.options),
                      "billing: the granularity, the memory step and the memory minimum must be positive");
  }
  SECTION("a function without memory") {
    world.function("g", {}, 0);
    CHECK_THROWS_WITH(world.run_as(world.options), "function 'g' has a memory size of 0 MiB");
  }
  SECTION("a lifetime of zero") {
    world.parameters.lifetimes.vm = takes(Duration{});
    CHECK_THROWS_WITH(world.run_as(world.options), "lifetimes: the lifetime of a VM must be positive");
  }
  SECTION("a missing policy") {
    world.parameters.policies.scaling = {};
    CHECK_THROWS_AS(world.run_as(world.options), std::invalid_argument);
  }
}

TEST_CASE("a cell runs step by step, and each step returns why it stopped") {
  FunctionTable table;
  const FunctionId f = table.function(table.tenant("t"), "f", 128, {});
  // Each execution takes 30 ms. The idle instance is reclaimed 10 s after the last execution.
  MemorySource source({{at_ms(100), ms(30), f}, {at_ms(200), ms(30), f}, {at_ms(300), ms(30), f}});
  const PlatformParameters parameters = ideal_platform();
  const std::unique_ptr<Cell> cell = make_cell(parameters, table, source, {});
  CHECK(cell->advance(at_ms(200), 1'000) == Stopped::limit);  // the next event is at 200
  CHECK(cell->now() == at_ms(130));
  CHECK(cell->advance(at_ms(200), 1'000) == Stopped::limit);
  CHECK(cell->advance(Time::never(), 0) == Stopped::events);
  CHECK(cell->now() == at_ms(130));
  CHECK(cell->advance(Time::never(), 1) == Stopped::events);  // the end of the second execution
  CHECK(cell->now() == at_ms(230));
  CHECK(cell->advance(Time::never(), 1'000) == Stopped::drained);
  CHECK(cell->now() == at_ms(330));
  CHECK(cell->advance(Time::never(), 1'000) == Stopped::drained);
  const RunOutcome outcome = cell->finish();
  CHECK(outcome.fingerprint == [&] {
    MemorySource again({{at_ms(100), ms(30), f}, {at_ms(200), ms(30), f}, {at_ms(300), ms(30), f}});
    return simulate(parameters, table, again, {}).fingerprint;
  }());
}

TEST_CASE("a cell that is finished early has metrics up to the time of its last event") {
  FunctionTable table;
  const FunctionId f = table.function(table.tenant("t"), "f", 128, {});
  MemorySource source({{at_ms(100), ms(30), f}, {at_ms(200), ms(500), f}}, at_ms(10'000));
  const PlatformParameters parameters = ideal_platform();
  const std::unique_ptr<Cell> cell = make_cell(parameters, table, source, {});
  CHECK(cell->advance(at_ms(300), 1'000) == Stopped::limit);
  const RunOutcome outcome = cell->finish();
  CHECK(outcome.interrupted);
  CHECK(outcome.end == at_ms(200));
  CHECK(outcome.in_flight == 1);
  CHECK(outcome.tally.fleet()[FleetLevel::instances].integral() ==
        ms(100).ns());  // one instance is live since 100
  CHECK(broken_law(outcome) == "");
}

TEST_CASE("a limit on events can stop a run between timers of one instant") {
  // Both instances are idle from 30 ms on and reclaimed at 10,030 ms.
  World world;
  world.arrive(world.function("a"), at_ms(0), ms(30));
  world.arrive(world.function("b"), at_ms(0), ms(30));
  world.horizon = at_ms(20'000);
  ClientSource source(world.arrivals, world.horizon, {});
  const std::unique_ptr<Cell> cell = make_cell(world.parameters, world.table, source, world.options);
  while (cell->now() < at_ms(10'030)) {
    CHECK(cell->advance(Time::never(), 1) == Stopped::events);
  }
  CHECK(cell->advance(at_ms(10'030), 1'000) == Stopped::limit);
  CHECK(cell->finish().tally.fleet()[FleetLevel::instances].level() == 1);  // the second instance still
                                                                            // exists
}

TEST_CASE("a cell that was interrupted cannot continue") {
  std::atomic<bool> stop{true};
  World world;
  const FunctionId f = world.function("f");
  world.options.interrupt = &stop;
  MemorySource source({{at_ms(100), ms(30), f}, {at_ms(200), ms(30), f}});
  const std::unique_ptr<Cell> cell = make_cell(world.parameters, world.table, source, world.options);
  CHECK(cell->advance(Time::never(), 1'000'000) == Stopped::interrupted);
  CHECK(cell->advance(Time::never(), 1'000'000) == Stopped::interrupted);
  CHECK(cell->finish().interrupted);
}
