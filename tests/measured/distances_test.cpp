#include "models/measured/distances.hpp"

#include <cmath>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("The Kolmogorov-Smirnov statistic of a sample is the largest step from the distribution") {
  const auto uniform = [](double x) { return std::min(1.0, std::max(0.0, x)); };
  // One value at 0.3 under the uniform distribution: the differences are 0.3 below the step and 0.7 above it.
  CHECK(ks_distance({0.3}, uniform) == Approx(0.7));
  CHECK(ks_distance({0.7}, uniform) == Approx(0.7));
  // At 0.1 the empirical function rises from 0 to 1/2, and at 0.6 from 1/2 to 1.
  CHECK(ks_distance({0.6, 0.1}, uniform) == Approx(0.4));
  // The middles of n equal parts have the least statistic, 1 / 2n.
  CHECK(ks_distance({0.125, 0.375, 0.625, 0.875}, uniform) == Approx(0.125));
  CHECK(ks_distance({2, 3}, uniform) == Approx(1));
}

TEST_CASE("The p-value of a Kolmogorov-Smirnov statistic follows Kolmogorov's distribution") {
  // The critical values of Kolmogorov's distribution are 1.2238 (10 %), 1.3581 (5 %) and 1.6276 (1 %). For n
  // values, t = (root n + 0.12 + 0.11 / root n) d.
  const auto distance_of = [](double t, double root) { return t / (root + 0.12 + 0.11 / root); };
  CHECK(ks_p_value(distance_of(1.2238, 10), 100) == Approx(0.10).epsilon(1e-3));
  CHECK(ks_p_value(distance_of(1.3581, 10), 100) == Approx(0.05).epsilon(1e-3));
  CHECK(ks_p_value(distance_of(1.6276, 10), 100) == Approx(0.01).epsilon(1e-3));
  // Two samples of 200 values have the effective size 100.
  CHECK(ks_p_value(distance_of(1.3581, 10), 200, 200) == Approx(0.05).epsilon(1e-3));
  CHECK(ks_p_value(0, 100) == 1);
  CHECK(ks_p_value(0.001, 10) == 1);
  CHECK(ks_p_value(1, 1000) < 1e-100);
}

TEST_CASE("The interval of Wilson has its published values, and stays within 0 and 1") {
  // For 1 of 10 the interval is (0.0179, 0.4042), and for 0 of 10 (0, 0.2775) (Brown, Cai and DasGupta,
  // Statistical Science 16, 2001, formula 4).
  const ProbabilityInterval one = wilson_interval(1, 10);
  CHECK(one.low == Approx(0.01788).epsilon(1e-3));
  CHECK(one.high == Approx(0.40415).epsilon(1e-3));
  const ProbabilityInterval none = wilson_interval(0, 10);
  CHECK(none.low == 0);
  CHECK(none.high == Approx(3.8414588 / (10 + 3.8414588)).epsilon(1e-6));  // z^2 / (n + z^2)
  const ProbabilityInterval all = wilson_interval(10, 10);
  CHECK(all.high == 1);
  CHECK(all.low == Approx(10 / (10 + 3.8414588)).epsilon(1e-6));
  CHECK(wilson_interval(0, 0).low == 0);
  CHECK(wilson_interval(0, 0).high == 1);
}

TEST_CASE("The binomial p-value adds up the counts that are at most as probable") {
  // Of 4 fair coins: P(0) = P(4) = 1/16, P(1) = P(3) = 4/16, P(2) = 6/16.
  CHECK(binomial_p_value(2, 4, 0.5) == Approx(1));
  CHECK(binomial_p_value(1, 4, 0.5) == Approx(10.0 / 16));
  CHECK(binomial_p_value(3, 4, 0.5) == Approx(10.0 / 16));
  CHECK(binomial_p_value(0, 4, 0.5) == Approx(2.0 / 16));
  // With p = 0.9 and n = 2: P(0) = 0.01, P(1) = 0.18, P(2) = 0.81.
  CHECK(binomial_p_value(1, 2, 0.9) == Approx(0.19));
  CHECK(binomial_p_value(0, 0, 0.5) == Approx(1));
  CHECK(binomial_p_value(0, 5, 0) == 1);
  CHECK(binomial_p_value(1, 5, 0) == 0);
  CHECK(binomial_p_value(5, 5, 1) == 1);
}
