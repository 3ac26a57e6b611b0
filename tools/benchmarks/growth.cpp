// Measures how the cost of each mechanism grows with the number n of functions, VMs, waiting attempts and so
// on, for n from 1,000 to 100,000. Prints the CPU time of the thread for each n and the exponent of the power
// of n that fits these times best. An exponent above 1.2 is flagged. A row ends early if its next n would
// take too long.
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/platform/fleet/lower_bound.hpp"
#include "models/platform/platform.hpp"
#include "models/platform/watch/repack.hpp"
#include "models/workload/memory_source.hpp"
#include "sim/draws.hpp"
#include "tools/benchmarks/bench_support.hpp"

namespace {

using namespace curtain;
using namespace curtain::bench;

constexpr double kHighestExponent = 1.2;
constexpr double kLongestRun = 12;  // maximum time for one n, in seconds
constexpr Duration kAges = sim::seconds(1'000'000);

Argument whole(std::int64_t value) {
  return {value, static_cast<double>(value)};
}

/// A platform with its arrivals.
struct World {
  PlatformParameters parameters;
  FunctionTable functions;
  std::vector<Arrival> arrivals;

  World() {
    parameters.cluster.hosts = {kUnlimited, 0, 4096};
    parameters.cluster.vms.memory = 4096;
    parameters.cluster.vms.isolation = Isolation::shared;
    parameters.cluster.vms.empty_release = kAges;
    parameters.policies = plain_policies();
  }
  FunctionId function(std::uint32_t tenant, std::uint32_t number, Mebibytes memory,
                      const FunctionTraits& traits = {}) {
    return functions.function(functions.tenant(fmt::format("t{}", tenant)), fmt::format("f{}", number),
                              memory, traits);
  }
  void arrive(std::int64_t at_ms, std::int64_t takes_ms, FunctionId function) {
    arrivals.push_back({Time{0} + sim::milliseconds(at_ms), sim::milliseconds(takes_ms), function});
  }
  /// The time of the simulation in seconds, without the time of its preparation.
  double seconds() {
    std::stable_sort(arrivals.begin(), arrivals.end(),
                     [](const Arrival& a, const Arrival& b) { return a.time < b.time; });
    MemorySource source(std::move(arrivals));
    RunOptions options;
    options.bin = sim::seconds(60);
    const double start = cpu_seconds();
    const RunOutcome outcome = simulate(parameters, functions, source, options);
    const double taken = cpu_seconds() - start;
    if (outcome.tally.ended_total() != outcome.tally.arrivals_total()) {
      fmt::print(stderr, "{} of {} invocations ended\n", outcome.tally.ended_total(),
                 outcome.tally.arrivals_total());
      std::exit(3);
    }
    return taken;
  }
};

// The following functions measure the cost of n functions, VMs, hosts and so on.

double functions(std::uint32_t n) {
  World world;
  for (std::uint32_t i = 0; i < 3 * n; ++i) {
    world.arrive(i, 100, world.function(0, i % n, 128));
  }
  return world.seconds();
}

double tenants(std::uint32_t n) {
  World world;
  world.parameters.cluster.vms.isolation = Isolation::tenant;
  for (std::uint32_t i = 0; i < 3 * n; ++i) {
    world.arrive(i, 100, world.function(i % n, i % n, 128));
  }
  return world.seconds();
}

/// n VMs, each of which is filled by one instance, and n further starts.
double vms(std::uint32_t n) {
  World world;
  world.parameters.cluster.hosts = {n / 10, 0, 40'960};
  world.parameters.policies.keep_alive = choice(Seam::keep_alive, "none");
  for (std::uint32_t i = 0; i < n; ++i) {
    world.arrive(0, 1 + i % 1000, world.function(0, 0, 4096));
    world.arrive(2000 + i, 1000, world.function(0, 1, 2048));
  }
  return world.seconds();
}

double hosts(std::uint32_t n) {
  World world;
  world.parameters.cluster.hosts = {n, 0, 4096};
  world.parameters.cluster.vms.empty_release = {};
  world.parameters.policies.keep_alive = choice(Seam::keep_alive, "none");
  for (std::uint32_t i = 0; i < n; ++i) {
    world.arrive(i, n / 2, world.function(0, 0, 4096));
  }
  return world.seconds();
}

double bins(std::uint32_t n, std::string_view placement, std::uint32_t most_instances, std::uint32_t sizes) {
  World world;
  world.parameters.cluster.vms.max_instances = most_instances;
  world.parameters.policies.placement = choice(Seam::placement, placement);
  world.parameters.policies.keep_alive = choice(Seam::keep_alive, "none");
  sim::Draw draw(sim::DrawKey(1, 0, 0), 0, 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    world.arrive(0, 1, world.function(0, sizes, 4096));
    const std::uint32_t size = draw.below(sizes);
    world.arrive(1000 + i, n / 2 + draw.below(n), world.function(0, size, 2048 / sizes * (size + 1)));
  }
  return world.seconds();
}

/// n attempts wait for the only instance of their function.
double queue(std::uint32_t n, std::string_view queueing) {
  World world;
  world.parameters.policies.queueing =
      queueing == "fifo" ? choice(Seam::queueing, queueing) : choice(Seam::queueing, queueing, {whole(0)});
  FunctionTraits traits;
  traits.max_instances = 1;
  for (std::uint32_t i = 0; i < n; ++i) {
    world.arrive(i / 1000, 1, world.function(0, 0, 128, traits));
  }
  return world.seconds();
}

// Attempts that wait for room or for admission.

double no_room(std::uint32_t n, bool by_tenant) {
  World world;
  world.parameters.cluster.hosts.count = 100;
  world.parameters.cluster.vms.isolation = by_tenant ? Isolation::tenant : Isolation::shared;
  world.parameters.cluster.vms.empty_release = {};
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.policies.keep_alive = choice(Seam::keep_alive, "none");
  for (std::uint32_t i = 0; i < n; ++i) {
    world.arrive(0, 100 + i % 100, world.function(by_tenant ? i : 0, i, 4096));
  }
  return world.seconds();
}

/// n invocations wait in their tenant's queue, all of one function that is at its limit.
double admission_queue(std::uint32_t n) {
  World world;
  world.parameters.policies.admission = choice(Seam::admission, "concurrency-limit",
                                               {whole(kUnlimited), whole(kUnlimited), whole(1), whole(0)});
  world.parameters.frontend.queue_capacity = kUnlimited;
  FunctionTraits traits;
  traits.concurrency_limit = 10;
  for (std::uint32_t i = 0; i < n; ++i) {
    world.arrive(0, 1000, world.function(0, 0, 128, traits));
    world.arrive(i, 10, world.function(0, 1, 128));
  }
  return world.seconds();
}

// Eviction with n idle instances and n starts. Each start needs the memory of one idle instance.

double eviction(std::uint32_t n, std::string_view keep_alive, Isolation isolation) {
  World world;
  world.parameters.cluster.hosts = {n, 0, 128};
  world.parameters.cluster.vms.memory = 128;
  world.parameters.cluster.vms.isolation = isolation;
  world.parameters.scheduler.evict_idle = true;
  world.parameters.policies.keep_alive =
      choice(Seam::keep_alive, keep_alive, {whole(Duration::infinite().ns()), whole(0)});
  for (std::uint32_t i = 0; i < 2 * n; ++i) {
    world.arrive(i, 1, world.function(i % 97, i, 128));
  }
  return world.seconds();
}

// Routing among the instances of n functions in one huge VM, whose free memory changes with each start and
// each end.

double one_huge_vm(std::uint32_t n, std::string_view routing, bool one_function) {
  World world;
  const Mebibytes memory = 1u << 31;
  world.parameters.cluster.hosts = {1, 0, memory};
  world.parameters.cluster.vms.memory = memory;
  world.parameters.policies.routing = choice(Seam::routing, routing);
  for (std::uint32_t i = 0; i < n; ++i) {
    world.arrive(one_function ? 0 : i, 1, world.function(0, one_function ? 0 : i, 128));
    world.arrive(2000 + n + i, 1, world.function(0, one_function ? 0 : i, 128));
    world.arrive(2000 + n + i, 1, world.function(0, n + i, 128));
  }
  return world.seconds();
}

/// n VMs of which all but `free` are full, and n starts that search for room.
double all_full(std::uint32_t n, std::string_view placement, std::uint32_t free) {
  World world;
  world.parameters.cluster.hosts = {n, 0, 4096};
  world.parameters.policies.placement = choice(Seam::placement, placement);
  world.parameters.policies.keep_alive = choice(Seam::keep_alive, "none");
  for (std::uint32_t i = 0; i < n; ++i) {
    world.arrive(0, i < free ? 1 : 10 * std::int64_t{n}, world.function(0, 0, 4096));
    world.arrive(1000 + 2 * std::int64_t{i}, 1, world.function(0, 1 + i % 100, 4096));
  }
  return world.seconds();
}

/// n functions with different memory sizes, in VMs that have room for a few instances.
double memory_sizes(std::uint32_t n, std::string_view placement) {
  World world;
  world.parameters.cluster.vms.memory = 4 * n;
  world.parameters.cluster.hosts.memory = 4 * n;
  world.parameters.policies.placement = choice(Seam::placement, placement);
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::uint32_t size = 1 + static_cast<std::uint32_t>(std::uint64_t{i} * 7919 % n);
    world.arrive(i, 10, world.function(0, i, size));
  }
  return world.seconds();
}

/// Repacks n instances in VMs. First-fit has placed the instances, and seven tenths of them have ended.
double repacking(std::uint32_t n, std::uint32_t sizes) {
  constexpr Mebibytes capacity = 1u << 20;
  sim::Draw draw(sim::DrawKey(2, 0, 0), n, sizes);
  std::vector<VmContent> contents;
  Mebibytes used = capacity;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Mebibytes size = capacity / 8 / sizes * (1 + draw.below(sizes));
    if (used + size > capacity || draw.below(10) == 0) {
      contents.emplace_back();
      used = 0;
    }
    used += size;
    contents.back().push_back(size);
  }
  const double start = cpu_seconds();
  const Repacking repacked = repack(contents, capacity, kUnlimited);
  const double taken = cpu_seconds() - start;
  if (repacked.packed_vms >= repacked.vms || repacked.migrations == 0) {
    fmt::print(stderr, "nothing to move among {} VMs\n", repacked.vms);
    std::exit(3);
  }
  return taken;
}

