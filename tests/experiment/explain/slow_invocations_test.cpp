#include "models/experiment/explain/slow_invocations.hpp"

#include "tests/experiment/explain/followed_rows.hpp"

using namespace support;

namespace {

SlowInvocations slowest_in(World& world, std::uint64_t most) {
  SlowObserver observer(most, world.options.warmup);
  world.run_observed(observer);
  return observer.slowest();
}

}  // namespace

TEST_CASE("the slowest invocations are grouped by the largest part of their latency") {
  // The first call waits 100 ms for its start and runs for 50 ms. The second and the third call are warm and
  // run for 400 ms and 10 ms.
  World world;
  world.parameters.cold_start.sandbox = takes(ms(100));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(50));
  world.arrive(f, at_ms(1'000), ms(400));
  world.arrive(f, at_ms(2'000), ms(10));
  const SlowInvocations two = slowest_in(world, 2);
  CHECK(two.completed == 3);
  CHECK(two.count == 2);
  CHECK(two.least == ms(150));
  CHECK(two.latency_ns == ms(550).ns());
  CHECK(two.all_latency_ns == ms(560).ns());
  REQUIRE(two.parts.size() == 2);
  CHECK(two.parts[0].part == LatencyPart::execution);
  CHECK(two.parts[0].slowest.n == 2);
  CHECK(two.parts[1].part == LatencyPart::start);
  CHECK(two.parts[1].count == 1);
  CHECK(two.parts[1].part_ns == ms(100).ns());
  CHECK(slowest_in(world, 0).count == 0);
}

TEST_CASE("invocations that do not complete are counted by outcome, and other functions are left out") {
  World world;
  FunctionTraits traits;
  traits.timeout = ms(100);
  const FunctionId f = world.function("f", traits);
  const FunctionId g = world.function("g");
  world.arrive(f, at_ms(0), ms(50));
  world.arrive(f, at_ms(0), ms(500));  // timed out
  world.arrive(g, at_ms(0), ms(900));
  SlowObserver observer(1, Time{0}, FunctionFilter(world.table, {"", "f"}));
  world.run_observed(observer);
  const SlowInvocations slow = observer.slowest();
  CHECK(slow.arrived == 2);
  CHECK(slow.completed == 1);
  CHECK(slow.outcomes[static_cast<std::size_t>(Outcome::timed_out)] == 1);
  CHECK(slow.in_flight() == 0);
  CHECK(slow.least == ms(50));
}

TEST_CASE("the slowest invocations of random scenarios equal those of the sorted rows") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    World world = any_scenario(seed);
    std::vector<std::int64_t> latencies;
    for (const InvocationRow& row : all_rows(world)) {
      if (row.is_counted && row.answered != Time::never() && row.outcome == Outcome::completed) {
        latencies.push_back((row.answered - row.arrival).ns());
      }
    }
    std::sort(latencies.rbegin(), latencies.rend());
    const std::uint64_t most = (latencies.size() + 9) / 10;
    const SlowInvocations slow = slowest_in(world, most);
    REQUIRE(slow.completed == latencies.size());
    REQUIRE(slow.count == most);
    std::map<Outcome, std::uint64_t> others;
    std::uint64_t counted = 0;
    for (const InvocationRow& row : all_rows(world)) {
      counted += row.is_counted ? 1 : 0;
      if (row.is_counted && row.answered != Time::never() && row.outcome != Outcome::completed) {
        ++others[row.outcome];
      }
    }
    REQUIRE(slow.arrived == counted);
    for (std::size_t i = 1; i < kOutcomes; ++i) {
      REQUIRE(slow.outcomes[i] == others[static_cast<Outcome>(i)]);
    }
    sim::Int128 sum = 0;
    for (std::uint64_t i = 0; i < most; ++i) {
      sum += latencies[i];
    }
    REQUIRE(slow.latency_ns == sum);
    if (most > 0) {
      REQUIRE(slow.least.ns() == latencies[most - 1]);
    }
  }
}
