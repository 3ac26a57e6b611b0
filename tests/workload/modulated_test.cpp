#include <cmath>

#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

MmppSpec mmpp(std::vector<Rate> rates, std::vector<Duration> stay) {
  return {support::function_named("api"), std::move(rates), std::move(stay)};
}

OnOffSpec on_off(double rate, const sim::Distribution& on, const sim::Distribution& off) {
  return {support::function_named("api"), rate, on, off};
}

/// Returns the index of dispersion of counts in windows of t of the stationary two-state process, with rates
/// a and b and mean stays s and u, all in seconds (W. Fischer and K. Meier-Hellstern, "The Markov-modulated
/// Poisson process cookbook", 1993).
double dispersion(double a, double b, double s, double u, double t) {
  const double leave_a = 1 / s;
  const double leave_b = 1 / u;
  const double both = leave_a + leave_b;
  const double factor =
      2 * (a - b) * (a - b) * leave_a * leave_b / (both * both * (a * leave_b + b * leave_a));
  return 1 + factor * (1 - (1 - std::exp(-both * t)) / (both * t));
}

}  // namespace

TEST_CASE(
    "the index of dispersion of counts of an mmpp equals the closed form, over short and long windows") {
  const auto arrivals =
      Opened(mmpp({40, 4}, {sim::seconds(2), sim::seconds(6)}), context_of(11, 80'000)).arrivals;
  REQUIRE(support::in_order(arrivals));
  for (const double window : {0.05, 0.5, 2.0, 10.0}) {
    const auto windows = static_cast<std::size_t>(80'000 / window);
    const auto counts = support::moments_of(support::counts_of(arrivals, window, windows));
    INFO("windows of " << window << " s");
    CHECK(counts.mean == Approx(13 * window).epsilon(0.03));
    CHECK(counts.variance / counts.mean == Approx(dispersion(40, 4, 2, 6, window)).epsilon(0.06));
  }
  CHECK(dispersion(40, 4, 2, 6, 10) > 20);  // the process is far from a Poisson process
}

TEST_CASE("an mmpp with equal rates or one state is a Poisson process") {
  for (const auto& spec :
       {mmpp({20, 20}, {sim::seconds(2), sim::seconds(6)}), mmpp({20}, {sim::seconds(1)})}) {
    const auto counts =
        support::moments_of(support::counts_of(Opened(spec, context_of(5, 10'000)).arrivals, 1, 10'000));
    CHECK(counts.mean == Approx(20).epsilon(4 * std::sqrt(1 / 200'000.0)));
    CHECK(counts.variance / counts.mean == Approx(1).epsilon(5 * std::sqrt(2 / 10'000.0)));
  }
}

TEST_CASE("an mmpp is stationary from the start: states have their share of time from time zero on") {
  // The first 10 ms are simulated for 4,000 seeds, with rates 1000/s and 0 for 1 s and 3 s. A quarter of the
  // runs have arrivals.
  int busy = 0;
  for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
    const auto spec = mmpp({1000, 0}, {sim::seconds(1), sim::seconds(3)});
    busy += Opened(spec, context_of(seed, 0.01)).arrivals.empty() ? 0 : 1;
  }
  // (0.25 + 0.75 x 0.01 / 3 / 2 that switch on meanwhile), with a standard deviation of 0.0068
  CHECK(busy / 4'000.0 == Approx(0.251).margin(4 * 0.0068));
}

TEST_CASE("three states have time in proportion to their mean stays") {
  const auto spec =
      mmpp({0, 10, 100}, {sim::milliseconds(600), sim::milliseconds(300), sim::milliseconds(100)});
  const auto count = static_cast<double>(Opened(spec, context_of(8, 20'000)).arrivals.size());
  CHECK(count / 20'000 == Approx(13).epsilon(0.03));
  CHECK(support::is_addressed(spec, 50));
}

TEST_CASE("with periods of fixed length all arrivals are in on periods") {
  const auto spec = on_off(30, sim::Distribution::constant(2e9), sim::Distribution::constant(8e9));
  const auto arrivals = Opened(spec, context_of(3, 20'000)).arrivals;
  for (const Arrival& arrival : arrivals) {
    REQUIRE(std::fmod(arrival.time.seconds(), 10) < 2);
  }
  // There are 2,000 Poisson counts of mean 60.
  const auto counts = support::counts_of(arrivals, 10, 2'000);
  CHECK(support::is_usual_chi_square(support::chi_square(counts, std::vector<double>(2'000, 60.0)), 2'000));
}

TEST_CASE("exponential on and off periods have the dispersion of an mmpp with a silent state") {
  const auto spec = on_off(50, sim::Distribution::exponential(1e9), sim::Distribution::exponential(4e9));
  const auto arrivals = Opened(spec, context_of(3, 80'000)).arrivals;
  for (const double window : {0.1, 1.0, 10.0}) {
    const auto windows = static_cast<std::size_t>(80'000 / window);
    const auto counts = support::moments_of(support::counts_of(arrivals, window, windows));
    INFO("windows of " << window << " s");
    CHECK(counts.mean == Approx(10 * window).epsilon(0.04));
    CHECK(counts.variance / counts.mean == Approx(dispersion(50, 0, 1, 4, window)).epsilon(0.06));
  }
}

TEST_CASE("gaps of a two-state mmpp have the stationary distribution") {
  // At an arrival, the state is a with probability q = a u' / (a u' + b s'), the share of arrivals. The gap
  // is the time to the first arrival of a process that leaves a at rate s' and b at rate u'. It is given by
  // exp(t (Q - L)), whose two exponents are computed here (Fischer and Meier-Hellstern, 1993, section 1.2).
  const double a = 40;
  const double b = 4;
  const double leave_a = 1 / 2.0;
  const double leave_b = 1 / 6.0;
  const double q = a * leave_b / (a * leave_b + b * leave_a);
  const double out_a = a + leave_a;
  const double out_b = b + leave_b;
  const double root = std::sqrt((out_a - out_b) * (out_a - out_b) + 4 * leave_a * leave_b);
  const double slow = (out_a + out_b - root) / 2;
  const double fast = (out_a + out_b + root) / 2;
  // The probability of no arrival within t is share exp(-slow t) + (1 - share) exp(-fast t). At t = 0 its
  // value is 1, and its derivative is minus the mean rate of the present state.
  const double share = (fast - (q * a + (1 - q) * b)) / (fast - slow);
  // Consecutive gaps are not independent. So only every hundredth gap is taken; these are far apart relative
  // to the stays.
  const auto arrivals =
      Opened(mmpp({a, b}, {sim::seconds(2), sim::seconds(6)}), context_of(21, 400'000)).arrivals;
  std::vector<double> gaps;
  for (std::size_t i = 997; i < arrivals.size(); i += 997) {
    gaps.push_back((arrivals[i].time - arrivals[i - 1].time).seconds());
  }
  REQUIRE(gaps.size() > 4'000);
  CHECK(support::kolmogorov_smirnov(gaps, [&](double t) {
          return 1 - share * std::exp(-slow * t) - (1 - share) * std::exp(-fast * t);
        }) > 0.001);
  CHECK(support::kolmogorov_smirnov(gaps, [](double t) { return -std::expm1(-13 * t); }) < 1e-6);
}

TEST_CASE("on and off periods of fixed length have their own dispersion") {
  // A cycle of 2 s on and 8 s off begins with the run. Counts of whole cycles are Poisson. Of five windows of
  // 2 s, one has a mean count of 60 and four have 0. So the variance is 12 + 24^2, over a mean of 12.
  const auto spec = on_off(30, sim::Distribution::constant(2e9), sim::Distribution::constant(8e9));
  const auto arrivals = Opened(spec, context_of(13, 40'000)).arrivals;
  const auto cycles = support::moments_of(support::counts_of(arrivals, 10, 4'000));
  CHECK(cycles.variance / cycles.mean == Approx(1).epsilon(5 * std::sqrt(2 / 4'000.0)));
  const auto windows = support::moments_of(support::counts_of(arrivals, 2, 20'000));
  CHECK(windows.variance / windows.mean == Approx(1 + 24.0 * 24 / 12).epsilon(0.02));
}

TEST_CASE("heavy-tailed periods keep their share, and their draws have addresses") {
  const auto spec =
      on_off(20, sim::Distribution::pareto_mean(2.5, 1e9), sim::Distribution::lognormal(2e9, 0.5));
  const double share = 1 / (1 + 2 * std::exp(0.125));
  const auto count = static_cast<double>(Opened(spec, context_of(3, 50'000)).arrivals.size());
  CHECK(count / 50'000 == Approx(20 * share).epsilon(0.03));
  CHECK(support::is_addressed(spec, 50));
}

TEST_CASE("impossible modulated processes are refused") {
  const auto refusal = [](const WorkloadSpec& spec) {
    return error_of<std::invalid_argument>([&] { Opened(spec, context_of(1, 1)); });
  };
  CHECK(refusal(mmpp({}, {})) == "an mmpp has 0 rates and 0 stays; set one stay for each rate");
  CHECK(refusal(mmpp({1, 2}, {sim::seconds(1)})) ==
        "an mmpp has 2 rates and 1 stays; set one stay for each rate");
  CHECK(refusal(mmpp({-1}, {sim::seconds(1)})) ==
        "a rate of an mmpp is -1 per second; it must be at least 0 and at most 1e9 per second");
  CHECK(refusal(mmpp({1}, {Duration{10}})) ==
        "the mean of a stay of an mmpp is 10 ns; it must be at least 1000 ns and finite");
  CHECK(refusal(on_off(1, sim::Distribution::constant(0), sim::Distribution::constant(1e9))) ==
        "the mean of the on periods of an on-off workload is 0 ns; it must be at least 1000 ns and finite");
  CHECK(
      refusal(on_off(1, sim::Distribution::constant(1e9), sim::Distribution::pareto(1, 1e9))) ==
      "the mean of the off periods of an on-off workload is inf ns; it must be at least 1000 ns and finite");
}
