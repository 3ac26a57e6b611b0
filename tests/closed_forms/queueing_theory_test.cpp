// The platform is configured as a textbook queue and compared with the closed form. An instance is a server,
// max_instances is the number of servers, and a function's queue is the queue. Instances live forever and
// start in no time. References: L. Kleinrock, "Queueing Systems" 1, 1975 (M/M/1, M/M/c, M/G/1, M/G/infinity,
// Erlang B and C); W. Whitt, "Planning queueing simulations", Management Science 35, 1989 (asymptotic
// variances).
#include <cmath>
#include <vector>

#include "models/workload/specification.hpp"
#include "sim/special.hpp"
#include "tests/closed_forms/claims.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// One function with Poisson arrivals; the unit of time is a second.
struct Model {
  double rate = 1;
  sim::Distribution service;  ///< in nanoseconds
  FunctionTraits traits{};
  PolicyChoice keep_alive = policy(Seam::keep_alive, "forever");
  double warmup = 0;
  double length = 0;  ///< length of the window

  [[nodiscard]] RunOutcome run(std::uint64_t seed, std::uint32_t replication) const {
    PlatformParameters parameters = ideal_platform();
    parameters.policies.keep_alive = keep_alive;
    PoissonSpec spec;
    spec.function = "f";
    spec.rate = rate;
    spec.duration = service;
    spec.memory = 1;
    spec.traits = traits;
    SourceContext context;
    context.seed = seed;
    context.replication = replication;
    context.duration = Time{0} + sim::from_nanoseconds((warmup + length) * 1e9);
    FunctionTable table;
    const auto source = open_source(spec, context, table);
    RunOptions options;
    options.seed = seed;
    options.replication = replication;
    options.warmup = Time{0} + sim::from_nanoseconds(warmup * 1e9);
    options.bin = sim::hours(1);
    return simulate(parameters, table, *source, options);
  }
};

double share_throttled(const RunOutcome& outcome) {
  const Counts counts(outcome);
  return static_cast<double>(counts.of(Outcome::throttled)) / static_cast<double>(counts.arrived);
}
double mean_instances(const RunOutcome& outcome) {
  return outcome.tally.fleet()[FleetLevel::instances].mean();
}
double mean_wait(const RunOutcome& outcome) {
  return sim::to_double(outcome.tally.queueing_ns()) / kSecond / static_cast<double>(outcome.tally.started());
}
double share_that_waits(const RunOutcome& outcome) {
  return static_cast<double>(Counts(outcome).waited) / static_cast<double>(outcome.tally.started());
}
double share_cold(const RunOutcome& outcome) {
  return static_cast<double>(Counts(outcome).cold) / static_cast<double>(outcome.tally.started());
}

double share_errored(const RunOutcome& outcome) {
  const Counts counts(outcome);
  return static_cast<double>(counts.of(Outcome::errored)) / static_cast<double>(counts.arrived);
}

/// Computes Erlang's loss formula by its recursion.
double erlang_b(double load, int servers) {
  double blocked = 1;
  for (int k = 1; k <= servers; ++k) {
    blocked = load * blocked / (k + load * blocked);
  }
  return blocked;
}
double erlang_c(double load, int servers) {
  const double blocked = erlang_b(load, servers);
  return servers * blocked / (servers - load * (1 - blocked));
}

Model servers(double rate, sim::Distribution service, std::uint32_t count) {
  Model model;
  model.rate = rate;
  model.service = std::move(service);
  model.traits.max_instances = count;
  model.warmup = 1'000;
  return model;
}

Model single_server() {
  return servers(0.5, sim::Distribution::exponential(kSecond), 1);
}

/// Returns the p-value of 200 standardised errors against N(0, 1).
template <class Error>
double normality(Error standardised_error) {
  std::vector<double> errors;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    errors.push_back(standardised_error(seed));
  }
  return kolmogorov_smirnov(errors, [](double z) { return sim::normal_cumulative(z); });
}

}  // namespace

TEST_CASE("M/M/1: time in the system, and the time average of the number in the system") {
  Model model = single_server();
  model.length = 250'000;
  check(model, {{2.0, mean_latency}, {1.0, mean_in_system}, {0.5, mean_busy}});
}

TEST_CASE("M/M/3: probability and length of waiting, by Erlang C") {
  // The load is 1.8 on 3 servers.
  Model model = servers(1.8, sim::Distribution::exponential(kSecond), 3);
  model.length = 350'000;
  const double waits = erlang_c(1.8, 3);
  check(model, {{waits, share_that_waits}, {waits / (3 - 1.8), mean_wait}});
}

