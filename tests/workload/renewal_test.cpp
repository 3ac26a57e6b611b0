#include <cmath>

#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

RenewalSpec renewal(const sim::Distribution& gap) {
  return {support::function_named("api"), gap};
}

std::vector<double> gaps_of(const std::vector<Arrival>& arrivals) {
  std::vector<double> gaps;
  Time before;
  for (const Arrival& arrival : arrivals) {
    gaps.push_back(static_cast<double>((arrival.time - before).ns()));
    before = arrival.time;
  }
  return gaps;
}

}  // namespace

TEST_CASE("gaps of a renewal follow their distribution") {
  const auto gap =
      GENERATE(sim::Distribution::gamma(0.3, 2e8), sim::Distribution::gamma(4, 1e7),
               sim::Distribution::weibull(0.6, 5e7), sim::Distribution::lognormal(3e7, 1.2),
               sim::Distribution::pareto(2.5, 2e7), sim::Distribution::exponential(3e7),
               sim::Distribution::uniform(1e7, 9e7), sim::Distribution::burr(1.5, 2, 3e7),
               sim::Distribution::normal(6e7, 1e7), sim::Distribution::pareto(1, 1e7).clamped(0, 1e10),
               sim::Distribution::empirical({{0, 1e6}, {50, 2e7}, {99, 3e8}, {100, 4e8}}),
               sim::Distribution::mixture(
                   {{4, sim::Distribution::exponential(1e7)}, {1, sim::Distribution::lognormal(2e8, 0.5)}}));
  INFO(gap.to_string());
  const Opened opened(renewal(gap), context_of(4, 2'000));
  REQUIRE(opened.arrivals.size() > 10'000);
  const auto gaps = gaps_of(opened.arrivals);
  CHECK(support::kolmogorov_smirnov(gaps, [&](double x) { return gap.cumulative(x); }) > 0.001);
  // Gaps are independent, so the ranks of consecutive gaps are not correlated (standard deviation 1 /
  // sqrt(n)).
  double sum = 0;
  for (std::size_t i = 1; i < gaps.size(); ++i) {
    sum += (gap.cumulative(gaps[i]) - 0.5) * (gap.cumulative(gaps[i - 1]) - 0.5) * 12;
  }
  CHECK(std::abs(sum) < 4 * std::sqrt(static_cast<double>(gaps.size())));
}

TEST_CASE("the index of dispersion of counts of a renewal is the squared variation of its gaps") {
  // The windows are long relative to the gaps. With 4,000 windows the ratio has a standard deviation of about
  // sqrt(2 / 4000).
  for (const double shape : {0.5, 1.0, 4.0}) {
    const auto spec = renewal(sim::Distribution::gamma(shape, 1e7 / shape));
    const auto counts =
        support::moments_of(support::counts_of(Opened(spec, context_of(2, 20'000)).arrivals, 5, 4'000));
    INFO("shape " << shape);
    CHECK(counts.mean == Approx(500).epsilon(0.01));
    CHECK(counts.variance / counts.mean == Approx(1 / shape).epsilon(5 * std::sqrt(2.0 / 4'000)));
  }
}

TEST_CASE("constant gaps and given samples are used unchanged") {
  const auto even = gaps_of(Opened(renewal(sim::Distribution::constant(7e8)), context_of(4, 100)).arrivals);
  CHECK(even == std::vector<double>(142, 7e8));
  // Three gaps are equally frequent, so the statistic is chi-square with 2 degrees of freedom.
  const auto gaps =
      gaps_of(Opened(renewal(sim::Distribution::samples({1e6, 3e6, 5e6})), context_of(4, 60)).arrivals);
  std::vector<double> counts(3);
  for (const double gap : gaps) {
    REQUIRE((gap == 1e6 || gap == 3e6 || gap == 5e6));
    ++counts[static_cast<std::size_t>(gap / 2e6)];
  }
  const double third = static_cast<double>(gaps.size()) / 3;
  CHECK(support::chi_square(counts, {third, third, third}) < 13.8);  // exceeded with a probability of 0.001
}

TEST_CASE("draws of a renewal have addresses") {
  CHECK(support::is_addressed(renewal(sim::Distribution::gamma(0.3, 2e8)), 100));
}

TEST_CASE("gaps without a rate are refused") {
  const auto refusal = [](const sim::Distribution& gap) {
    return error_of<std::invalid_argument>([&] { Opened(renewal(gap), context_of(1, 1)); });
  };
  CHECK(refusal(sim::Distribution::constant(0)) ==
        "the mean gap of a renewal workload is 0 ns; it must be at least 1 ns and finite (limit it with "
        "`max`)");
  CHECK(refusal(sim::Distribution::pareto(1, 1e9)) ==
        "the mean gap of a renewal workload is inf ns; it must be at least 1 ns and finite (limit it with "
        "`max`)");
  CHECK(refusal(sim::Distribution::pareto(1, 1e9).clamped(0, 1e12)).empty());
}
