// Measures the cost of an invocation on the whole platform if executions share the vCPUs, the disk and the
// network of their VM. On average, ten executions at once use each of these resources. Figures are the CPU
// time of the thread, and the minimum of several runs.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/platform/platform.hpp"
#include "models/workload/memory_source.hpp"
#include "sim/distribution.hpp"
#include "sim/draws.hpp"
#include "sim/fingerprint.hpp"
#include "tools/benchmarks/bench_support.hpp"

namespace {

using namespace curtain;
using namespace curtain::bench;

constexpr std::uint32_t kVcpus = 2;
constexpr Mebibytes kMemoryPerVcpu = 256;
constexpr double kServiceNs = 1e7;
/// The load of a VM's vCPUs at which ten executions run at once on average if each may use one vCPU. It is
/// the solution of 2 r / (1 - r^2) = 10, the mean number in M/M/2. The formula also holds for processor
/// sharing with any distribution.
constexpr double kLoad = 0.90499;

/// The rate of the disk and of the network of a VM, and the data of an execution. The load of each is kLoad,
/// at which 9.5 executions share it on average (M/G/1-PS).
constexpr std::uint64_t kBytesPerSecond = 100'000'000;
constexpr auto kBytes = static_cast<std::uint64_t>(kServiceNs / kVcpus * 1e-9 * kBytesPerSecond);

enum class Shared { cpu, cpu_and_data, with_limits };

PlatformParameters platform(Shared shared) {
  PlatformParameters parameters;
  const std::uint32_t vms_per_host = shared == Shared::with_limits ? 10 : 1;
  parameters.cluster.hosts = {kUnlimited, kVcpus * vms_per_host, 1'000'000 * vms_per_host};
  if (shared != Shared::cpu) {
    parameters.disk.vm_rate = kBytesPerSecond;
    parameters.network.vm_rate = kBytesPerSecond;
  }
  if (shared == Shared::with_limits) {
    parameters.network.host_rate = kBytesPerSecond * vms_per_host * 95 / 100;
    parameters.network.instance_rate = kBytesPerSecond / 20;
    parameters.network.burst_size = kBytes;
  }
  parameters.cluster.vms.vcpus = kVcpus;
  parameters.cluster.vms.memory = 1'000'000;
  parameters.cluster.vms.isolation = Isolation::tenant;
  parameters.cluster.vms.empty_release = Duration::infinite();
  parameters.cpu.memory_per_vcpu = kMemoryPerVcpu;
  parameters.policies = plain_policies();
  return parameters;
}

/// A benchmark with tenants that have one VM each and several functions of the given sizes.
struct Case {
  std::string_view name;
  std::uint32_t vms = 1;
  std::vector<Mebibytes> sizes;
  double cpu = 1;  ///< CPU work as a share of an execution; 0: no execution shares a vCPU
  Shared shared = Shared::cpu;
};

struct Measured {
  double cpu_s = 0;
  double at_once = 0;  ///< average number of executions at once on a VM
  std::uint64_t fingerprint = 0;
};

Measured measure(const Case& what, std::size_t invocations) {
  FunctionTable functions;
  FunctionTraits traits;
  traits.cpu = what.cpu;
  traits.timeout = sim::seconds(3);
  if (what.shared != Shared::cpu) {
    traits.work.disk = kBytes;
    traits.work.network = kBytes;
  }
  for (std::uint32_t vm = 0; vm < what.vms; ++vm) {
    const TenantId tenant = functions.tenant(fmt::format("t{}", vm));
    for (std::size_t i = 0; i < what.sizes.size(); ++i) {
      functions.function(tenant, fmt::format("f{}", i), what.sizes[i], traits);
    }
  }
  const double gap_ns = kServiceNs / (kLoad * kVcpus * what.vms);
  const auto gap = sim::Distribution::exponential(gap_ns);
  const auto service = sim::Distribution::exponential(kServiceNs);
  const sim::DrawKey key{1, 0, 0};
  std::vector<Arrival> arrivals;
  arrivals.reserve(invocations);
  Time at{};
  for (std::uint64_t i = 0; i < invocations; ++i) {
    sim::Draw draw(key, 0, i);
    at = at + gap.sample_duration(draw);
    const Duration alone = service.sample_duration(draw);
    arrivals.push_back({at, alone, FunctionId{draw.below(static_cast<std::uint32_t>(functions.size()))}});
  }
  MemorySource source(std::move(arrivals), std::nullopt);
  RunOptions options;
  options.bin = sim::seconds(60);
  const PlatformParameters parameters = platform(what.shared);
  const double start = cpu_seconds();
  const RunOutcome outcome = simulate(parameters, functions, source, options);
  Measured measured;
  measured.cpu_s = cpu_seconds() - start;
  sim::Int128 executions = 0;
  for (std::size_t id = 0; id < outcome.tally.functions().size(); ++id) {
    executions += outcome.tally.execution_ns(id);
  }
  measured.at_once = sim::ratio(executions, outcome.end.ns()) / what.vms;
  measured.fingerprint = outcome.fingerprint;
  return measured;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t invocations = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const int runs = argc > 2 ? std::atoi(argv[2]) : 3;
  if (invocations < 10'000 || runs < 1) {
    fmt::print(stderr, "usage: curtain-bench-cpu [INVOCATIONS >= 10000 [RUNS]]\n");
    return 2;
  }
  const std::vector<Case> cases = {
      {"nothing is shared", 1, {256}, 0},
      {"one size, one vCPU each", 1, {256}, 1},
      {"sizes of 1/2 to 2 vCPUs", 1, {128, 192, 256, 512}, 1},
      {"half of it CPU work", 1, {256}, 0.5},
      {"100 VMs", 100, {256}, 1},
      {"CPU, disk, network", 1, {256}, 1, Shared::cpu_and_data},
      {"the same, 100 VMs", 100, {256}, 1, Shared::cpu_and_data},
      {"with hosts and buckets", 100, {256}, 1, Shared::with_limits},
  };
  fmt::print("VMs of {} vCPUs; executions have 10 ms of CPU work on average (exponential)\n", kVcpus);
  fmt::print("{:<26} {:>11} {:>16} {:>10} {:>12}\n", "", "invocations", "at once on a VM", "CPU", "rate");
  for (const Case& what : cases) {
    Measured best = measure(what, invocations);
    for (int run = 1; run < runs; ++run) {
      const Measured again = measure(what, invocations);
      best = again.cpu_s < best.cpu_s ? again : best;
    }
    fmt::print("{:<26} {:>11} {:>16.2f} {:>8.3f} s {:>8.2f} M/s  {}\n", what.name, invocations, best.at_once,
               best.cpu_s, static_cast<double>(invocations) / best.cpu_s / 1e6,
               sim::fingerprint_text(best.fingerprint));
    std::fflush(stdout);
  }
  return 0;
}
