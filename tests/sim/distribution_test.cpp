#include "sim/distribution.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using sim::Distribution;
using Kind = sim::Distribution::Kind;

using sim::kInfinity;
using sim::kNaN;

namespace {

double deviation(const Distribution& distribution) {
  return std::sqrt(distribution.variance());
}

}  // namespace

TEST_CASE("A default distribution is the constant 0") {
  CHECK(Distribution() == Distribution::constant(0));
  CHECK(Distribution().mean() == 0);
}

TEST_CASE("Named constructors keep their kind and numbers") {
  const auto check = [](const Distribution& distribution, Kind kind, double first, double second) {
    CHECK(distribution.kind() == kind);
    CHECK(distribution.first_parameter() == first);
    CHECK(distribution.second_parameter() == second);
  };
  check(Distribution::constant(7), Kind::constant, 7, 0);
  check(Distribution::uniform(1, 3), Kind::uniform, 1, 3);
  check(Distribution::exponential(5), Kind::exponential, 5, 0);
  check(Distribution::normal(-2, 3), Kind::normal, -2, 3);
  check(Distribution::lognormal(0.12, 0.6), Kind::lognormal, 0.12, 0.6);
  check(Distribution::weibull(1.5, 9), Kind::weibull, 1.5, 9);
  check(Distribution::gamma(1.5, 9), Kind::gamma, 1.5, 9);
  check(Distribution::pareto(1.5, 9), Kind::pareto, 1.5, 9);
  check(Distribution::burr(11.652, 0.221, 107.083), Kind::burr, 11.652, 0.221);
  CHECK(Distribution::burr(11.652, 0.221, 107.083).third_parameter() == 107.083);
  CHECK(Distribution::uniform(1, 3).third_parameter() == 0);
  CHECK(Distribution::empirical({{0, 1}, {100, 2}}).kind() == Kind::empirical);
  CHECK(Distribution::samples({1, 2}).kind() == Kind::empirical);
}

TEST_CASE("A distribution without spread is a constant") {
  CHECK(Distribution::uniform(4, 4) == Distribution::constant(4));
  CHECK(Distribution::normal(4, 0) == Distribution::constant(4));
  CHECK(Distribution::lognormal(4, 0) == Distribution::constant(4));
  CHECK(Distribution::lognormal_mean_sd(4, 0) == Distribution::constant(4));
  CHECK(Distribution::lognormal_percentiles(50, 4, 99, 4).is_constant());
  CHECK(Distribution::weibull_mean_sd(4, 0) == Distribution::constant(4));
  CHECK(Distribution::gamma_mean_sd(4, 0) == Distribution::constant(4));
  CHECK(Distribution::empirical({{50, 4}}) == Distribution::constant(4));
  CHECK(Distribution::samples({4, 4, 4}) == Distribution::constant(4));
}

TEST_CASE("Two given percentiles of a lognormal are reproduced") {
  const auto usual = Distribution::lognormal_percentiles(50, 0.12, 99, 1.0);
  CHECK(usual.first_parameter() == 0.12);
  CHECK(usual.quantile(0.5) == 0.12);
  CHECK(usual.quantile(0.99) == Approx(1.0).epsilon(1e-14));
  CHECK(Distribution::lognormal_percentiles(99, 1.0, 50, 0.12) == usual);
  const auto tails = Distribution::lognormal_percentiles(0.1, 3e-6, 95, 40);
  CHECK(tails.quantile(0.001) == Approx(3e-6).epsilon(1e-12));
  CHECK(tails.quantile(0.95) == Approx(40).epsilon(1e-12));
}

TEST_CASE("Given mean, median and standard deviation of a lognormal are reproduced") {
  const auto by_mean = Distribution::lognormal_mean_sd(120, 60);
  CHECK(by_mean.mean() == Approx(120).epsilon(1e-14));
  CHECK(deviation(by_mean) == Approx(60).epsilon(1e-14));
  const auto by_median = Distribution::lognormal_median_mean(100, 250);
  CHECK(by_median.quantile(0.5) == 100);
  CHECK(by_median.mean() == Approx(250).epsilon(1e-14));
  const auto by_deviation = Distribution::lognormal_median_sd(100, 80);
  CHECK(by_deviation.quantile(0.5) == 100);
  CHECK(deviation(by_deviation) == Approx(80).epsilon(1e-13));
}

