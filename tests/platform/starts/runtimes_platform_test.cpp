// Starts whose time depends on the runtime and the memory size of the function, and starts from a snapshot.
#include "tests/platform/support/audited.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A platform with a sandbox of 50 ms, a function init of 100 ms, and three times of the runtime.
World world_of_runtimes() {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(50));
  world.parameters.cold_start.runtime_start = takes(ms(250));
  world.parameters.cold_start.function_init = takes(ms(100));
  world.parameters.cold_start.runtime_start_by = {{"java", 0, takes(ms(900))},
                                                  {"java", 1'024, takes(ms(700))}};
  return world;
}

FunctionTraits with_runtime(const std::string& runtime) {
  FunctionTraits traits;
  traits.runtime = runtime;
  return traits;
}

}  // namespace

TEST_CASE("the runtime and the memory size of a function determine the time of its runtime start") {
  World world = world_of_runtimes();
  const FunctionId plain = world.function("plain");
  const FunctionId small = world.function("small", with_runtime("java"), 512);
  const FunctionId large = world.function("large", with_runtime("java"), 1'024);
  world.arrive(plain, at_ms(0), ms(10));
  world.arrive(small, at_ms(0), ms(10));
  world.arrive(large, at_ms(0), ms(10));
  world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{400, 850, 1'050});
  CHECK(audit_violations(world).empty());
}

TEST_CASE("a snapshot is restored instead of starting the runtime and initialising the function") {
  // The restore takes 200 ms after the sandbox. The timeout at 3,250 ms resets the instance, so the execution
  // at 10 s begins with a restore.
  World world = world_of_runtimes();
  world.parameters.cold_start.snapshot_restore = takes(ms(200));
  world.parameters.cold_start.reset_after_timeout = true;
  world.parameters.billing.init = BilledInit::all;
  FunctionTraits traits = with_runtime("java");
  traits.snapshot = true;
  traits.timeout = ms(3'000);
  const FunctionId f = world.function("f", traits, 512);
  world.arrive(f, at_ms(0), ms(5'000));
  world.arrive(f, at_ms(10'000), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{250});
  CHECK(world.record.when_ms(Change::ended) == std::vector<std::int64_t>{3'250, 11'200});
  CHECK(outcome.tally.starts().restored == 2);
  CHECK(outcome.tally.starts().restored_mib == 1'024);
  CHECK(outcome.tally.extras()[f.index()].init_ns == 200'000'000);
  CHECK(audit_violations(world).empty());
}

TEST_CASE("a function that starts from a snapshot does not use the generic instances of the pool") {
  World world = world_of_runtimes();
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.cold_start.snapshot_restore = takes(ms(200));
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "pool", {whole(1), whole(128)});
  FunctionTraits traits;
  traits.snapshot = true;
  world.arrive(world.function("f", traits), at_ms(1'000), ms(10));
  world.arrive(world.function("g"), at_ms(1'000), ms(10));
  world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{1'100, 1'250});
}
