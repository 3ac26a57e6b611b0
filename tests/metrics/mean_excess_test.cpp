#include "models/metrics/mean_excess.hpp"

#include <cmath>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("The mean excess is the mean distance of the larger values from the threshold") {
  sim::Histogram values;
  for (const std::int64_t value : {1, 2, 3, 10, 20}) {
    values.add(value);  // small enough that each value has its own bucket
  }
  CHECK(mean_excess(values, 0) == Approx(36.0 / 5));
  CHECK(mean_excess(values, 3) == Approx((7 + 17) / 2.0));
  CHECK(mean_excess(values, 10) == Approx(10));
  CHECK(mean_excess(values, 20) == 0);
  CHECK(mean_excess(sim::Histogram(), 5) == 0);
}

TEST_CASE("The mean excess of an exponential tail equals its mean, at any threshold") {
  sim::Histogram values;
  constexpr int count = 100'000;
  for (int i = 0; i < count; ++i) {  // the values are evenly spaced in probability
    values.add(static_cast<std::int64_t>(-1e9 * std::log((i + 0.5) / count)));
  }
  for (const double p : {0.5, 0.9, 0.95}) {
    CHECK(mean_excess(values, values.quantile(p)) == Approx(1e9).epsilon(0.005));
  }
}
