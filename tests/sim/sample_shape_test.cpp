#include "sim/sample_shape.hpp"

#include <cmath>
#include <vector>

#include "tests/catch.hpp"

using sim::SampleShape;
using sim::shape_of;

TEST_CASE("the shape of a few values, worked out by hand") {
  // The mean is 1. The deviations are -1, -1, -1 and 3, their squares 1, 1, 1 and 9, and their cubes -1, -1,
  // -1 and 27.
  const SampleShape skewed = shape_of(std::vector<double>{0, 0, 0, 4});
  CHECK(skewed.skewness == Approx(6 / (3 * std::sqrt(3.0))));
  CHECK(skewed.largest_share == Approx(9.0 / 12));
  CHECK(skewed.commonest_share == 0.75);
  const SampleShape even = shape_of(std::vector<double>{5, 1, 4, 2, 3});
  CHECK(even.skewness == Approx(0).margin(1e-15));
  CHECK(even.largest_share == Approx(4.0 / 10));
  CHECK(even.commonest_share == 0.2);
}

TEST_CASE("the shape does not depend on unit, origin and order, except for the sign") {
  const std::vector<double> values = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
  const SampleShape shape = shape_of(values);
  std::vector<double> others;
  for (auto at = values.rbegin(); at != values.rend(); ++at) {
    others.push_back(7 - 1e-12 * *at);
  }
  const SampleShape other = shape_of(others);
  CHECK(other.skewness == Approx(-shape.skewness).epsilon(1e-2));  // a change of 1e-12 relative to 7 leaves
                                                                   // few significant digits
  CHECK(other.largest_share == Approx(shape.largest_share).epsilon(1e-2));
  CHECK(other.commonest_share == shape.commonest_share);
}

TEST_CASE("a single large value has the largest possible skewness, and equal values have no shape") {
  for (const std::size_t n : {3U, 10U, 100U}) {
    std::vector<double> values(n, 1.0);
    const SampleShape none = shape_of(values);
    CHECK(none.skewness == 0);
    CHECK(none.largest_share == 0);
    values[1] = 1e200;
    const SampleShape shape = shape_of(values);
    const auto size = static_cast<double>(n);
    CHECK(shape.skewness == Approx((size - 2) / std::sqrt(size - 1)));
    CHECK(shape.largest_share == Approx((size - 1) / size));
  }
  CHECK(shape_of(std::vector<double>{1, 2}).largest_share == 0);
  CHECK(shape_of({}).skewness == 0);
}
