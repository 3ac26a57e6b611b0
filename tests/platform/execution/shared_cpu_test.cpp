#include "models/platform/execution/shared_cpu.hpp"

#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

using Finished = std::vector<FakeCore::Finished>;

/// The module with VMs of the given number of vCPUs; 1,000 MiB correspond to one vCPU.
struct CpuAlone {
  explicit CpuAlone(std::uint32_t vcpus) : cpu(core, vcpus, at_ms(0), Time::never()) {
    platform.cluster.vms.vcpus = vcpus;
    platform.cpu.memory_per_vcpu = 1'000;
    events.handle<CpuWorkBegins, &SharedCpu::work_begins>(cpu);
    events.handle<CpuWorkEnds, &SharedCpu::work_ends>(cpu);
    events.handle<CpuWaitEnds, &SharedCpu::wait_ends>(cpu);
    vm = core.open_vm();
  }
  std::uint32_t function(Mebibytes memory, double share, Duration timeout = Duration::infinite()) {
    Function row;
    row.timeout = timeout;
    core.tables.functions.push_back(row);
    const auto id = static_cast<std::uint32_t>(core.tables.functions.size() - 1);
    cpu.adopt(id, cpu_demand(platform, memory, share));
    return id;
  }
  std::uint32_t instance(std::uint32_t of_function) {
    const std::uint32_t id = core.tables.instances.allocate();
    core.tables.instances[id] = Instance{};
    core.tables.instances[id].function = of_function;
    core.tables.instances[id].vm = vm;
    return id;
  }
  /// Adds an attempt that takes `alone` without sharing, from now or from `started` on.
  std::uint32_t begin(std::uint32_t in, Duration alone, std::optional<Time> started = std::nullopt) {
    const std::uint32_t id = core.tables.requests.allocate();
    Request& row = core.tables.requests[id];
    row = Request{};
    row.function = core.tables.instances[in].function;
    row.instance = in;
    row.started = started.value_or(core.clock);
    row.duration = alone;
    cpu.begins(id);
    return id;
  }
  void run_to(Time until) {
    core.run(events, until);
    core.clock = until;
  }

  FakeCore core;
  PlatformParameters platform;
  SharedCpu cpu;
  EventTable events;
  std::uint32_t vm = 0;
};

}  // namespace

