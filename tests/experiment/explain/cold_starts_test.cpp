#include "models/experiment/explain/cold_starts.hpp"

#include "tests/experiment/explain/followed_rows.hpp"

using namespace support;

namespace {

ColdStartCauses causes_in(World& world) {
  ColdStartObserver observer(world.options.warmup);
  world.run_observed(observer);
  return observer.causes();
}

std::map<ColdCause, std::uint64_t> counts_of(const ColdStartCauses& causes) {
  std::map<ColdCause, std::uint64_t> counts;
  for (const ColdStartCauses::OfCause& cause : causes.causes) {
    counts[cause.cause] = cause.count;
  }
  return counts;
}

}  // namespace

TEST_CASE(
    "cold starts have the causes of a first call, of busy instances and of a keep-alive that had ended") {
  // Starts take 100 ms, and instances are kept for 300 ms. The second call finds the only instance busy. Both
  // instances are reclaimed by 1,300 ms, before the third call arrives at 2,000 ms.
  World world;
  world.parameters.cold_start.sandbox = takes(ms(100));
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(300))});
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(900));    // runs until 1,000 ms, and its instance is kept until 1,300 ms
  world.arrive(f, at_ms(200), ms(100));  // runs until 400 ms, and its instance is kept until 700 ms
  world.arrive(f, at_ms(2'000), ms(100));
  world.arrive(f, at_ms(2'300), ms(100));  // this call is warm
  const ColdStartCauses causes = causes_in(world);
  CHECK(causes.count == 3);
  CHECK(causes.started == 4);
  CHECK(causes.lost_ns == sim::Int128{3} * ms(100).ns());
  CHECK(counts_of(causes) == std::map<ColdCause, std::uint64_t>{{ColdCause::none_free, 1},
                                                                {ColdCause::first_call, 1},
                                                                {ColdCause::keep_alive, 1}});
  for (const ColdStartCauses::OfCause& cause : causes.causes) {
    if (cause.cause == ColdCause::keep_alive) {
      CHECK(cause.since.quantile(0.5) == ms(700).ns());
      CHECK(cause.n == 3);
      CHECK(cause.longest == ms(100));
    }
  }
  REQUIRE(causes.functions.size() == 1);
  CHECK(causes.functions[0].count == 3);
}

TEST_CASE("the cause of a cold start after a retirement is the retirement, not the last execution") {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(10));
  world.parameters.lifetimes.vm = takes(ms(50));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(500), ms(100));
  CHECK(counts_of(causes_in(world)) ==
        std::map<ColdCause, std::uint64_t>{{ColdCause::first_call, 1}, {ColdCause::vm_lifetime, 1}});
}

TEST_CASE("the cold starts of random scenarios by cause add up to the number that the run counts") {
  std::map<ColdCause, std::uint64_t> all;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    World world = any_scenario(seed);
    ColdStartObserver observer(world.options.warmup);
    const RunOutcome outcome = world.run_observed(observer);
    const ColdStartCauses causes = observer.causes();
    REQUIRE(causes.count == Counts(outcome).cold);
    REQUIRE(causes.started == outcome.tally.started());
    REQUIRE(causes.lost_ns == outcome.tally.cold_start().sum());
    std::uint64_t of_functions = 0;
    for (const ColdStartCauses::OfFunction& function : causes.functions) {
      of_functions += function.count;
    }
    REQUIRE(of_functions == causes.count);
    for (const auto& [cause, count] : counts_of(causes)) {
      all[cause] += count;
    }
  }
  for (const ColdCause cause :
       {ColdCause::none_free, ColdCause::first_call, ColdCause::keep_alive, ColdCause::evicted,
        ColdCause::instance_lifetime, ColdCause::vm_lifetime, ColdCause::crash}) {
    CAPTURE(static_cast<int>(cause));
    CHECK(all[cause] > 0);
  }
}