/// Repacks n / 3 VMs. Each VM has one instance of a size that occurs in all VMs, and two instances of sizes
/// that occur in almost no other VM.
double repacking_of_one_in_common(std::uint32_t n) {
  constexpr Mebibytes capacity = 1u << 20;
  std::vector<VmContent> contents;
  for (std::uint32_t i = 0; i < n / 3; ++i) {
    contents.push_back({128, 2'000 + i * 7919u % 200'000u, 3'000 + i * 104'729u % 200'000u});
  }
  const double start = cpu_seconds();
  (void)repack(contents, capacity, kUnlimited);
  return cpu_seconds() - start;
}

struct Row {
  const char* name;
  double (*seconds)(std::uint32_t n);
};

const Row kRows[] = {
    {"functions", functions},
    {"tenants", tenants},
    {"VMs", vms},
    {"hosts", hosts},
    {"bins: first-fit", [](std::uint32_t n) { return bins(n, "first-fit", kUnlimited, 16); }},
    {"bins: best-fit", [](std::uint32_t n) { return bins(n, "best-fit", kUnlimited, 16); }},
    {"bins: dot-product, 8 instances a VM", [](std::uint32_t n) { return bins(n, "dot-product", 8, 16); }},
    {"bins: dot-product, n / 10 instances a VM",
     [](std::uint32_t n) { return bins(n, "dot-product", n / 10, 1024); }},
    {"queue: fifo", [](std::uint32_t n) { return queue(n, "fifo"); }},
    {"queue: shortest-first", [](std::uint32_t n) { return queue(n, "shortest-first"); }},
    {"no room: n functions wait", [](std::uint32_t n) { return no_room(n, false); }},
    {"no room: n tenants wait", [](std::uint32_t n) { return no_room(n, true); }},
    {"admission queue under a function's limit", admission_queue},
    {"eviction: greedy-dual, by function",
     [](std::uint32_t n) { return eviction(n, "greedy-dual", Isolation::function); }},
    {"eviction: greedy-dual, by tenant",
     [](std::uint32_t n) { return eviction(n, "greedy-dual", Isolation::tenant); }},
    {"eviction: greedy-dual, shared",
     [](std::uint32_t n) { return eviction(n, "greedy-dual", Isolation::shared); }},
    {"eviction: landlord, by function",
     [](std::uint32_t n) { return eviction(n, "landlord", Isolation::function); }},
    {"routing: fullest-vm, n functions", [](std::uint32_t n) { return one_huge_vm(n, "fullest-vm", false); }},
    {"routing: fullest-vm, n instances", [](std::uint32_t n) { return one_huge_vm(n, "fullest-vm", true); }},
    {"routing: emptiest-vm, n functions",
     [](std::uint32_t n) { return one_huge_vm(n, "emptiest-vm", false); }},
    {"routing: emptiest-vm, n instances",
     [](std::uint32_t n) { return one_huge_vm(n, "emptiest-vm", true); }},
    {"full VMs: openwhisk-hash", [](std::uint32_t n) { return all_full(n, "openwhisk-hash", 0); }},
    {"full VMs but ten: openwhisk-hash", [](std::uint32_t n) { return all_full(n, "openwhisk-hash", 10); }},
    {"full VMs: best-fit", [](std::uint32_t n) { return all_full(n, "best-fit", 0); }},
    {"full VMs: function-spread", [](std::uint32_t n) { return all_full(n, "function-spread", 0); }},
    {"memory sizes: best-fit", [](std::uint32_t n) { return memory_sizes(n, "best-fit"); }},
    {"memory sizes: dot-product", [](std::uint32_t n) { return memory_sizes(n, "dot-product"); }},
    {"repacking: 8 sizes", [](std::uint32_t n) { return repacking(n, 8); }},
    {"repacking: 64 sizes", [](std::uint32_t n) { return repacking(n, 64); }},
    {"repacking: 8,192 sizes", [](std::uint32_t n) { return repacking(n, 8192); }},
    {"repacking: one size in every VM", repacking_of_one_in_common},
};

/// The slope of the least-squares line through (log n, log seconds).
double exponent_of(const std::vector<std::pair<double, double>>& points) {
  double x = 0;
  double y = 0;
  double xx = 0;
  double xy = 0;
  for (const auto& [n, seconds] : points) {
    x += std::log(n);
    y += std::log(seconds);
    xx += std::log(n) * std::log(n);
    xy += std::log(n) * std::log(seconds);
  }
  const auto count = static_cast<double>(points.size());
  return (count * xy - x * y) / (count * xx - x * x);
}

/// The minimum time of several runs: as many as take half a second, but at most five. The first run gets its
/// memory from the system, and the others reuse this memory.
double least(const Row& row, std::uint32_t n) {
  double least = row.seconds(n);
  double all = least;
  for (int run = 1; run < 5 && all < 0.5; ++run) {
    const double seconds = row.seconds(n);
    all += seconds;
    least = std::min(least, seconds);
  }
  return std::max(least, 1e-7);
}

/// Prints a row. Returns true if its growth is within the limit.
bool print_row(const Row& row, const std::vector<std::uint32_t>& sizes) {
  fmt::print("{:<42}", row.name);
  std::vector<std::pair<double, double>> points;
  for (const std::uint32_t n : sizes) {
    const std::size_t known = points.size();
    double expected = 0;
    if (known >= 2) {
      const double last = points[known - 1].second;
      const double step = n / points[known - 1].first;
      expected = last * std::pow(step, std::max(1.0, exponent_of({points[known - 2], points[known - 1]})));
    }
    if (expected > kLongestRun) {
      fmt::print(" {:>10}", "-");
      continue;
    }
    points.emplace_back(n, least(row, n));
    fmt::print(" {:>8.2f}ms", points.back().second * 1e3);
    std::fflush(stdout);
  }
  const double exponent = exponent_of(points);
  const bool is_high = exponent > kHighestExponent;
  fmt::print(" {:>9.2f}{}\n", exponent, is_high ? "  <- above 1.2" : "");
  std::fflush(stdout);
  return !is_high;
}

}  // namespace

int main(int argc, char** argv) {
  mallopt(M_MMAP_MAX, 0);  // freed memory is not returned to the system, because new pages would cost more
                           // than the measured work
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  const std::vector<std::uint32_t> sizes{1'000, 3'162, 10'000, 31'622, 100'000};
  fmt::print("{:<42}", "CPU time by n");
  for (const std::uint32_t n : sizes) {
    fmt::print(" {:>10}", n);
  }
  fmt::print(" {:>9}\n", "exponent");
  int high = 0;
  for (const Row& row : kRows) {
    const auto is_asked_for = [&row](std::string_view part) {
      return std::string_view(row.name).find(part) != std::string_view::npos;
    };
    if (argc == 1 || std::any_of(argv + 1, argv + argc, is_asked_for)) {
      high += print_row(row, sizes) ? 0 : 1;
    }
  }
  fmt::print("\n{} grow faster than n^{}\n", high, kHighestExponent);
  return 0;
}
