// Clients in a closed loop are compared with the closed forms of finite sources. References: L. Kleinrock,
// "Queueing Systems" 1, 1975, sections 3.8 and 3.9 (M/M/1 and M/M/c with a finite population); E. Lazowska et
// al., "Quantitative System Performance", 1984, section 3.4 (the interactive response time law).
#include <cmath>

#include "models/workload/specification.hpp"
#include "tests/closed_forms/claims.hpp"

using namespace support;

namespace {

/// Clients of one function; the unit of time is a second.
struct Loop {
  std::uint32_t clients = 1;
  sim::Distribution think;  ///< in nanoseconds, like `service`
  sim::Distribution service;
  std::uint32_t servers = kUnlimited;
  Duration response{};
  double warmup = 0;
  double length = 0;

  [[nodiscard]] RunOutcome run(std::uint64_t seed, std::uint32_t replication) const {
    PlatformParameters parameters = ideal_platform();
    parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
    parameters.scheduler.binding = Binding::late;
    parameters.frontend.response_latency = response;
    ClosedLoopSpec spec;
    spec.of.function = "f";
    spec.of.duration = service;
    spec.of.memory = 1;
    spec.of.traits.max_instances = servers;
    spec.clients = clients;
    spec.think = think;
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

double throughput(const RunOutcome& outcome) {
  return static_cast<double>(Counts(outcome).arrived) / window(outcome);
}

/// Returns the probabilities of n requests in the system for a finite source, n = 0 .. clients. Each client
/// outside the system sends at rate 1 / think, and each of at most `servers` clients is served at rate 1 /
/// service.
std::vector<double> finite_source(int clients, double think, double service, int servers) {
  std::vector<double> p{1};
  double sum = 1;
  for (int n = 1; n <= clients; ++n) {
    p.push_back(p.back() * (clients - n + 1) / think * service / std::min(n, servers));
    sum += p.back();
  }
  for (double& share : p) {
    share /= sum;
  }
  return p;
}

}  // namespace

TEST_CASE("M/M/1 with a finite source: utilisation, throughput, time and number in the system") {
  Loop loop;
  loop.clients = 5;
  loop.think = sim::Distribution::exponential(4 * kSecond);
  loop.service = sim::Distribution::exponential(kSecond);
  loop.servers = 1;
  loop.warmup = 1'000;
  loop.length = 60'000;
  const std::vector<double> p = finite_source(5, 4, 1, 1);
  const double busy = 1 - p[0];
  double inside = 0;
  for (int n = 1; n <= 5; ++n) {
    inside += n * p[static_cast<std::size_t>(n)];
  }
  check(loop,
        {{busy, mean_busy}, {busy, throughput}, {5 / busy - 4, mean_latency}, {inside, mean_in_system}});
  CHECK(5 / busy - 4 == Approx(inside / busy));  // Little's law holds within the closed form
}

TEST_CASE("M/M/2 with a finite source: machines and two repairmen") {
  Loop loop;
  loop.clients = 8;
  loop.think = sim::Distribution::exponential(3 * kSecond);
  loop.service = sim::Distribution::exponential(kSecond);
  loop.servers = 2;
  loop.warmup = 1'000;
  loop.length = 60'000;
  const std::vector<double> p = finite_source(8, 3, 1, 2);
  const double busy = 2 - 2 * p[0] - p[1];
  check(loop, {{busy, mean_busy}, {busy, throughput}, {8 / busy - 3, mean_latency}});
}

TEST_CASE("with an instance for each client, throughput is clients / (think time + response time)") {
  // For any distributions, the throughput is 50 / (2 + 1 + 0.5) a second.
  Loop loop;
  loop.clients = 50;
  loop.think = sim::Distribution::lognormal_mean_sd(2 * kSecond, 3 * kSecond);
  loop.service = sim::Distribution::uniform(0.5 * kSecond, 1.5 * kSecond);
  loop.response = sim::milliseconds(500);
  loop.warmup = 200;
  loop.length = 10'000;
  check(loop, {{50 / 3.5, throughput}, {1.5, mean_latency}, {50 / 3.5, mean_busy}});
}

TEST_CASE("clients that do not think keep every server busy") {
  // The servers reach their maximum of 3 requests a second, so each request is in the system for 7 / 3 s.
  Loop loop;
  loop.clients = 7;
  loop.think = sim::Distribution::constant(0);
  loop.service = sim::Distribution::exponential(kSecond);
  loop.servers = 3;
  loop.warmup = 100;
  loop.length = 20'000;
  check(loop, {{3, mean_busy}, {3, throughput}, {7.0 / 3, mean_latency}});
}
