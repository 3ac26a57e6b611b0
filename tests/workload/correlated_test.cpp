#include <cmath>
#include <set>

#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

CorrelatedSpec correlated(std::uint32_t functions, double rate, double together,
                          const sim::Distribution& lag = {}) {
  CorrelatedSpec spec;
  spec.of.functions = functions;
  spec.of.rate = rate;
  spec.of.zipf_exponent = 0;
  spec.of.duration = sim::Distribution::exponential(1e8);
  spec.of.memory = sim::Distribution::constant(128);
  spec.together = together;
  spec.lag = lag;
  return spec;
}

/// Counts two functions in windows of `seconds`, and returns the correlation and covariance of the counts.
struct Joint {
  double correlation = 0;
  double covariance = 0;
};
Joint joint_of(const Opened& opened, std::uint32_t a, std::uint32_t b, double seconds, std::size_t windows) {
  const auto counts_a = support::counts_of(opened.of(a), seconds, windows);
  const auto counts_b = support::counts_of(opened.of(b), seconds, windows);
  const auto moments_a = support::moments_of(counts_a);
  const auto moments_b = support::moments_of(counts_b);
  double sum = 0;
  for (std::size_t i = 0; i < windows; ++i) {
    sum += (counts_a[i] - moments_a.mean) * (counts_b[i] - moments_b.mean);
  }
  const double covariance = sum / static_cast<double>(windows - 1);
  return {covariance / std::sqrt(moments_a.variance * moments_b.variance), covariance};
}

/// Returns five standard deviations of the correlation of `windows` approximately normal pairs (R. Fisher,
/// 1915).
double margin(double correlation, std::size_t windows) {
  return 5 * (1 - correlation * correlation) / std::sqrt(static_cast<double>(windows));
}

}  // namespace

