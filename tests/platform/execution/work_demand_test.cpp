#include "models/platform/execution/work_demand.hpp"

#include <stdexcept>

#include "tests/support/platform_fixture.hpp"

using namespace curtain;
using namespace support;

namespace {

PlatformParameters demand_platform() {
  PlatformParameters platform;
  platform.cluster.vms.vcpus = 2;
  platform.cpu.memory_per_vcpu = 1'000;
  platform.disk = {100'000'000, 40'000'000, 0};
  platform.network = {80'000'000, 0, 50'000'000};
  return platform;
}

FunctionTraits with_share(double share) {
  FunctionTraits traits;
  traits.cpu = share;
  return traits;
}

FunctionTraits with_work(const WorkMix& work) {
  FunctionTraits traits;
  traits.work = work;
  return traits;
}

}  // namespace

TEST_CASE(
    "cap and weight of an instance are in proportion to its memory, and the cap is at most the whole VM") {
  PlatformParameters platform;
  platform.cluster.vms.vcpus = 2;
  platform.cpu.memory_per_vcpu = 1'769;
  const WorkDemand small = work_demand(platform, 128, with_share(0.25));
  CHECK(small.of(SharedKind::cpu).cap == 72'357);  // the cap is 128 / 1769 = 0.0723573 vCPU
  CHECK(small.of(SharedKind::cpu).weight == 128);
  CHECK(small.cpu_alone(ms(100)) == ms(25));
  CHECK(small.cpu_alone(ns(7)) == ns(1));
  CHECK(small.alone(ms(100)) == ms(100));
  CHECK(work_demand(platform, 1'769, with_share(1)).of(SharedKind::cpu).cap == 1'000'000);
  CHECK(work_demand(platform, 10'240, with_share(1)).of(SharedKind::cpu).cap == 2'000'000);
  CHECK(work_demand(platform, 10'240, with_share(1)).cpu_alone(Duration{std::int64_t{1} << 62}).ns() ==
        std::int64_t{1} << 62);
  platform.cpu.memory_per_vcpu = 0;
  CHECK_THROWS_AS(work_demand(platform, 128, with_share(1)), std::invalid_argument);
}

TEST_CASE("fixed work takes the time that the instance's caps allow, in addition to the drawn duration") {
  // 500 MiB correspond to half a vCPU, so 100 vCPU-ms take 200 ms. Half a vCPU drives 20 MB/s of the disk, so
  // 30 MB take 1.5 s. An instance may use 50 MB/s of the network, so 10 MB take 200 ms.
  const WorkDemand demand =
      work_demand(demand_platform(), 500, with_work({ms(100), 30'000'000, 10'000'000, kUnlimited}));
  CHECK(demand.of(SharedKind::cpu).fixed == ms(200));
  CHECK(demand.of(SharedKind::disk).cap == 20'000'000);
  CHECK(demand.of(SharedKind::disk).fixed == ms(1'500));
  CHECK(demand.of(SharedKind::network).cap == 50'000'000);
  CHECK(demand.of(SharedKind::network).fixed == ms(200));
  CHECK(demand.alone(ms(30)) == ms(1'930));
  CHECK(demand.cpu_alone(ms(1'930)) == ms(200));
}

TEST_CASE("a share of the drawn duration and fixed CPU work add up") {
  FunctionTraits traits = with_work({ms(100), 0, 0, kUnlimited});
  traits.cpu = 0.5;
  const WorkDemand demand = work_demand(demand_platform(), 1'000, traits);
  CHECK(demand.alone(ms(60)) == ms(160));
  CHECK(demand.cpu_alone(ms(160)) == ms(130));
}

TEST_CASE("CPU work that was measured at another rate takes another time") {
  // Half of the 100 ms is CPU work. It was measured with 1,000 MiB and so with one vCPU. An instance of 250
  // MiB has a quarter of a vCPU, so the work takes 200 ms.
  FunctionTraits traits = with_share(0.5);
  traits.durations_measured_at = {1'000, 0};
  const WorkDemand small = work_demand(demand_platform(), 250, traits);
  CHECK(small.alone(ms(100)) == ms(250));
  CHECK(small.cpu_alone(ms(250)) == ms(200));
  // In the measurement five instances shared two vCPUs, 0.4 each. So 50 ms are 20 vCPU-ms, which one vCPU
  // does in 20 ms.
  traits.durations_measured_at.neighbours = 4;
  const WorkDemand alone = work_demand(demand_platform(), 1'000, traits);
  CHECK(alone.alone(ms(100)) == ms(70));
  CHECK(alone.cpu_alone(ms(70)) == ms(20));
  // A serial function never used more than one vCPU.
  traits.durations_measured_at = {2'000, 0};
  traits.work.parallelism = 1;
  CHECK(work_demand(demand_platform(), 500, traits).alone(ms(100)) == ms(150));
  CHECK(work_demand(demand_platform(), 500, traits).alone(Duration{std::int64_t{1} << 62}) ==
        Time::latest() - Time{});
}

TEST_CASE("parallelism limits the CPU rate of one execution, not of its instance") {
  const WorkDemand demand = work_demand(demand_platform(), 2'000, with_work({ms(100), 0, 0, 1}));
  CHECK(demand.of(SharedKind::cpu).cap == 2 * kRateOfVcpu);
  CHECK(demand.of(SharedKind::cpu).job_cap == kRateOfVcpu);
  CHECK(demand.of(SharedKind::cpu).fixed == ms(100));  // the work takes 50 ms with two vCPUs
}

TEST_CASE("the time of fixed work is rounded up to a nanosecond and never overflows") {
  PlatformParameters platform = demand_platform();
  platform.disk = {3, 0, 0};
  CHECK(work_demand(platform, 1'000, with_work({Duration{}, 1, 0, kUnlimited})).fixed == ns(333'333'334));
  const WorkDemand longest = work_demand(
      platform, 1'000, with_work({Duration{std::int64_t{1} << 62}, std::uint64_t{1} << 50, 0, kUnlimited}));
  CHECK(longest.fixed == Time::latest() - Time{});
  CHECK(longest.alone(ms(1)) == Time::latest() - Time{});
}

TEST_CASE("an instance without CPU caps may use the whole disk of its VM") {
  PlatformParameters platform = demand_platform();
  platform.cpu.memory_per_vcpu = 0;
  platform.disk.rate_per_vcpu = 0;
  CHECK(work_demand(platform, 1, with_work({Duration{}, 1, 0, kUnlimited})).of(SharedKind::disk).cap ==
        100'000'000);
  platform.disk.rate_per_vcpu = 1;
  CHECK_THROWS_AS(work_demand(platform, 1, with_work({Duration{}, 1, 0, kUnlimited})), std::invalid_argument);
}

TEST_CASE("work on a resource that the platform does not describe is refused") {
  PlatformParameters platform = demand_platform();
  platform.disk = {};
  platform.network = {};
  CHECK_THROWS_AS(work_demand(platform, 1'000, with_work({Duration{}, 1, 0, kUnlimited})),
                  std::invalid_argument);
  CHECK_THROWS_AS(work_demand(platform, 1'000, with_work({Duration{}, 0, 1, kUnlimited})),
                  std::invalid_argument);
  CHECK(capacity_of_vm(platform, SharedKind::disk) == 0);
  CHECK(capacity_of_vm(platform, SharedKind::cpu) == 2 * kRateOfVcpu);
}
