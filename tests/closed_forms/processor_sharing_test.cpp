// Processor sharing on the whole platform. All instances of one function are in one VM with c vCPUs, and each
// execution can use at most one vCPU. Every request gets an instance at once. The executions are then the
// customers of an M/G/c processor-sharing queue: n executions progress at the total rate min(n, c), which
// they divide equally. This total rate depends only on n, so the distribution of n depends on the
// distribution of the work only by its mean (F. P. Kelly, "Reversibility and Stochastic Networks", 1979,
// section 3.3; J. W. Cohen, "The multiple phase service network with generalized processor sharing", Acta
// Informatica 12, 1979). For exponential work n is the birth-death process of M/M/c. So the mean of n follows
// from Erlang C for every distribution of the work.
#include <cmath>

#include "models/workload/specification.hpp"
#include "tests/closed_forms/claims.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// One function with Poisson arrivals at `rate` and a mean work of 1 s, in VMs with `vcpus`.
struct Sharing {
  double rate = 1;
  std::uint32_t vcpus = 1;
  sim::Distribution work;  ///< in nanoseconds
  double length = 0;       ///< length of the window, in seconds

  [[nodiscard]] RunOutcome run(std::uint64_t seed, std::uint32_t replication) const {
    PlatformParameters parameters = ideal_platform();
    parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
    parameters.cluster.hosts.vcpus = vcpus;
    parameters.cluster.vms.vcpus = vcpus;
    parameters.cpu.memory_per_vcpu = 128;
    PoissonSpec spec;
    spec.function = "f";
    spec.rate = rate;
    spec.duration = work;
    spec.memory = 128;
    spec.traits.cpu = 1;
    SourceContext context;
    context.seed = seed;
    context.replication = replication;
    context.duration = Time{0} + sim::from_nanoseconds((kWarmup + length) * 1e9);
    FunctionTable table;
    const auto source = open_source(spec, context, table);
    RunOptions options;
    options.seed = seed;
    options.replication = replication;
    options.warmup = Time{0} + sim::from_nanoseconds(kWarmup * 1e9);
    options.bin = sim::hours(1);
    return simulate(parameters, table, *source, options);
  }

  static constexpr double kWarmup = 1'000;
};

/// The mean number of vCPUs in use.
double mean_vcpus(const RunOutcome& outcome) {
  return outcome.tally.shared_use().used(SharedKind::cpu).mean() / 1e6;
}

/// The mean number in the M/M/c queue, which is the load plus the mean number that would wait in it.
double mean_in_mmc(double load, int servers) {
  double blocked = 1;  // Erlang's loss formula by its recursion
  for (int k = 1; k <= servers; ++k) {
    blocked = load * blocked / (k + load * blocked);
  }
  const double waits = servers * blocked / (servers - load * (1 - blocked));
  return load + waits * load / (servers - load);
}

void check_sharing(const Sharing& sharing) {
  const double in_system = mean_in_mmc(sharing.rate, static_cast<int>(sharing.vcpus));
  check(sharing,
        {{in_system, mean_in_system}, {in_system / sharing.rate, mean_latency}, {sharing.rate, mean_vcpus}});
}

}  // namespace

TEST_CASE("the mean number in M/M/c is the textbook's") {
  CHECK(mean_in_mmc(0.5, 1) == Approx(1));          // 0.5 / (1 - 0.5)
  CHECK(mean_in_mmc(1, 2) == Approx(4.0 / 3));      // 2 a / (4 - a^2) for two servers
  CHECK(mean_in_mmc(2, 3) == Approx(2 + 8.0 / 9));  // 4/9 of the requests would wait: 4 / 9 x 2
}

TEST_CASE("M/M/3-PS: number in the system and response time of executions that share 3 vCPUs, by Erlang C") {
  check_sharing({1.8, 3, sim::Distribution::exponential(kSecond), 100'000});
}

TEST_CASE("M/G/3-PS: the means do not depend on the distribution of the work") {
  SECTION("constant work") {
    check_sharing({1.8, 3, sim::Distribution::constant(kSecond), 60'000});
  }
  SECTION("lognormal work with a standard deviation of twice its mean") {
    check_sharing({1.8, 3, sim::Distribution::lognormal_mean_sd(kSecond, 2 * kSecond), 150'000});
  }
}

TEST_CASE("M/G/1-PS: the mean response time is 1 / (1 - load) for exponential and uniform work") {
  SECTION("exponential work") {
    check_sharing({0.5, 1, sim::Distribution::exponential(kSecond), 150'000});
  }
  SECTION("uniform work") {
    check_sharing({0.5, 1, sim::Distribution::uniform(0, 2 * kSecond), 150'000});
  }
}