TEST_CASE("Given mean and standard deviation of a Weibull are reproduced") {
  for (const double ratio : {0.001, 0.05, 0.5, 1.0, 2.0, 30.0, 10'000.0}) {
    const auto distribution = Distribution::weibull_mean_sd(3, 3 * ratio);
    CHECK(distribution.mean() == Approx(3).epsilon(1e-12));
    CHECK(deviation(distribution) == Approx(3 * ratio).epsilon(1e-8));
  }
  // this Weibull is an exponential distribution
  CHECK(Distribution::weibull_mean_sd(5, 5).first_parameter() == Approx(1).epsilon(1e-12));
}

TEST_CASE("Given mean and standard deviation of a gamma, and mean of a Pareto, are reproduced") {
  for (const double ratio : {0.01, 0.05, 0.5, 1.0, 2.0, 10.0}) {
    const auto distribution = Distribution::gamma_mean_sd(3, 3 * ratio);
    CHECK(distribution.mean() == Approx(3).epsilon(1e-14));
    CHECK(deviation(distribution) == Approx(3 * ratio).epsilon(1e-12));
  }
  for (const double shape : {1.001, 1.5, 2.5, 10'000.0}) {
    CHECK(Distribution::pareto_mean(shape, 7).mean() == Approx(7).epsilon(1e-12));
    CHECK(Distribution::pareto_mean(shape, 7).first_parameter() == shape);
  }
}

TEST_CASE("Points of empirical distributions can be read") {
  const auto percentiles = Distribution::empirical({{0, 1}, {50, 2}, {100, 9}});
  CHECK_FALSE(percentiles.is_discrete());
  REQUIRE(percentiles.points().size() == 3);
  CHECK(percentiles.points()[1] == Distribution::Point{0.5, 2});
  const auto samples = Distribution::samples({8, 2, 4, 2});
  CHECK(samples.is_discrete());
  REQUIRE(samples.points().size() == 4);
  CHECK(samples.points()[2] == Distribution::Point{0.75, 4});
  CHECK(Distribution::constant(1).points().empty());
}

TEST_CASE("Bounds narrow a distribution, and never widen it") {
  const auto exponential = Distribution::exponential(5);
  CHECK(exponential.lower_bound() == -kInfinity);
  CHECK(exponential.upper_bound() == kInfinity);
  const auto capped = exponential.clamped(0, 10).clamped(2, 100);
  CHECK(capped.lower_bound() == 2);
  CHECK(capped.upper_bound() == 10);
  CHECK(capped != exponential);
  CHECK(exponential.clamped(-kInfinity, kInfinity) == exponential);
  CHECK(Distribution::constant(50).clamped(0, 10) == Distribution::constant(10));
  CHECK(exponential.clamped(3, 3) == Distribution::constant(3));
  CHECK(exponential.clamped(8, 9).clamped(0, 2) == Distribution::constant(2));
}

TEST_CASE("Equality compares kind, numbers, points and bounds") {
  CHECK(Distribution::exponential(5) == Distribution::exponential(5));
  CHECK(Distribution::exponential(5) != Distribution::exponential(6));
  CHECK(Distribution::exponential(5) != Distribution::constant(5));
  CHECK(Distribution::uniform(1, 2) != Distribution::normal(1, 2));
  CHECK(Distribution::gamma(1, 2) != Distribution::pareto(1, 2));
  CHECK(Distribution::burr(1, 2, 3) == Distribution::burr(1, 2, 3));
  CHECK(Distribution::burr(1, 2, 3) != Distribution::burr(1, 2, 4));
  CHECK(Distribution::samples({1, 2, 3}) == Distribution::samples({3, 1, 2}));
  CHECK(Distribution::samples({1, 2, 3}) != Distribution::samples({1, 2, 4}));
  CHECK(Distribution::samples({1, 2}) != Distribution::empirical({{50, 1}, {100, 2}}));
}

TEST_CASE("Impossible numbers are refused with a message that contains them") {
  const auto says = [](const char* text) { return ContainsSubstring(text); };
  CHECK_THROWS_WITH(Distribution::constant(kNaN), says("a constant must be a finite number, not nan"));
  CHECK_THROWS_WITH(Distribution::uniform(3, 1), says("3 is above 1"));
  CHECK_THROWS_WITH(Distribution::uniform(-1e308, 1e308), says("width"));
  CHECK_THROWS_WITH(Distribution::exponential(0), says("greater than 0, not 0"));
  CHECK_THROWS_WITH(Distribution::exponential(kInfinity), says("finite"));
  CHECK_THROWS_WITH(Distribution::normal(0, -1), says("at least 0, not -1"));
  CHECK_THROWS_WITH(Distribution::normal(kInfinity, 1), says("mean of a normal"));
  CHECK_THROWS_WITH(Distribution::lognormal(-4, 1), says("median of a lognormal"));
  CHECK_THROWS_WITH(Distribution::lognormal(1, 51), says("0 .. 50, not 51"));
  CHECK_THROWS_WITH(Distribution::lognormal_mean_sd(1, kNaN), says("not nan"));
  CHECK_THROWS_WITH(Distribution::lognormal_median_mean(5, 4), says("4 is below 5"));
  CHECK_THROWS_WITH(Distribution::lognormal_median_sd(1, -2), says("at least 0, not -2"));
  CHECK_THROWS_WITH(Distribution::lognormal_percentiles(50, 1, 100, 2),
                    says("between 0 and 100 (exclusive), not 100"));
  CHECK_THROWS_WITH(Distribution::lognormal_percentiles(50, 1, 50, 2), says("50 was given twice"));
  CHECK_THROWS_WITH(Distribution::lognormal_percentiles(50, 2, 99, 1),
                    says("percentile 50 is 2 and percentile 99 is 1"));
  CHECK_THROWS_WITH(Distribution::lognormal_percentiles(50, 0, 99, 1), says("greater than 0, not 0"));
  CHECK_THROWS_WITH(Distribution::weibull(0, 1), says("shape"));
  CHECK_THROWS_WITH(Distribution::weibull(1, -1), says("scale"));
  CHECK_THROWS_WITH(Distribution::weibull_mean_sd(1, 1e9), says("times its mean"));
  CHECK_THROWS_WITH(Distribution::gamma(0.001, 1),
                    says("shape of a gamma distribution must be in 0.01 .. 10000, not 0.001"));
  CHECK_THROWS_WITH(Distribution::gamma(1, 0), says("scale of a gamma"));
  CHECK_THROWS_WITH(Distribution::gamma_mean_sd(1, 11), says("0.01 to 10 times its mean, but 11 / 1 is not"));
  CHECK_THROWS_WITH(Distribution::gamma_mean_sd(1, -1), says("at least 0, not -1"));
  CHECK_THROWS_WITH(Distribution::pareto(0.05, 1), says("shape of a Pareto distribution must be in 0.1"));
  CHECK_THROWS_WITH(Distribution::pareto(2, -1), says("scale of a Pareto"));
  CHECK_THROWS_WITH(Distribution::pareto_mean(1, 5), says("with a mean must be above 1"));
  CHECK_THROWS_WITH(Distribution::pareto_mean(2, kNaN), says("mean of a Pareto"));
  CHECK_THROWS_WITH(Distribution::burr(0.01, 2, 1), says("the c of a Burr"));
  CHECK_THROWS_WITH(Distribution::burr(1, kNaN, 1), says("the k of a Burr"));
  CHECK_THROWS_WITH(Distribution::burr(0.5, 0.1, 1), says("at least 0.1, not 0.5 x 0.1"));
  CHECK_THROWS_WITH(Distribution::burr(1, 2, 0), says("scale of a Burr"));
  CHECK_THROWS_WITH(Distribution::empirical({}), says("at least one"));
  CHECK_THROWS_WITH(Distribution::empirical({{-1, 0}}), says("0 .. 100, not -1"));
  CHECK_THROWS_WITH(Distribution::empirical({{0, kNaN}}), says("not nan"));
  CHECK_THROWS_WITH(Distribution::empirical({{0, 1}, {0, 2}}),
                    says("percentile 0 is 1 and percentile 0 is 2"));
  CHECK_THROWS_WITH(Distribution::empirical({{0, 2}, {100, 1}}),
                    says("percentiles and their values must ascend"));
  CHECK_THROWS_WITH(Distribution::samples({}), says("not 0"));
  CHECK_THROWS_WITH(Distribution::samples({1, kInfinity}), says("not inf"));
  CHECK_THROWS_WITH(Distribution::exponential(1).clamped(2, 1), says("the bounds are 2 and 1"));
  CHECK_THROWS_WITH(Distribution::exponential(1).clamped(kNaN, 1), says("nan"));
  CHECK_THROWS_AS(Distribution::exponential(-1), std::invalid_argument);
}

TEST_CASE("A distribution has a description in words") {
  CHECK(Distribution::constant(2e9).to_string(1e-9) == "constant(2)");
  CHECK(Distribution::uniform(1, 3).to_string() == "uniform(1 to 3)");
  CHECK(Distribution::exponential(5).to_string() == "exponential(mean 5)");
  CHECK(Distribution::normal(5, 2).to_string() == "normal(mean 5, sd 2)");
  CHECK(Distribution::lognormal(1.2e8, 0.6).clamped(0, 1e10).to_string(1e-9) ==
        "lognormal(median 0.12, sigma 0.6) within [0, 10]");
  CHECK(Distribution::weibull(1.5, 2e9).to_string(1e-9) == "weibull(shape 1.5, scale 2)");
  CHECK(Distribution::gamma(1.5, 2e9).to_string(1e-9) == "gamma(shape 1.5, scale 2)");
  CHECK(Distribution::pareto(1.5, 2e9).to_string(1e-9) == "pareto(shape 1.5, scale 2)");
  CHECK(Distribution::burr(1.5, 3, 2e9).to_string(1e-9) == "burr(c 1.5, k 3, scale 2)");
  CHECK(Distribution::empirical({{0, 1}, {100, 9}}).to_string() == "empirical(2 values, 1 to 9)");
  CHECK(Distribution::samples({3, 1, 2}).to_string() == "samples(3 values, 1 to 3)");
}
