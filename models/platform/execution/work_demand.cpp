#include "models/platform/execution/work_demand.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

constexpr std::uint64_t kNanosecondsOfSecond = 1'000'000'000;

/// Returns work / rate, rounded up to a nanosecond and limited to the longest duration.
Duration time_alone(sim::UInt128 work, std::uint64_t rate) {
  const sim::UInt128 most = static_cast<std::uint64_t>(Time::latest().ns());
  return Duration{static_cast<std::int64_t>(std::min(most, (work + rate - 1) / rate))};
}

/// Returns the maximum rate of an instance with that CPU cap on a VM's disk or network, which is the minimum
/// of the rates of a VM and a host, the platform's limit for an instance (`limit`, or 0 if there is none),
/// and the rate that the instance's CPU can drive.
std::uint64_t bandwidth_cap(const BandwidthParameters& bandwidth, std::uint64_t limit,
                            std::uint64_t cpu_cap) {
  std::uint64_t cap = bandwidth.vm_rate;
  for (const std::uint64_t rate : {bandwidth.host_rate, limit}) {
    cap = rate == 0 ? cap : std::min(cap, rate);
  }
  if (bandwidth.rate_per_vcpu != 0) {
    const sim::UInt128 driven = sim::UInt128{bandwidth.rate_per_vcpu} * cpu_cap / kRateOfVcpu;
    cap = CURTAIN_MUTANT(cpu_does_not_limit_bandwidth,
                         static_cast<std::uint64_t>(std::min<sim::UInt128>(cap, driven)), cap);
  }
  return std::max<std::uint64_t>(cap, 1);
}

ResourceDemand bandwidth_demand(const BandwidthParameters& bandwidth, std::uint64_t cpu_cap,
                                std::uint64_t bytes) {
  ResourceDemand demand;
  const bool has_bucket = bandwidth.burst_size != 0;
  demand.cap = bandwidth_cap(bandwidth, has_bucket ? bandwidth.burst_rate : bandwidth.instance_rate, cpu_cap);
  demand.job_cap = demand.cap;
  demand.weight = 1;
  demand.work = sim::UInt128{bytes} * kNanosecondsOfSecond;
  demand.fixed = time_alone(demand.work, demand.cap);
  if (has_bucket && demand.cap > bandwidth.instance_rate) {
    demand.sustained = bandwidth.instance_rate;
    demand.bucket = sim::UInt128{bandwidth.burst_size} * kNanosecondsOfSecond;
    if (demand.work > demand.bucket) {
      demand.fixed = std::max(demand.fixed, time_alone(demand.work - demand.bucket, demand.sustained));
    }
  }
  return demand;
}

/// The largest CPU rate of an instance with that memory.
std::uint64_t cpu_cap_of(const PlatformParameters& parameters, Mebibytes memory) {
  const std::uint64_t most = capacity_of_vm(parameters, SharedKind::cpu);
  const std::uint64_t of_vcpu = parameters.cpu.memory_per_vcpu;
  return of_vcpu == 0 ? most : std::clamp<std::uint64_t>(memory * kRateOfVcpu / of_vcpu, 1, most);
}

/// The share `traits.cpu` of a duration was measured at the CPU rate `measured`; in this run the work is done
/// at `rate`.
CpuShare cpu_share(const PlatformParameters& parameters, Mebibytes memory, const FunctionTraits& traits,
                   std::uint64_t rate) {
  const MeasuredAt& at = traits.durations_measured_at;
  const std::uint64_t of_neighbours =
      capacity_of_vm(parameters, SharedKind::cpu) / (std::uint64_t{at.neighbours} + 1);
  const std::uint64_t cap = std::min(cpu_cap_of(parameters, at.memory == 0 ? memory : at.memory),
                                     traits.work.parallelism * kRateOfVcpu);
  const std::uint64_t measured = CURTAIN_MUTANT(
      measured_memory_is_ignored, std::max<std::uint64_t>(std::min(cap, of_neighbours), 1), rate);
  const auto millionths = static_cast<std::uint64_t>(traits.cpu * 1e6 + 0.5);
  const std::uint64_t cpu = millionths * measured;
  const std::uint64_t rest = (1'000'000 - millionths) * rate;
  const std::uint64_t drawn = 1'000'000 * rate;
  const std::uint64_t divisor = std::gcd(std::gcd(cpu, rest), drawn);
  return {cpu / divisor, (cpu + rest) / divisor, drawn / divisor};
}

}  // namespace

