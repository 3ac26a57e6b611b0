#include "models/platform/starts/shared_stages.hpp"

#include "tests/platform/support/audited.hpp"
#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

/// The module without a platform. All instances are in one VM unless a test says otherwise.
struct StagesAlone {
  explicit StagesAlone(std::vector<SharedStage> shared)
      : platform(platform_of(std::move(shared))), stages(core, platform, at_ms(0), Time::never()) {
    events.handle<SharedStageBegins, &SharedStages::stage_begins>(stages);
    events.handle<SharedStageEndsInVm, &SharedStages::stage_ends_in_vm>(stages);
    events.handle<SharedStageEndsOnHost, &SharedStages::stage_ends_on_host>(stages);
    vm = core.open_vm();
  }
  static PlatformParameters platform_of(std::vector<SharedStage> shared) {
    PlatformParameters platform;
    platform.cold_start.shared_stages = std::move(shared);
    return platform;
  }
  /// Begins a start now, whose stages take `lengths` in milliseconds. Returns the instance.
  std::uint32_t begin(const std::array<std::int64_t, kStartStages>& lengths,
                      std::optional<std::uint32_t> in = std::nullopt, Time retires = Time::never()) {
    const std::uint32_t id = core.tables.instances.allocate();
    core.tables.instances[id] = Instance{};
    core.tables.instances[id].vm = in.value_or(vm);
    StageEnds ends;
    Time at = core.clock;
    for (std::size_t i = 0; i < kStartStages; ++i) {
      at = at + ms(lengths[i]);
      ends[i] = at;
    }
    stages.begins(id, ends, retires);
    return id;
  }
  void run_to(Time until) {
    core.run(events, until);
    core.clock = until;
  }
  [[nodiscard]] StartCounts counts() const {
    StartCounts all;
    stages.report(all);
    return all;
  }
  /// The ends of all starts in milliseconds, in the order in which they became known.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::int64_t>> ready_ms() const {
    std::vector<std::pair<std::uint32_t, std::int64_t>> all;
    for (const FakeCore::Started& each : core.started) {
      REQUIRE(each.ends.back().ns() % 1'000'000 == 0);
      all.emplace_back(each.instance, each.ends.back().ns() / 1'000'000);
    }
    return all;
  }

  FakeCore core{2};  // two VMs on a host
  PlatformParameters platform;
  SharedStages stages;
  EventTable events;
  std::uint32_t vm = 0;
};

using Ready = std::vector<std::pair<std::uint32_t, std::int64_t>>;

const SharedStage kRuntimeInVm{StartStage::runtime_start, StageScope::vm, 1};

}  // namespace

TEST_CASE("a start alone takes the time of its stages, and its end is known when the shared stage ends") {
  StagesAlone alone({kRuntimeInVm});
  const std::uint32_t first = alone.begin({5, 10, 20, 40, 80}, std::nullopt, at_ms(100));
  alone.core.run(alone.events);
  CHECK(alone.ready_ms() == Ready{{first, 155}});
  const FakeCore::Started& start = alone.core.started.front();
  CHECK(start.at == at_ms(75));
  CHECK(start.ends == StageEnds{at_ms(5), at_ms(15), at_ms(35), at_ms(75), at_ms(155)});
  CHECK(start.retires == at_ms(100));
  CHECK(alone.counts().shared == 1);
  CHECK(alone.counts().shared_ns == 40'000'000);
  CHECK(alone.counts().shared_alone_ns == 40'000'000);
}

TEST_CASE("a start that comes later slows an earlier start down, and is slowed down only while both last") {
  // The first start has done 100 of 300 ms when the second start of 100 ms begins. Both then proceed at half
  // speed. The second has done its 100 ms at 300 ms, and the first has 100 ms left, until 400 ms.
  StagesAlone alone({kRuntimeInVm});
  const std::uint32_t first = alone.begin({0, 0, 0, 300, 0});
  alone.run_to(at_ms(100));
  const std::uint32_t second = alone.begin({0, 0, 0, 100, 0});
  alone.core.run(alone.events);
  CHECK(alone.ready_ms() == Ready{{second, 300}, {first, 400}});
  CHECK(alone.counts().shared_ns == 600'000'000);
  CHECK(alone.counts().shared_alone_ns == 400'000'000);
}

TEST_CASE("starts up to the capacity do not slow each other down") {
  StagesAlone alone({{StartStage::runtime_start, StageScope::vm, 2.5}});
  const std::uint32_t first = alone.begin({0, 0, 0, 100, 0});
  const std::uint32_t second = alone.begin({0, 0, 0, 100, 0});
  alone.core.run(alone.events);
  CHECK(alone.ready_ms() == Ready{{first, 100}, {second, 100}});
  // Five starts share a capacity of 2.5, so they take twice as long.
  alone.core.started.clear();
  for (int i = 0; i < 5; ++i) {
    alone.begin({0, 0, 0, 100, 0});
  }
  alone.core.run(alone.events);
  REQUIRE(alone.core.started.size() == 5);
  for (const FakeCore::Started& each : alone.core.started) {
    CHECK(each.ends.back() == at_ms(300));
  }
}