TEST_CASE("M/G/1: waiting, by Pollaczek and Khinchine") {
  // Service is uniform on 0.5..1.5 s, so its second moment is 1 + 1/12.
  Model model = servers(0.5, sim::Distribution::uniform(0.5 * kSecond, 1.5 * kSecond), 1);
  model.length = 250'000;
  check(model, {{0.5 * (1 + 1.0 / 12) / (2 * (1 - 0.5)), mean_wait}});
  // With constant service the wait is half of that of M/M/1.
  model.service = sim::Distribution::constant(kSecond);
  check(model, {{0.5, mean_wait}});
}

TEST_CASE("M/G/infinity: mean number busy, for any distribution") {
  Model model;
  model.rate = 50;
  model.service = sim::Distribution::lognormal_mean_sd(kSecond, 2 * kSecond);
  model.warmup = 200;
  model.length = 5'000;
  check(model, {{50, mean_busy}, {50, mean_in_system}});
}

TEST_CASE("Erlang B: a concurrency limit that throttles") {
  // The load is 8 on 10 servers. The result does not depend on the distribution of service.
  Model model;
  model.rate = 8;
  model.service = sim::Distribution::uniform(0, 2 * kSecond);
  model.traits.concurrency_limit = 10;
  model.warmup = 100;
  model.length = 20'000;
  check(model, {{erlang_b(8, 10), share_throttled}});
}

TEST_CASE("a Poisson function under fixed keep-alive: cold starts and instance time") {
  // Executions have length zero. A start is cold if and only if the gap before it is at least the keep-alive,
  // which has the probability exp(-rate * keep-alive). An instance exists in the first part of every gap.
  Model model;
  model.rate = 2;
  model.service = sim::Distribution::constant(0);
  model.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(500))});
  model.warmup = 10;
  model.length = 50'000;
  check(model, {{std::exp(-1.0), share_cold}, {1 - std::exp(-1.0), mean_instances}});
}

TEST_CASE("executions that fail at random are the given share, and occupy a server like others") {
  // The queue is M/G/infinity. Each invocation ends in an error with probability p, independently, and runs
  // its whole length.
  Model model;
  model.rate = 50;
  model.service = sim::Distribution::exponential(0.2 * kSecond);
  model.traits.error_rate = 0.2;
  model.warmup = 10;
  model.length = 20'000;
  check(model, {{0.2, share_errored}, {10, mean_busy}, {0.2, mean_latency}});
}

TEST_CASE("standardised errors of 200 seeds are normal: errors are binomial") {
  Model model;
  model.rate = 20;
  model.service = sim::Distribution::constant(0);
  model.traits.error_rate = 0.02;
  model.length = 2'000;
  CHECK(normality([&](std::uint64_t seed) {
          const RunOutcome outcome = model.run(seed, 0);
          const auto n = static_cast<double>(Counts(outcome).arrived);
          return (share_errored(outcome) - 0.02) / std::sqrt(0.02 * 0.98 / n);
        }) > 0.01);
}

TEST_CASE("standardised errors of 200 seeds are normal: M/M/1") {
  // The variance of the mean number in the system over a long time t is 2 r (1 + r) / ((1 - r)^4 t), with r =
  // 1/2.
  Model model = single_server();
  model.length = 40'000;
  const double variance = 2 * 0.5 * 1.5 / 0.0625 / model.length;
  CHECK(normality([&](std::uint64_t seed) {
          return (mean_in_system(model.run(seed, 0)) - 1) / std::sqrt(variance);
        }) > 0.01);
}

TEST_CASE("standardised errors of 200 seeds are normal: M/G/infinity") {
  // The variance of the mean number busy over a long time t is rate * E[S^2] / t.
  Model model;
  model.rate = 20;
  model.service = sim::Distribution::uniform(0, 2 * kSecond);
  model.warmup = 10;
  model.length = 1'000;
  const double variance = 20 * (4.0 / 3) / model.length;
  CHECK(normality([&](std::uint64_t seed) {
          return (mean_busy(model.run(seed, 0)) - 20) / std::sqrt(variance);
        }) > 0.01);
}

TEST_CASE("standardised errors of 200 seeds are normal: cold starts under fixed keep-alive") {
  // Each start is cold with probability p = exp(-1), independently.
  Model model;
  model.rate = 2;
  model.service = sim::Distribution::constant(0);
  model.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(500))});
  model.warmup = 10;
  model.length = 10'000;
  const double p = std::exp(-1.0);
  CHECK(normality([&](std::uint64_t seed) {
          const RunOutcome outcome = model.run(seed, 0);
          const auto n = static_cast<double>(outcome.tally.started());
          return (share_cold(outcome) - p) / std::sqrt(p * (1 - p) / n);
        }) > 0.01);
}
