#include "models/platform/execution/background_work.hpp"

#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

constexpr sim::Int128 kVcpuMs = sim::Int128{1'000'000} * 1'000'000;  // a vCPU for one millisecond

/// One VM with one vCPU, which an instance of 128 MiB may use as a whole.
World on_one_vcpu(Background rule) {
  World world;
  world.share_one_vcpu();
  world.parameters.cpu.background = rule;
  return world;
}

FunctionTraits with(double cpu, Duration background) {
  FunctionTraits traits;
  traits.cpu = cpu;
  traits.background = background;
  return traits;
}

/// The amounts of background work in vCPU milliseconds: added, done, unbilled, lost.
std::vector<std::int64_t> used(const RunOutcome& outcome) {
  const BackgroundUse& use = outcome.tally.shared_use().background();
  std::vector<std::int64_t> all;
  for (const sim::Int128 work : {use.added, use.done, use.unbilled, use.lost}) {
    CHECK(work % kVcpuMs == 0);
    all.push_back(static_cast<std::int64_t>(work / kVcpuMs));
  }
  return all;
}

using BackgroundTimes = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("background work that runs uses the vCPU of its idle instance's VM, and slows other instances") {
  // f answers at 100 ms and leaves 200 ms of work. g runs from 200 ms on. Both have half of the vCPU, with
  // 100 ms of work each, so both end at 400 ms. The second call of f at 1,000 ms leaves 200 ms more.
  World world = on_one_vcpu(Background::runs);
  const FunctionId f = world.function("f", with(1, ms(200)));
  const FunctionId g = world.function("g", with(1, ms(0)));
  world.horizon = at_ms(20'000);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(g, at_ms(200), ms(100));
  world.arrive(f, at_ms(1'000), ms(100));
  CHECK(audit_violations(world).empty());
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == BackgroundTimes{100, 400, 1'100});
  CHECK(used(outcome) == BackgroundTimes{400, 400, 400, 0});
  // 100 + 200 + 100 + 100 + 200 vCPU ms, which all count as use of the vCPUs.
  CHECK(outcome.tally.shared_use().used(SharedKind::cpu).integral() == 700 * kVcpuMs);
  CHECK(Counts(outcome).billed_ns == static_cast<std::uint64_t>(ms(100 + 200 + 100).ns()));
}

TEST_CASE("a call shares its instance with the background work of earlier calls") {
  // The second call at 200 ms finds 100 ms of work left. Both progress at half speed, until 400 ms, when both
  // end. The second call leaves 200 ms, which run until 600 ms. The work is done in three parts: 100 ms until
  // 200 ms, which are unbilled, then 100 ms during the second call, then 200 ms, which are unbilled.
  World world = on_one_vcpu(Background::runs);
  const FunctionId f = world.function("f", with(1, ms(200)));
  world.horizon = at_ms(20'000);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(200), ms(100));
  CHECK(audit_violations(world).empty());
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == BackgroundTimes{100, 400});
  CHECK(used(outcome) == BackgroundTimes{400, 400, 300, 0});
}

TEST_CASE("frozen background work continues in the next call, and the rest is lost with its instance") {
  // f answers at 100 ms, and 200 ms are frozen. g runs alone. The call of f at 1,000 ms shares its instance
  // with this work, so 100 ms take 200 ms, and 100 + 200 ms are left. During the call at 2,000 ms 100 ms of
  // this work are done. The instance is reclaimed 10 s later, with 200 + 200 ms of work left.
  World world = on_one_vcpu(Background::frozen);
  const FunctionId f = world.function("f", with(1, ms(200)));
  const FunctionId g = world.function("g", with(1, ms(0)));
  world.horizon = at_ms(20'000);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(g, at_ms(200), ms(100));
  world.arrive(f, at_ms(1'000), ms(100));
  world.arrive(f, at_ms(2'000), ms(100));
  CHECK(audit_violations(world).empty());
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == BackgroundTimes{100, 300, 1'200, 2'200});
  CHECK(used(outcome) == BackgroundTimes{600, 200, 0, 400});
}

TEST_CASE("a function without other CPU work has background work, which a crash of its VM loses") {
  // f waits for 100 ms, and then works for 300 ms, of which 150 ms are done when the VM crashes at 250 ms.
  World world = on_one_vcpu(Background::runs);
  world.parameters.faults.vm_crashes = {{ms(250), 0}};
  const FunctionId f = world.function("f", with(0, ms(300)));
  world.horizon = at_ms(20'000);
  world.arrive(f, at_ms(0), ms(100));
  CHECK(audit_violations(world).empty());
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == BackgroundTimes{100});
  CHECK(used(outcome) == BackgroundTimes{300, 150, 150, 150});
}

TEST_CASE("an execution that is cut off leaves no background work") {
  World world = on_one_vcpu(Background::runs);
  FunctionTraits traits = with(1, ms(200));
  traits.timeout = ms(50);
  const FunctionId f = world.function("f", traits);
  world.horizon = at_ms(20'000);
  world.arrive(f, at_ms(0), ms(100));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == BackgroundTimes{50});
  CHECK(used(outcome) == BackgroundTimes{0, 0, 0, 0});
}

TEST_CASE("an instance that is reclaimed at its answer loses its background work at once") {
  World world = on_one_vcpu(Background::runs);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  const FunctionId f = world.function("f", with(1, ms(200)));
  world.horizon = at_ms(20'000);
  world.arrive(f, at_ms(0), ms(100));
  CHECK(audit_violations(world).empty());
  CHECK(used(world.run()) == BackgroundTimes{200, 0, 0, 200});
}