TEST_CASE("the calls of each function with common calls are a Poisson process of its rate") {
  const auto lag = GENERATE(sim::Distribution(), sim::Distribution::exponential(1e9).clamped(0, 5e9));
  CorrelatedSpec spec = correlated(3, 12, 0.7, lag);
  spec.of.weights = {3, 1, 2};
  const Opened opened(spec, context_of(5, 8'000));
  REQUIRE(support::in_order(opened.arrivals));
  for (std::uint32_t i = 0; i < 3; ++i) {
    const double rate = 2 * spec.of.weights[i];
    const auto arrivals = opened.of(i);
    std::vector<double> gaps;
    std::vector<double> durations;
    Time before;
    for (const Arrival& arrival : arrivals) {
      gaps.push_back((arrival.time - before).seconds());
      durations.push_back(static_cast<double>(arrival.duration.ns()));
      before = arrival.time;
    }
    INFO("function " << i);
    CHECK(support::kolmogorov_smirnov(gaps, [&](double gap) { return -std::expm1(-rate * gap); }) > 0.001);
    CHECK(support::kolmogorov_smirnov(durations, [&](double d) { return spec.of.duration.cumulative(d); }) >
          0.001);
    for (const double window : {1.0, 10.0}) {
      const auto windows = static_cast<std::size_t>(8'000 / window);
      const auto counts = support::moments_of(support::counts_of(arrivals, window, windows));
      CHECK(counts.variance / counts.mean == Approx(1).epsilon(5 * std::sqrt(2 / (8'000 / window))));
    }
  }
}

TEST_CASE("counts of functions of equal rates have the requested correlation") {
  const double together = GENERATE(0.0, 0.3, 0.8);
  const Opened opened(correlated(4, 40, together), context_of(3, 20'000));
  for (std::uint32_t i = 0; i < 4; ++i) {
    for (std::uint32_t j = i + 1; j < 4; ++j) {
      const double seen = joint_of(opened, i, j, 2, 10'000).correlation;
      CHECK(seen == Approx(together).margin(margin(together, 10'000)));
    }
  }
}

TEST_CASE(
    "with unequal rates the common process is a share of the lowest rate, and the correlation is lower") {
  CorrelatedSpec spec = correlated(3, 60, 0.5);
  spec.of.weights = {8, 2, 5};  // the rates are 32, 8 and 20 a second, of which 4 are common
  const Opened opened(spec, context_of(6, 20'000));
  const double rates[] = {32, 8, 20};
  for (std::uint32_t i = 0; i < 3; ++i) {
    CHECK(static_cast<double>(opened.of(i).size()) == Approx(20'000 * rates[i]).epsilon(0.01));
    for (std::uint32_t j = i + 1; j < 3; ++j) {
      const double expected = 4 / std::sqrt(rates[i] * rates[j]);
      CHECK(joint_of(opened, i, j, 2, 10'000).correlation ==
            Approx(expected).margin(margin(expected, 10'000)));
    }
  }
}

TEST_CASE("lags reduce the covariance by the calls that they move into other windows") {
  // Two lags that are uniform on 0..3 s differ by 1 s on average, so the covariance is c (t - 1) for windows
  // of t >= 3 s. The variance of its estimate is the variance of a product of two counts of mean m, about m^2
  // (1 + r^2) / n.
  const Opened opened(correlated(2, 20, 0.9, sim::Distribution::uniform(0, 3e9)), context_of(8, 60'000));
  for (const double window : {3.0, 12.0}) {
    const auto windows = static_cast<std::size_t>(60'000 / window);
    const double expected = 9 * (window - 1);
    const double mean = 10 * window;
    const double deviation = std::sqrt((mean * mean + expected * expected) / static_cast<double>(windows));
    CHECK(joint_of(opened, 0, 1, window, windows).covariance == Approx(expected).margin(4 * deviation));
  }
}

TEST_CASE("with no common calls the functions are a population, draw by draw") {
  const CorrelatedSpec spec = correlated(5, 30, 0);
  CHECK(Opened(spec, context_of(2, 100)).arrivals == Opened(spec.of, context_of(2, 100)).arrivals);
}

TEST_CASE("with all calls in common and no lag, every instant calls every function") {
  const Opened opened(correlated(5, 50, 1), context_of(4, 1'000));
  REQUIRE(opened.arrivals.size() % 5 == 0);
  CHECK(static_cast<double>(opened.arrivals.size()) == Approx(50'000).margin(5 * 4 * 100));
  for (std::size_t i = 0; i < opened.arrivals.size(); ++i) {
    REQUIRE(opened.arrivals[i].time == opened.arrivals[i - i % 5].time);
    REQUIRE(opened.arrivals[i].function == FunctionId(static_cast<std::uint32_t>(i % 5)));
  }
}

TEST_CASE("each function has its own lag from an addressed draw") {
  const auto lag = sim::Distribution::uniform(1e9, 4e9);
  const Opened opened(correlated(3, 3, 1, lag), context_of(9, 500, 1, 2));
  // The instants of the common process are computed from the draws. The process begins 4 s early.
  const sim::DrawKey gaps(9, 1, purpose_of_source(Purpose::common_arrival, 2));
  const sim::DrawKey lags(9, 1, purpose_of_source(Purpose::lag, 2));
  std::set<std::pair<std::int64_t, std::uint32_t>> expected;
  std::int64_t instant = -4'000'000'000;
  const auto gap = sim::Distribution::exponential(1e9);
  for (std::uint64_t k = 0; instant < 500'000'000'000; ++k) {
    instant += gap.sample_duration(gaps, 0, k).ns();
    for (std::uint32_t row = 0; row < 3; ++row) {
      const std::int64_t time = instant + lag.sample_duration(lags, row, k).ns();
      if (time >= 0 && time < 500'000'000'000) {
        expected.emplace(time, row);
      }
    }
  }
  std::set<std::pair<std::int64_t, std::uint32_t>> seen;
  for (const Arrival& arrival : opened.arrivals) {
    seen.emplace(arrival.time.ns(), arrival.function.value());
  }
  CHECK(seen == expected);
}

TEST_CASE("with long lags functions have their rate from time zero on") {
  // There are 2,000 counts of the first second, with a mean of 4.
  double sum = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    const CorrelatedSpec spec = correlated(2, 4, 1, sim::Distribution::uniform(0, 20e9));
    sum += static_cast<double>(Opened(spec, context_of(seed, 1)).arrivals.size());
  }
  CHECK(sum / 2'000 == Approx(4).margin(5 * std::sqrt(4.0 / 2'000)));
}

TEST_CASE("draws of common arrivals have addresses, so the sizes of reads have no effect") {
  const auto lag = sim::Distribution::exponential(2e9).clamped(0, 60e9);
  CHECK(support::is_addressed(correlated(7, 100, 0.5, lag), 300));
  CHECK(support::is_addressed(correlated(3, 1'000, 1), 100));
}

TEST_CASE("impossible correlated workloads are refused") {
  const auto refusal = [](const CorrelatedSpec& spec) {
    return error_of<std::invalid_argument>([&] { Opened(spec, context_of(1, 1)); });
  };
  CHECK(refusal(correlated(2, 1, 1.5)) ==
        "the share of calls that a correlated workload makes together is 1.5; it must be in 0 .. 1");
  CHECK(refusal(correlated(2, 1, 1, sim::Distribution::exponential(1))) ==
        "the lag of a correlated workload may be as long as inf ns; it must be at most 3600000000000 ns "
        "(limit it with `max`)");
  CHECK(refusal(correlated(1'000, 1e6, 1, sim::Distribution::constant(3'600e9))) ==
        "the lag of a correlated workload is so long that 3600000000 calls may be delayed at the same time; "
        "at most 10000000 are allowed");
  CHECK(refusal(correlated(0, 1, 1)) == "a population has 0 functions; `functions` must be at least 1");
}
