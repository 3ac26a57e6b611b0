// Hosts that fail and are repaired are compared with closed forms.
#include <cmath>

#include "tests/closed_forms/claims.hpp"

using namespace support;

namespace {

/// A world with one host with repeated outages, and no load.
struct LostHost {
  Outage outage;
  double length = 0;

  [[nodiscard]] RunOutcome run(std::uint64_t seed, std::uint32_t replication) const {
    PlatformParameters parameters = ideal_platform();
    parameters.cluster.hosts.count = 1;
    parameters.faults.outages = {outage};
    FunctionTable table;
    MemorySource source(std::vector<Arrival>{}, Time{0} + sim::from_nanoseconds(length * kSecond));
    RunOptions options;
    options.seed = seed;
    options.replication = replication;
    options.bin = sim::hours(1);
    return simulate(parameters, table, source, options);
  }
};

double share_down(const RunOutcome& outcome) {
  return outcome.tally.fleet()[FleetLevel::hosts_down].mean();
}

}  // namespace

TEST_CASE("a host with outages by a Poisson process is up with the probability that M/G/infinity is empty") {
  // Outages begin at rate 1 / 100 s and last 40 s on average, with any distribution. In the long run the
  // number of outages in progress is Poisson with mean 0.4. It is 0 with probability exp(-0.4).
  LostHost model;
  model.outage.host = 0;
  model.outage.every = sim::Distribution::exponential(100 * kSecond);
  model.outage.repair =
      GENERATE(sim::Distribution::constant(40 * kSecond), sim::Distribution::exponential(40 * kSecond));
  model.length = 2'000'000;
  check(model, {{1 - std::exp(-0.4), share_down}});
}

TEST_CASE("a host with periodic outages is down for the share of repair time in the period") {
  LostHost model;
  model.outage.host = 0;
  model.outage.at = sim::seconds(10);
  model.outage.every = sim::Distribution::constant(100 * kSecond);
  model.outage.repair = sim::Distribution::constant(25 * kSecond);
  model.length = 1'000;
  CHECK(share_down(model.run(1, 0)) == 0.25);
}
