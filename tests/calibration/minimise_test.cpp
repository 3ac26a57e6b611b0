#include "models/calibration/minimise.hpp"

#include <limits>

#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("The simplex method finds the minimum of a quadratic function and of Rosenbrock's valley") {
  const Minimum bowl = minimise(
      [](const std::vector<double>& x) { return (x[0] - 3) * (x[0] - 3) + 2 * (x[1] + 1) * (x[1] + 1) + 7; },
      {0, 0}, {1, 1});
  CHECK(bowl.at[0] == Approx(3).margin(1e-4));
  CHECK(bowl.at[1] == Approx(-1).margin(1e-4));
  CHECK(bowl.value == Approx(7));
  const Minimum valley = minimise(
      [](const std::vector<double>& x) {
        const double across = x[1] - x[0] * x[0];
        return 100 * across * across + (1 - x[0]) * (1 - x[0]);
      },
      {-1.2, 1}, {0.5, 0.5});
  CHECK(valley.at[0] == Approx(1).margin(1e-3));
  CHECK(valley.at[1] == Approx(1).margin(2e-3));
}

TEST_CASE("The simplex method stays where the function is defined") {
  const Minimum found =
      minimise([](const std::vector<double>& x) { return x[0] <= 2 ? sim::kNaN : x[0]; }, {5}, {1});
  CHECK(found.at[0] > 2);
  CHECK(found.at[0] == Approx(2).margin(1e-3));
}

TEST_CASE("The search in an interval finds a minimum inside and at both ends") {
  CHECK(minimise_between([](double x) { return (x - 1.2345) * (x - 1.2345); }, 0, 10) ==
        Approx(1.2345).margin(1e-6));
  CHECK(minimise_between([](double x) { return x; }, 2, 3) == 2);
  CHECK(minimise_between([](double x) { return -x; }, 2, 3) == 3);
  // Of two valleys, the deeper one is found.
  CHECK(minimise_between([](double x) { return x < 5 ? (x - 2) * (x - 2) : (x - 8) * (x - 8) - 1; }, 0, 10) ==
        Approx(8).margin(1e-6));
}
