// Hosts that fail and are repaired, against their closed forms.
#include <cmath>

#include "tests/closed_forms/claims.hpp"

using namespace support;

namespace {

/// One host that is lost again and again; nothing runs.
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
  return outcome.tally.fleet[FleetLevel::hosts_down].mean();
}

}  // namespace

TEST_CASE("a host whose losses are a Poisson process is up while the outages of M/G/infinity are none") {
  // Losses at rate 1 / 100 s, repaired after a time of mean 40 s, whatever its distribution: the outages
  // under way are a Poisson number of mean 0.4 in the long run, of which none is exp(-0.4).
  LostHost model;
  model.outage.host = 0;
  model.outage.every = sim::Distribution::exponential(100 * kSecond);
  model.outage.repair =
      GENERATE(sim::Distribution::constant(40 * kSecond), sim::Distribution::exponential(40 * kSecond));
  model.length = 2'000'000;
  check(model, {{1 - std::exp(-0.4), share_down}});
}

TEST_CASE("a host that is lost at fixed times is down for the share that repair takes") {
  LostHost model;
  model.outage.host = 0;
  model.outage.at = sim::seconds(10);
  model.outage.every = sim::Distribution::constant(100 * kSecond);
  model.outage.repair = sim::Distribution::constant(25 * kSecond);
  model.length = 1'000;
  CHECK(share_down(model.run(1, 0)) == 0.25);
}