std::uint64_t capacity_of_vm(const PlatformParameters& parameters, SharedKind kind) {
  switch (kind) {
    case SharedKind::disk:
      return parameters.disk.vm_rate;
    case SharedKind::network:
      return parameters.network.vm_rate;
    default:
      return parameters.cluster.vms.vcpus * kRateOfVcpu;
  }
}

std::uint64_t capacity_of_host(const PlatformParameters& parameters, SharedKind kind) {
  switch (kind) {
    case SharedKind::disk:
      return parameters.disk.host_rate;
    case SharedKind::network:
      return parameters.network.host_rate;
    default:
      return 0;  // no limit: the VMs of a host never have more vCPUs than the host
  }
}

Duration WorkDemand::alone(Duration drawn) const {
  const auto most = static_cast<sim::UInt128>(Time::latest().ns());
  const auto scaled = sim::UInt128{static_cast<std::uint64_t>(drawn.ns())} * share.alone / share.drawn;
  const Duration length{static_cast<std::int64_t>(std::min(most, scaled))};
  return sim::saturating_add(Time{} + length, fixed) - Time{};
}

Duration WorkDemand::cpu_alone(Duration alone) const {
  const ResourceDemand& cpu = of(SharedKind::cpu);
  const Duration drawn = std::max(alone - fixed, Duration{});
  const auto scaled = sim::UInt128{static_cast<std::uint64_t>(drawn.ns())} * share.cpu / share.alone;
  return cpu.fixed + Duration{static_cast<std::int64_t>(scaled)};
}

WorkDemand work_demand(const PlatformParameters& parameters, Mebibytes memory, const FunctionTraits& traits) {
  const WorkMix& work = traits.work;
  const bool has_cpu = traits.cpu > 0 || work.cpu > Duration{};
  const std::uint64_t of_vcpu = parameters.cpu.memory_per_vcpu;
  const bool has_background = traits.background > Duration{};
  const bool needs_cap = has_cpu || has_background || (work.disk > 0 && parameters.disk.rate_per_vcpu != 0) ||
                         (work.network > 0 && parameters.network.rate_per_vcpu != 0);
  if (needs_cap && of_vcpu == 0) {
    throw std::invalid_argument(
        "cpu: a function has CPU work, but the platform does not define how much memory comes with one vCPU");
  }
  const std::uint64_t cpu_cap = cpu_cap_of(parameters, memory);
  WorkDemand demand;
  if (has_cpu) {
    ResourceDemand& cpu = demand.on[static_cast<std::size_t>(SharedKind::cpu)];
    cpu.cap = cpu_cap;
    cpu.job_cap = std::min(cpu_cap, work.parallelism * kRateOfVcpu);
    cpu.weight = memory;
    cpu.fixed =
        time_alone(sim::UInt128{static_cast<std::uint64_t>(work.cpu.ns())} * kRateOfVcpu, cpu.job_cap);
    demand.share = cpu_share(parameters, memory, traits, cpu.job_cap);
  }
  if (has_background) {
    ResourceDemand& after = demand.background;
    after.cap = cpu_cap;
    after.job_cap = std::min(cpu_cap, work.parallelism * kRateOfVcpu);
    after.weight = memory;
    after.fixed = time_alone(sim::UInt128{static_cast<std::uint64_t>(traits.background.ns())} * kRateOfVcpu,
                             after.job_cap);
  }
  const auto add = [&](SharedKind kind, const BandwidthParameters& bandwidth, std::uint64_t bytes,
                       const char* what) {
    if (bytes == 0) {
      return;
    }
    if (bandwidth.vm_rate == 0) {
      throw std::invalid_argument(std::string(what) +
                                  ": a function transfers data, but the platform does not define " + what +
                                  ".vm_rate");
    }
    demand.on[static_cast<std::size_t>(kind)] = bandwidth_demand(bandwidth, cpu_cap, bytes);
  };
  add(SharedKind::disk, parameters.disk, work.disk, "disk");
  add(SharedKind::network, parameters.network, work.network, "network");
  Time sum{};
  for (const ResourceDemand& each : demand.on) {
    sum = sim::saturating_add(sum, each.fixed);
  }
  demand.fixed = sum - Time{};
  return demand;
}

}  // namespace curtain
