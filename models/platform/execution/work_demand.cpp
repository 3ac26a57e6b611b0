#include "models/platform/execution/work_demand.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

constexpr std::uint64_t kNanosecondsOfSecond = 1'000'000'000;

/// work / rate, rounded up to a nanosecond, at most the longest duration.
Duration time_alone(sim::UInt128 work, std::uint64_t rate) {
  const sim::UInt128 most = static_cast<std::uint64_t>(Time::latest().ns());
  return Duration{static_cast<std::int64_t>(std::min(most, (work + rate - 1) / rate))};
}

/// What an instance with that CPU cap can use of a VM's disk or network: the least of the VM's rate, the
/// platform's limit for an instance, and the rate that its CPU can drive.
std::uint64_t bandwidth_cap(const BandwidthParameters& bandwidth, std::uint64_t cpu_cap) {
  std::uint64_t cap = bandwidth.vm_rate;
  if (bandwidth.instance_rate != 0) {
    cap = std::min(cap, bandwidth.instance_rate);
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
  demand.cap = bandwidth_cap(bandwidth, cpu_cap);
  demand.job_cap = demand.cap;
  demand.weight = 1;
  demand.fixed = time_alone(sim::UInt128{bytes} * kNanosecondsOfSecond, demand.cap);
  return demand;
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

Duration WorkDemand::alone(Duration drawn) const {
  return Duration{(sim::saturating_add(Time{} + drawn, fixed) - Time{}).ns()};
}

Duration WorkDemand::cpu_alone(Duration alone) const {
  const ResourceDemand& cpu = of(SharedKind::cpu);
  const Duration drawn = std::max(alone - fixed, Duration{});
  const auto scaled = sim::UInt128{static_cast<std::uint64_t>(drawn.ns())} * share_millionths;
  return cpu.fixed + Duration{static_cast<std::int64_t>(scaled / 1'000'000)};
}

WorkDemand work_demand(const PlatformParameters& parameters, Mebibytes memory, const FunctionTraits& traits) {
  const WorkMix& work = traits.work;
  const bool has_cpu = traits.cpu > 0 || work.cpu > Duration{};
  const std::uint64_t of_vcpu = parameters.cpu.memory_per_vcpu;
  const bool needs_cap = has_cpu || (work.disk > 0 && parameters.disk.rate_per_vcpu != 0) ||
                         (work.network > 0 && parameters.network.rate_per_vcpu != 0);
  if (needs_cap && of_vcpu == 0) {
    throw std::invalid_argument(
        "cpu: a function has CPU work, but the platform does not state how much memory comes with one vCPU");
  }
  const std::uint64_t most = capacity_of_vm(parameters, SharedKind::cpu);
  const std::uint64_t cpu_cap =
      of_vcpu == 0 ? most : std::clamp<std::uint64_t>(memory * kRateOfVcpu / of_vcpu, 1, most);
  WorkDemand demand;
  if (has_cpu) {
    ResourceDemand& cpu = demand.on[static_cast<std::size_t>(SharedKind::cpu)];
    cpu.cap = cpu_cap;
    cpu.job_cap = std::min(cpu_cap, work.parallelism * kRateOfVcpu);
    cpu.weight = memory;
    cpu.fixed =
        time_alone(sim::UInt128{static_cast<std::uint64_t>(work.cpu.ns())} * kRateOfVcpu, cpu.job_cap);
    demand.share_millionths = static_cast<std::uint32_t>(traits.cpu * 1e6 + 0.5);
  }
  const auto add = [&](SharedKind kind, const BandwidthParameters& bandwidth, std::uint64_t bytes,
                       const char* what) {
    if (bytes == 0) {
      return;
    }
    if (bandwidth.vm_rate == 0) {
      throw std::invalid_argument(std::string(what) +
                                  ": a function transfers data, but the platform does not give " + what +
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
