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
    "the causes of cold starts are a first call, more calls at once than ever before, and an ended "
    "keep-alive") {
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
  CHECK(counts_of(causes) == std::map<ColdCause, std::uint64_t>{{ColdCause::first_call, 1},
                                                                {ColdCause::never_so_many, 1},
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

TEST_CASE("an instance that ended is the cause although other instances of the function are busy") {
  // Two simultaneous calls are followed by two more simultaneous calls. The first instance still exists
  // because of a call in between; the keep-alive of the second instance has ended.
  World world;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(300))});
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(350), ms(500));
  world.arrive(f, at_ms(600), ms(100));
  CHECK(counts_of(causes_in(world)) == std::map<ColdCause, std::uint64_t>{{ColdCause::first_call, 1},
                                                                          {ColdCause::never_so_many, 1},
                                                                          {ColdCause::keep_alive, 1}});
}

TEST_CASE("instances lost in an outage and in a crash are causes of their own") {
  // Each of two hosts has one VM with one instance. Host 1 is lost at 50 ms and up at 51 ms. At 60 ms the
  // first instance is busy, so this call has a cold start because of the outage. VM 0 crashes at 200 ms. At
  // 300 ms the instance of the third call is busy, so this call has a cold start because of the crash.
  World world;
  world.parameters.cluster.hosts = {2, 0, 256};
  world.parameters.cluster.vms.memory = 128;
  world.parameters.policies.host_placement = policy(Seam::placement, "worst-fit");
  Outage outage;
  outage.at = ms(50);
  outage.host = 1;
  outage.repair = takes(ms(1));
  world.parameters.faults.outages = {outage};
  world.parameters.faults.vm_crashes = {{ms(200), 0}};
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(0), ms(10));
  world.arrive(f, at_ms(60), ms(1'000));
  world.arrive(f, at_ms(300), ms(10));
  const ColdStartCauses causes = causes_in(world);
  CHECK(counts_of(causes) == std::map<ColdCause, std::uint64_t>{{ColdCause::first_call, 1},
                                                                {ColdCause::never_so_many, 1},
                                                                {ColdCause::crash, 1},
                                                                {ColdCause::outage, 1}});
  for (const ColdStartCauses::OfCause& cause : causes.causes) {
    if (cause.cause == ColdCause::outage) {
      CHECK(cause.n == 3);
      CHECK(cause.since.quantile(1) == ms(10).ns());
    }
  }
}

TEST_CASE("an attempt that joins an earlier start is cold because this instance was still starting") {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(100));
  FunctionTraits traits;
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(10));
  world.arrive(f, at_ms(40), ms(10));
  const ColdStartCauses causes = causes_in(world);
  CHECK(counts_of(causes) ==
        std::map<ColdCause, std::uint64_t>{{ColdCause::first_call, 1}, {ColdCause::still_starting, 1}});
  CHECK(causes.lost_ns == ms(160).ns());
}

TEST_CASE("an instance that drains is missing by the reason of its retirement") {
  // VMs are retired at the age of 50 ms, while the first call runs until 1,000 ms.
  World world;
  world.parameters.lifetimes.vm = takes(ms(50));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(100), ms(10));
  CHECK(counts_of(causes_in(world)) ==
        std::map<ColdCause, std::uint64_t>{{ColdCause::first_call, 1}, {ColdCause::vm_lifetime, 1}});
}

TEST_CASE("the causes of cold starts are counted for the selected functions only") {
  World world;
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  world.arrive(f, at_ms(0), ms(10));
  world.arrive(g, at_ms(0), ms(10));
  world.arrive(g, at_ms(0), ms(10));
  ColdStartObserver observer(Time{0}, FunctionFilter(world.table, {"", "g"}));
  world.run_observed(observer);
  const ColdStartCauses causes = observer.causes();
  CHECK(causes.count == 2);
  CHECK(causes.started == 2);
  REQUIRE(causes.functions.size() == 1);
  CHECK(causes.functions[0].function == g);
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
  for (const ColdCause cause : {ColdCause::first_call, ColdCause::never_so_many, ColdCause::still_starting,
                                ColdCause::keep_alive, ColdCause::evicted, ColdCause::instance_lifetime,
                                ColdCause::vm_lifetime, ColdCause::crash, ColdCause::outage}) {
    CAPTURE(static_cast<int>(cause));
    CHECK(all[cause] > 0);
  }
}