TEST_CASE("the starts of a VM share a stage, and the starts of another VM do not, unless a host shares it") {
  for (const StageScope per : {StageScope::vm, StageScope::host}) {
    StagesAlone alone({{StartStage::function_init, per, 1}});
    const std::uint32_t other = alone.core.open_vm();
    const std::uint32_t first = alone.begin({0, 0, 0, 7, 100});
    const std::uint32_t second = alone.begin({0, 0, 0, 7, 100}, other);
    REQUIRE(alone.core.cluster().vm(other).host == alone.core.cluster().vm(alone.vm).host);
    alone.core.run(alone.events);
    const std::int64_t ready = per == StageScope::vm ? 107 : 207;
    CHECK(alone.ready_ms() == Ready{{first, ready}, {second, ready}});
  }
}

TEST_CASE("two shared stages follow each other, each with its own capacity") {
  // Both starts share the sandbox (20 ms instead of 10), then the initialisation (60 ms instead of 30), with
  // 5 ms for the runtime between the two stages.
  StagesAlone alone(
      {{StartStage::function_init, StageScope::vm, 1}, {StartStage::sandbox, StageScope::vm, 1}});
  const std::uint32_t first = alone.begin({0, 10, 0, 5, 30});
  const std::uint32_t second = alone.begin({0, 10, 0, 5, 30});
  alone.core.run(alone.events);
  CHECK(alone.ready_ms() == Ready{{first, 85}, {second, 85}});
  CHECK(alone.core.started.front().ends == StageEnds{at_ms(0), at_ms(20), at_ms(20), at_ms(25), at_ms(85)});
}

TEST_CASE("a start without time in the shared stage ends at once") {
  StagesAlone alone({kRuntimeInVm});
  const std::uint32_t first = alone.begin({1, 2, 3, 0, 4});
  CHECK(alone.ready_ms() == Ready{{first, 10}});
  CHECK(alone.core.events.empty());
}

TEST_CASE("the share of a lost start is given to the other starts") {
  StagesAlone alone({kRuntimeInVm});
  const std::uint32_t lost = alone.begin({0, 0, 0, 500, 0});
  const std::uint32_t first = alone.begin({0, 0, 0, 100, 0});
  const std::uint32_t later = alone.begin({0, 150, 0, 100, 0});
  alone.run_to(at_ms(100));
  alone.stages.lost(lost);  // the other start has 50 ms left
  alone.core.tables.instances.release(lost);
  alone.stages.lost(later);  // its stage has not begun
  alone.core.tables.instances.release(later);
  alone.core.run(alone.events);
  CHECK(alone.ready_ms() == Ready{{first, 150}});
}

TEST_CASE("a VM that reuses a row has no starts of the previous VM") {
  StagesAlone alone({kRuntimeInVm});
  const std::uint32_t lost = alone.begin({0, 0, 0, 500, 0});
  alone.run_to(at_ms(100));
  alone.stages.lost(lost);
  alone.core.tables.instances.release(lost);
  alone.core.release_vm(alone.vm);
  CHECK(alone.core.open_vm() == alone.vm);
  const std::uint32_t next = alone.begin({0, 0, 0, 900, 0});
  alone.core.run(alone.events);
  CHECK(alone.ready_ms() == Ready{{next, 1'000}});
}

namespace {

/// A platform whose VMs start one runtime at full speed. A start takes 60 ms for the sandbox and 100 ms for
/// the runtime.
World sharing_world() {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(60));
  world.parameters.cold_start.runtime_start = takes(ms(100));
  world.parameters.cold_start.shared_stages = {kRuntimeInVm};
  return world;
}

}  // namespace

TEST_CASE("requests wait for starts that slow each other down, and the bill contains the longer time") {
  // Both starts are in the stage from 60 ms on. Alone they would be ready at 160 ms; together at 260 ms.
  World world = sharing_world();
  world.parameters.billing.init = BilledInit::all;
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  world.arrive(f, at_ms(0), ms(10));
  world.arrive(g, at_ms(0), ms(10));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{260, 260});
  CHECK(outcome.tally.cold_start().sum() == 520'000'000);
  CHECK(outcome.tally.extras()[f.index()].init_ns == 200'000'000);
  CHECK(outcome.tally.starts().shared_ns == 400'000'000);
  CHECK(audit_violations(world).empty());
}

TEST_CASE("an instance whose lifetime ends while it starts retires when it is ready") {
  // The lifetime of 150 ms ends during the start, which ends at 160 ms. The instance serves its request until
  // 170 ms and is reclaimed then.
  World world = sharing_world();
  world.parameters.lifetimes.instance = takes(ms(150));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(10));
  world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{160});
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{170});
  CHECK(audit_violations(world).empty());
}

TEST_CASE("a crash of the VM takes the starts out of the shared stage") {
  // The VM of both starts crashes at 100 ms. The retries arrive at once in a new VM, and share its stage:
  // 100 + 60 + 2 x 100 ms.
  World world = sharing_world();
  world.parameters.faults.vm_crashes = {{ms(100), 0}};
  FunctionTraits traits;
  traits.crash_retries = 1;
  const FunctionId f = world.function("f", traits);
  const FunctionId g = world.function("g", traits);
  world.arrive(f, at_ms(0), ms(10));
  world.arrive(g, at_ms(0), ms(10));
  world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{360, 360});
  CHECK(audit_violations(world).empty());
}

TEST_CASE("generic instances of the pool share the stage with other starts") {
  // The pool starts one generic instance at time 0. The request at 0 needs an instance of its own, because
  // the generic instance is not ready. Both share the runtime stage from 60 to 260 ms.
  World world = sharing_world();
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "pool", {whole(1), whole(128)});
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(10));
  world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{260});
  CHECK(audit_violations(world).empty());
}