TEST_CASE(
    "cap and weight of an instance are in proportion to its memory, and the cap is at most the whole VM") {
  PlatformParameters platform;
  platform.cluster.vms.vcpus = 2;
  platform.cpu.memory_per_vcpu = 1'769;
  const CpuDemand small = cpu_demand(platform, 128, 0.25);
  CHECK(small.cap == 72'357);  // 128 / 1769 = 0.0723573 vCPU
  CHECK(small.weight == 128);
  CHECK(small.work_of(ms(100)) == ms(25));
  CHECK(small.work_of(ns(7)) == ns(1));
  CHECK(cpu_demand(platform, 1'769, 1).cap == 1'000'000);
  CHECK(cpu_demand(platform, 10'240, 1).cap == 2'000'000);
  CHECK(cpu_demand(platform, 10'240, 1).work_of(Duration{std::int64_t{1} << 62}).ns() == std::int64_t{1}
                                                                                             << 62);
  platform.cpu.memory_per_vcpu = 0;
  CHECK_THROWS_AS(cpu_demand(platform, 128, 1), std::invalid_argument);
}

TEST_CASE("executions whose instances need more than the vCPUs of their VM take longer") {
  // One vCPU serves two instances that may use one vCPU each. The first has done 100 of 300 ms when the
  // second begins; then both run at half speed. The second ends 2 x 100 ms later, at 300 ms. The first then
  // has 100 ms left and ends at 400 ms.
  CpuAlone alone(1);
  const std::uint32_t f = alone.function(1'000, 1);
  const std::uint32_t first = alone.begin(alone.instance(f), ms(300));
  alone.run_to(at_ms(100));
  const std::uint32_t second = alone.begin(alone.instance(f), ms(100));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{second, false, at_ms(300)}, {first, false, at_ms(400)}});
  sim::LevelTimeline used = alone.cpu.used();
  used.finish(at_ms(400));
  CHECK(used.integral() == sim::Int128{1'000'000} * 400'000'000);
}

TEST_CASE("with a vCPU for each instance no execution takes longer") {
  CpuAlone alone(2);
  const std::uint32_t f = alone.function(1'000, 1);
  const std::uint32_t first = alone.begin(alone.instance(f), ms(300));
  alone.run_to(at_ms(100));
  const std::uint32_t second = alone.begin(alone.instance(f), ms(100));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{second, false, at_ms(200)}, {first, false, at_ms(300)}});
}

TEST_CASE("CPU work is at the beginning of an execution, and the waiting part after it is not slowed down") {
  // Two instances of 1,000 MiB share one vCPU. 100 ms of CPU work of each take 200 ms. Then both executions
  // only wait: one for 100 ms, until 300 ms, and the other for 300 ms, until 500 ms.
  CpuAlone alone(1);
  const std::uint32_t quarter = alone.function(1'000, 0.25);
  const std::uint32_t half = alone.function(1'000, 0.5);
  const std::uint32_t first = alone.begin(alone.instance(quarter), ms(400));
  const std::uint32_t second = alone.begin(alone.instance(half), ms(200));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{second, false, at_ms(300)}, {first, false, at_ms(500)}});
  // Waiting executions do not use the vCPU, so it is in use only until 200 ms.
  sim::LevelTimeline used = alone.cpu.used();
  used.finish(at_ms(500));
  CHECK(used.integral() == sim::Int128{1'000'000} * 200'000'000);
}

TEST_CASE("CPU shares are in proportion to memory") {
  // 3,000 MiB (capped at the VM's 2 vCPUs) and 1,000 MiB share 2 vCPUs and get 1.5 and 0.5. Alone, the small
  // instance would have 1 vCPU. The 60 ms of the small instance end after 120 ms. By then the large instance
  // has done 1.5 x 120 = 180 of its 2 x 130 = 260 vCPU-ms. It does the rest with 2 vCPUs in 40 ms.
  CpuAlone alone(2);
  const std::uint32_t large = alone.begin(alone.instance(alone.function(3'000, 1)), ms(130));
  const std::uint32_t small = alone.begin(alone.instance(alone.function(1'000, 1)), ms(60));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{small, false, at_ms(120)}, {large, false, at_ms(160)}});
}

TEST_CASE("the requests of an instance share its cap equally") {
  // Three requests run in one instance with one of two vCPUs. The first runs alone for 20 ms; two share from
  // 20 ms on, and three from 40 ms on. At 40 ms the first has 60 - 20 - 10 = 30 ms left, the second 40 - 10 =
  // 30 ms, and the third 10 ms. The third ends after 30 ms, at 70 ms. The other two then have 20 ms left each
  // and end after 40 ms, at 110 ms.
  CpuAlone alone(2);
  const std::uint32_t f = alone.function(1'000, 1);
  const std::uint32_t instance = alone.instance(f);
  const std::uint32_t first = alone.begin(instance, ms(60));
  alone.run_to(at_ms(20));
  const std::uint32_t second = alone.begin(instance, ms(40));
  alone.run_to(at_ms(40));
  const std::uint32_t third = alone.begin(instance, ms(10));
  alone.core.run(alone.events);
  CHECK(alone.core.finished ==
        Finished{{third, false, at_ms(70)}, {first, false, at_ms(110)}, {second, false, at_ms(110)}});
}

TEST_CASE("an execution slowed down beyond its timeout is cut off, in its CPU work or its waiting part") {
  // Two executions share one vCPU. Each would take 100 ms alone. At the timeout of 150 ms each has done 75
  // ms.
  CpuAlone alone(1);
  const std::uint32_t f = alone.function(1'000, 1, ms(150));
  const std::uint32_t first = alone.begin(alone.instance(f), ms(100));
  const std::uint32_t second = alone.begin(alone.instance(f), ms(100));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{first, true, at_ms(150)}, {second, true, at_ms(150)}});
  // 50 ms of CPU work take 100 ms, and the waiting part of 50 ms ends at exactly 150 ms. An execution one
  // nanosecond longer is cut off.
  alone.core.finished.clear();
  const std::uint32_t g = alone.function(1'000, 0.5, ms(150));
  const std::uint32_t third = alone.begin(alone.instance(g), ms(100));
  const std::uint32_t fourth = alone.begin(alone.instance(g), ms(100) + ns(1));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{third, false, at_ms(300)}, {fourth, true, at_ms(300)}});
  // Alone, the execution is cut off at the same time as an execution of known duration.
  alone.core.finished.clear();
  const std::uint32_t fifth = alone.begin(alone.instance(f), ms(151));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{fifth, true, at_ms(450)}});
}

TEST_CASE("an execution begins when its request reaches the host") {
  CpuAlone alone(1);
  const std::uint32_t f = alone.function(1'000, 1);
  const std::uint32_t first = alone.begin(alone.instance(f), ms(100), at_ms(50));
  const std::uint32_t second = alone.begin(alone.instance(f), ms(40));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{second, false, at_ms(40)}, {first, false, at_ms(150)}});
}

TEST_CASE("the share of a lost execution is given to the other executions") {
  CpuAlone alone(1);
  const std::uint32_t f = alone.function(1'000, 1);
  const std::uint32_t other = alone.instance(f);
  const std::uint32_t lost = alone.begin(alone.instance(f), ms(500));
  const std::uint32_t first = alone.begin(other, ms(100));
  alone.run_to(at_ms(100));
  alone.cpu.lost(lost);  // the other execution has 50 ms left
  alone.core.tables.requests.release(lost);
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{first, false, at_ms(150)}});
}

TEST_CASE("a VM that reuses a row has no executions of the previous VM") {
  CpuAlone alone(1);
  const std::uint32_t f = alone.function(1'000, 1);
  const std::uint32_t lost = alone.begin(alone.instance(f), ms(500));
  alone.run_to(at_ms(100));
  alone.cpu.lost(lost);
  alone.core.tables.requests.release(lost);
  alone.core.release_vm(alone.vm);
  CHECK(alone.core.open_vm() == alone.vm);
  const std::uint32_t next = alone.begin(alone.instance(f), ms(900));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == Finished{{next, false, at_ms(1'000)}});
}

namespace {

/// VMs have one vCPU by default. An instance of 1,024 MiB may use one vCPU.
World shared_world(std::uint32_t vcpus = 1) {
  World world;
  world.parameters.cluster.hosts.vcpus = 64;
  world.parameters.cluster.vms.vcpus = vcpus;
  world.parameters.cpu.memory_per_vcpu = 1'024;
  return world;
}

FunctionTraits computing(double share) {
  FunctionTraits traits;
  traits.cpu = share;
  return traits;
}

}  // namespace

TEST_CASE("contention changes executions, bill, slowdown, stretch and use of vCPUs") {
  // Two executions share one vCPU, as in the test of the module above: one of 300 ms from 0 on and one of 100
  // ms from 100 ms on. They end at 400 and 300 ms.
  World world = shared_world();
  const FunctionId f = world.function("f", computing(1), 1'024);
  const FunctionId g = world.function("g", computing(1), 1'024);
  world.arrive(f, at_ms(0), ms(300));
  world.arrive(g, at_ms(100), ms(100));
  const RunOutcome outcome = world.run();
  const Tally& tally = outcome.tally;
  CHECK(world.record.when_ms(Change::ended) == std::vector<std::int64_t>{300, 400});
  CHECK(tally.execution_ns(0) == ms(400).ns());
  CHECK(tally.execution_ns(1) == ms(200).ns());
  CHECK(tally.billed_ns(1) == ms(200).ns());
  CHECK(tally.extras()[0].alone_ns == ms(300).ns());
  CHECK(tally.extras()[1].shared_ns == ms(200).ns());
  CHECK(tally.cpu_used().integral() == sim::Int128{1'000'000} * ms(400).ns());
  // The executions take 4/3 and 2 times as long as alone.
  CHECK(tally.slowdown(0) == Responses::kSlowdownUnit * 4 / 3);
  CHECK(tally.slowdown(1) == Responses::kSlowdownUnit * 2);
}

TEST_CASE("a VM released with its last execution uses no vCPU any more") {
  World world = shared_world();
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  world.parameters.cluster.vms.isolation = Isolation::instance;
  world.parameters.cluster.vms.empty_release = ms(0);
  const FunctionId f = world.function("f", computing(1), 1'024);
  for (const std::int64_t start : {0, 50, 200}) {
    world.arrive(f, at_ms(start), ms(100));
  }
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.vms_created() == 3);
  CHECK(outcome.tally.cpu_used().level() == 0);
  CHECK(outcome.tally.cpu_used().integral() == sim::Int128{1'000'000} * ms(300).ns());
}

TEST_CASE("functions with and without CPU work run side by side") {
  World world = shared_world();
  const FunctionId f = world.function("f", computing(0.5), 1'024);
  const FunctionId g = world.function("g", {}, 1'024);
  for (std::int64_t i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(0), ms(100));
    world.arrive(g, at_ms(0), ms(100));
  }
  // 4 x 50 ms of CPU work on one vCPU are followed by 50 ms of waiting.
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) ==
        std::vector<std::int64_t>{100, 100, 100, 100, 250, 250, 250, 250});
  CHECK(outcome.tally.extras()[1].shared_ns == 0);
}

TEST_CASE("a queued attempt starts at the end of the previous execution, which contention delays") {
  // Each function has one instance. The second request of f runs from 200 to 300 ms, when g has ended.
  World world = shared_world();
  FunctionTraits one = computing(1);
  one.max_instances = 1;
  const FunctionId f = world.function("f", one, 1'024);
  const FunctionId g = world.function("g", one, 1'024);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(g, at_ms(0), ms(100));
  world.run();
  CHECK(world.record.when_ms(Change::ended) == std::vector<std::int64_t>{200, 200, 300});
}

TEST_CASE("a retry after a crash starts its CPU work from the beginning") {
  World world = shared_world();
  FunctionTraits traits = computing(1);
  traits.crash_retries = 1;
  traits.timeout = ms(900);
  const FunctionId f = world.function("f", traits, 1'024);
  world.arrive(f, at_ms(0), ms(300));
  world.arrive(f, at_ms(0), ms(200));
  world.parameters.faults.vm_crashes = {{ms(390), 0}};
  // After 390 ms, 105 ms of the first execution are left and 5 ms of the second. Both start again from the
  // beginning. The second has done its 200 ms after 400 ms, at 790 ms, and the first ends after 500 ms, at
  // 890 ms.
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::ended) == std::vector<std::int64_t>{790, 890});
  CHECK(Counts(outcome).of(Outcome::completed) == 2);
  CHECK(outcome.tally.extras()[0].alone_ns == ms(500).ns());
}

TEST_CASE("only functions with CPU work leave the warm path") {
  World world = shared_world();
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.cpu_of_vm() == 0);
  CHECK(outcome.tally.cpu_used().integral() == 0);
}

TEST_CASE("CPU work cannot be combined with the oracle, and needs vCPUs on the platform") {
  World world;
  world.function("f", computing(1));
  world.arrive(FunctionId{0u}, at_ms(0), ms(1));
  CHECK_THROWS_AS(world.run_as({}), std::invalid_argument);
  World foreseen = shared_world();
  foreseen.parameters.policies.keep_alive = policy(Seam::keep_alive, "oracle", {length(ms(100))});
  foreseen.function("f", computing(1));
  foreseen.arrive(FunctionId{0u}, at_ms(0), ms(1));
  CHECK_THROWS_AS(foreseen.run_as({}), std::invalid_argument);
}
