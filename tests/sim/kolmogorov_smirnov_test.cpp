// Tests of the Kolmogorov-Smirnov test, which other tests use.
#include "tests/support/kolmogorov_smirnov.hpp"

#include "tests/catch.hpp"

TEST_CASE("The Kolmogorov distance of a known sample is exact") {
  const auto uniform = [](double x) { return x; };
  CHECK(support::kolmogorov_distance({0.5}, uniform) == 0.5);
  CHECK(support::kolmogorov_distance({0.75, 0.25}, uniform) == 0.25);
  CHECK(support::kolmogorov_distance({0.9, 0.95, 0.99}, uniform) == Approx(0.9));
}

TEST_CASE("Kolmogorov probabilities at the critical distances of published tables") {
  const std::size_t count = 1'000'000;
  CHECK(support::kolmogorov_probability(1.3581 / 1000, count) == Approx(0.05).margin(0.0005));
  CHECK(support::kolmogorov_probability(1.6276 / 1000, count) == Approx(0.01).margin(0.0002));
  CHECK(support::kolmogorov_probability(0.0, count) == 1.0);
  CHECK(support::kolmogorov_probability(1.0, count) == 0.0);
}
