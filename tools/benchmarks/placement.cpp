// Measures the cost of a cold start on the whole platform, including placement, with 1,000, 10,000 and
// 100,000 VMs on a tenth as many hosts. Every instance ends with its execution, so each arrival is placed.
// Figures are the CPU time of the thread, and the minimum of several runs. They include the other work of the
// platform, which is the same for every policy.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/platform/fleet/cluster.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/memory_source.hpp"
#include "sim/draws.hpp"
#include "tools/benchmarks/bench_support.hpp"

namespace {

using namespace curtain;
using namespace curtain::bench;

constexpr Mebibytes kVmMemory = 4096;
constexpr std::uint32_t kVmsPerHost = 10;
constexpr std::uint32_t kPlaces = 8;  // largest number of instances in a VM
constexpr std::uint32_t kSizes = 64;  // functions with different memory sizes: 64, 128, .. 4096 MiB
constexpr double kLoad = 0.7;         // share of the memory of all VMs that is in use
constexpr Duration kExecution = sim::seconds(60);

PlatformParameters platform(std::uint32_t vms, std::string_view placement) {
  PlatformParameters parameters;
  parameters.cluster.hosts = {vms / kVmsPerHost, 0, kVmsPerHost * kVmMemory};
  parameters.cluster.vms.memory = kVmMemory;
  parameters.cluster.vms.max_instances = kPlaces;
  parameters.cluster.vms.isolation = Isolation::shared;
  parameters.cluster.vms.empty_release = sim::seconds(1'000'000);  // long enough that no VM is released
  parameters.policies = plain_policies();
  parameters.policies.placement = choice(Seam::placement, placement);
  parameters.policies.host_placement = choice(Seam::placement, placement);
  parameters.policies.keep_alive = choice(Seam::keep_alive, "none");
  return parameters;
}

Mebibytes memory_of(std::uint32_t function) {
  return kVmMemory / 2 / kSizes * (function + 1);
}

/// The number of instances that fill the VMs to the load kLoad.
std::size_t at_once(std::uint32_t vms) {
  return static_cast<std::size_t>(kLoad * kVmMemory * vms / (memory_of(kSizes - 1) + memory_of(0)) * 2);
}

struct World {
  FunctionTable functions;
  std::vector<Arrival> arrivals;
};

/// Makes the arrivals. First each VM gets an instance of its own size, so that all VMs exist. Then smaller
/// instances of random sizes follow until the load is reached, and then `starts` further instances.
World world(std::uint32_t vms, std::size_t starts) {
  World made;
  const TenantId tenant = made.functions.tenant("tenant");
  for (std::uint32_t i = 0; i < kSizes; ++i) {
    made.functions.function(tenant, fmt::format("f{}", i), memory_of(i), {});
  }
  const FunctionId whole = made.functions.function(tenant, "whole", kVmMemory, {});
  for (std::uint32_t i = 0; i < vms; ++i) {
    made.arrivals.push_back({Time{0}, sim::milliseconds(1), whole});
  }
  const double gap_ns = static_cast<double>(kExecution.ns()) / static_cast<double>(at_once(vms));
  sim::Draw draw(sim::DrawKey(1, 0, 0), 0, 0);
  for (std::size_t i = 0; i < at_once(vms) + starts; ++i) {
    const auto at = static_cast<std::int64_t>(gap_ns * static_cast<double>(i));
    const auto execution =
        static_cast<std::int64_t>((0.5 + draw.uniform()) * static_cast<double>(kExecution.ns()));
    made.arrivals.push_back(
        {Time{0} + sim::seconds(1) + Duration{at}, Duration{execution}, FunctionId{draw.below(kSizes)}});
  }
  return made;
}

/// The cost of a cold start on the whole platform in ns, including the starts that fill the platform.
double whole_platform(std::uint32_t vms, std::size_t starts, std::string_view policy) {
  World made = world(vms, starts);
  const auto count = static_cast<double>(made.arrivals.size());
  MemorySource source(std::move(made.arrivals), std::nullopt);
  RunOptions options;
  options.bin = sim::seconds(60);
  const PlatformParameters parameters = platform(vms, policy);
  const double start = cpu_seconds();
  const RunOutcome outcome = simulate(parameters, made.functions, source, options);
  const double seconds = cpu_seconds() - start;
  if (outcome.tally.fleet()[FleetLevel::vms].peak() != vms) {
    fmt::print(stderr, "{} VMs instead of {}\n", outcome.tally.fleet()[FleetLevel::vms].peak(), vms);
    std::exit(3);
  }
  return seconds * 1e9 / count;
}

std::unique_ptr<PlacementPolicy> made(const PolicyChoice& choice) {
  return std::unique_ptr<PlacementPolicy>(
      dynamic_cast<PlacementPolicy*>(choice.declaration->make(choice.arguments).release()));
}

/// The cost of an exchange of instances in ns, without events. An instance leaves a random VM, and another
/// instance is placed.
double instance_into_vm(std::uint32_t vms, std::size_t starts, std::string_view policy) {
  const PlatformParameters parameters = platform(vms, policy);
  const auto instances = made(parameters.policies.placement);
  const auto hosts = made(parameters.policies.host_placement);
  Cluster cluster(parameters.cluster, *instances, *hosts, {sim::DrawKey(1, 0, 1), sim::DrawKey(1, 0, 2)});
  for (std::uint32_t i = 0; i < vms; ++i) {
    (void)cluster.open_vm(0, {}, 0, Cause{0, i});
  }
  struct Inside {
    std::uint32_t vm = kNone;
    Mebibytes memory = 0;
  };
  std::vector<Inside> inside(at_once(vms));
  std::vector<InstanceRest> rest(inside.size());
  sim::Draw draw(sim::DrawKey(1, 0, 0), 0, 0);
  const auto place = [&](std::uint32_t id, std::uint64_t ordinal) {
    const std::uint32_t function = draw.below(kSizes);
    const Mebibytes memory = memory_of(function);
    const auto vm = cluster.choose_vm(0, memory, {}, 0, Cause{function, ordinal});
    inside[id] = {vm.value_or(kNone), memory};
    if (vm) {
      cluster.put(*vm, id, memory, rest);
    }
  };
  for (std::uint32_t id = 0; id < inside.size(); ++id) {
    place(id, id);
  }
  const double start = cpu_seconds();
  for (std::size_t i = 0; i < starts; ++i) {
    const std::uint32_t id = draw.below(static_cast<std::uint32_t>(inside.size()));
    if (inside[id].vm != kNone) {
      cluster.take(inside[id].vm, id, inside[id].memory, rest);
    }
    place(id, inside.size() + i);
  }
  return (cpu_seconds() - start) * 1e9 / static_cast<double>(starts);
}

/// The cost of an exchange of VMs in ns. A random VM is released, and another VM is placed on a host. Seven
/// tenths of the hosts' slots are in use.
double vm_on_host(std::uint32_t vms, std::size_t starts, std::string_view policy) {
  const PlatformParameters parameters = platform(vms, policy);
  const auto instances = made(parameters.policies.placement);
  const auto hosts = made(parameters.policies.host_placement);
  Cluster cluster(parameters.cluster, *instances, *hosts, {sim::DrawKey(1, 0, 1), sim::DrawKey(1, 0, 2)});
  std::uint64_t ordinal = 0;
  std::vector<std::uint32_t> open(static_cast<std::size_t>(kLoad * vms));
  for (std::uint32_t& vm : open) {
    vm = cluster.open_vm(0, {}, 0, Cause{0, ordinal++}).value();
  }
  sim::Draw draw(sim::DrawKey(1, 0, 0), 0, 0);
  const double start = cpu_seconds();
  for (std::size_t i = 0; i < starts; ++i) {
    std::uint32_t& vm = open[draw.below(static_cast<std::uint32_t>(open.size()))];
    cluster.release(vm);
    (void)cluster.choose_vm(0, kVmMemory + 1, {}, 0,
                            Cause{0, ordinal});  // finds no VM, but sometimes closes the gaps in the index
    vm = cluster.open_vm(0, {}, 0, Cause{0, ordinal++}).value();
  }
  return (cpu_seconds() - start) * 1e9 / static_cast<double>(starts);
}

using Measure = double (*)(std::uint32_t vms, std::size_t starts, std::string_view policy);

void print_table(const char* what, Measure measure, std::size_t starts, int runs,
                 const std::vector<std::string_view>& names) {
  fmt::print("\n{:<28} {:>10} {:>10} {:>10}   against 1,000\n", what, "1,000 VMs", "10,000", "100,000");
  for (const std::string_view name : names) {
    fmt::print("{:<28}", name);
    double first = 0;
    double last = 0;
    for (const std::uint32_t vms : {1'000u, 10'000u, 100'000u}) {
      last = measure(vms, starts, name);
      for (int run = 1; run < runs; ++run) {
        last = std::min(last, measure(vms, starts, name));
      }
      first = first > 0 ? first : last;
      fmt::print(" {:>7.0f} ns", last);
      std::fflush(stdout);
    }
    fmt::print("   x{:.1f}\n", last / first);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t starts = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 500'000;
  const int runs = argc > 2 ? std::atoi(argv[2]) : 2;
  std::vector<std::string_view> names;
  for (int i = 3; i < argc; ++i) {
    names.emplace_back(argv[i]);
  }
  if (starts < 10'000 || runs < 1) {
    fmt::print(stderr, "usage: curtain-bench-placement [STARTS >= 10000 [RUNS [POLICY...]]]\n");
    return 2;
  }
  if (names.empty()) {
    for (const PolicyDeclaration* const declaration : seam_listing(Seam::placement).policies) {
      if (!declaration->parameters.empty()) {
        continue;
      }
      // Policies that use the contents of bins examine all bins with room. They run only if they are
      // requested by name.
      const Needs needs = declaration->make({})->needs();
      if (!needs.bin_contents && !needs.bin_load && !needs.bin_code && !needs.names) {
        names.push_back(declaration->name);
      }
    }
  }
  fmt::print(
      "{} VMs of {} MiB on each host, at most {} instances in each VM; instances of {} sizes use {:.0f} % of "
      "the memory\n",
      kVmsPerHost, kVmMemory, kPlaces, kSizes, 100 * kLoad);
  print_table("an instance into a VM", instance_into_vm, starts, runs, names);
  print_table("a VM onto a host", vm_on_host, starts, runs, names);
  print_table("a cold start, in all", whole_platform, starts, runs, names);
  return 0;
}
