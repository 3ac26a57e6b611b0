#include "sim/empirical_distance.hpp"

#include <algorithm>
#include <cmath>

#include "sim/draws.hpp"
#include "tests/catch.hpp"

using sim::kolmogorov_smirnov_distance;
using sim::wasserstein_distance;
using sim::WeightedValue;

namespace {

std::vector<double> drawn(std::uint32_t entity, std::size_t count, std::uint32_t values) {
  std::vector<double> result;
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back(sim::Draw(sim::DrawKey(1, 0, 1), entity, i).below(values));
  }
  return result;
}

/// Computes the mean distance between a and b after sorting both, with each value repeated as often as the
/// other sample has values.
double by_matching(std::vector<double> a, std::vector<double> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  double sum = 0;
  for (std::size_t i = 0; i < a.size() * b.size(); ++i) {
    sum += std::abs(a[i / b.size()] - b[i / a.size()]);
  }
  return sum / static_cast<double>(a.size() * b.size());
}

/// Computes the largest difference, over all x, between the shares of values up to x in the two samples.
double by_counting(const std::vector<double>& a, const std::vector<double>& b, int values) {
  const auto share = [](const std::vector<double>& sample, double x) {
    return static_cast<double>(
               std::count_if(sample.begin(), sample.end(), [x](double v) { return v <= x; })) /
           static_cast<double>(sample.size());
  };
  double most = 0;
  for (int x = 0; x < values; ++x) {
    most = std::max(most, std::abs(share(a, x) - share(b, x)));
  }
  return most;
}

}  // namespace

TEST_CASE("Wasserstein distances worked out by hand") {
  CHECK(wasserstein_distance({1.0}, {4.0}) == 3);
  CHECK(wasserstein_distance({0.0, 1.0, 3.0}, {5.0, 6.0, 8.0}) == Approx(5).epsilon(1e-15));
  // F is 1/2 on [0, 2), and G is 1/2 on [1, 2), so they differ by a half over one unit.
  CHECK(wasserstein_distance({0.0, 2.0}, {1.0, 2.0}) == 0.5);
  // A third of the mass moves from 0 to 1, and another third from 2 to 1.
  CHECK(wasserstein_distance({2.0, 0.0, 1.0}, {1.0}) == Approx(2.0 / 3).epsilon(1e-15));
  CHECK(wasserstein_distance({3.0, 1.0, 1.0, 2.0}, {1.0, 2.0, 3.0, 1.0}) == 0);
  // A sample with three quarters of its mass at 0 and a quarter at 8 is compared with a sample that is
  // entirely at 0.
  CHECK(sim::weighted_wasserstein_distance({{8, 1}, {0, 3}}, {{0, 5}}) == 2);
}

TEST_CASE("Kolmogorov-Smirnov distances worked out by hand") {
  CHECK(kolmogorov_smirnov_distance({1, 2, 3}, {1, 2, 3}) == 0);
  CHECK(kolmogorov_smirnov_distance({1, 2}, {3, 4, 5}) == 1);
  CHECK(kolmogorov_smirnov_distance({1, 2, 3, 4}, {1}) == 0.75);
  CHECK(kolmogorov_smirnov_distance({0, 0, 0, 1}, {0, 1, 1, 1}) == 0.5);
}

TEST_CASE("Distances of samples with ties agree with matching and counting") {
  for (std::uint32_t i = 0; i < 40; ++i) {
    const std::vector<double> a = drawn(2 * i, 1 + i, 3 + i / 2);
    const std::vector<double> b = drawn(2 * i + 1, 41 - i, 3 + i / 2);
    INFO("pair " << i);
    CHECK(wasserstein_distance(a, b) == Approx(by_matching(a, b)).margin(1e-12));
    CHECK(wasserstein_distance(b, a) == Approx(by_matching(a, b)).margin(1e-12));
    CHECK(kolmogorov_smirnov_distance(a, b) == Approx(by_counting(a, b, 23)).margin(1e-12));
  }
}

TEST_CASE("A value of weight n equals n values of weight 1") {
  const std::vector<double> plain = drawn(100, 30, 10);
  const std::vector<double> other = drawn(101, 30, 10);
  std::vector<WeightedValue> weighted;
  std::vector<double> repeated;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    weighted.push_back({plain[i], static_cast<double>(i % 4 + 1)});
    repeated.insert(repeated.end(), i % 4 + 1, plain[i]);
  }
  std::vector<WeightedValue> ones;
  for (const double value : other) {
    ones.push_back({value, 1});
  }
  CHECK(sim::weighted_wasserstein_distance(weighted, ones) ==
        Approx(wasserstein_distance(repeated, other)).epsilon(1e-13));
}
