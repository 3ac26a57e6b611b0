#include "sim/real.hpp"

#include <cmath>
#include <type_traits>

#include "tests/catch.hpp"

using sim::Real;

// A call of a function of the C library would need this conversion.
static_assert(!std::is_convertible_v<Real, double>);
static_assert(!std::is_convertible_v<Real, float>);
static_assert(std::is_convertible_v<double, Real>);
static_assert(std::is_convertible_v<unsigned long, Real>);
static_assert(std::numeric_limits<Real>::is_specialized);
static_assert(std::numeric_limits<Real>::digits == 53);

TEST_CASE("Arithmetic of a real number equals that of a double") {
  Real x = 2;
  x += 1.5;
  x *= Real(2);
  x -= 1;
  x /= 4;
  CHECK(x.value() == 1.5);
  CHECK((-x).value() == -1.5);
  CHECK(x < 2);
  CHECK(1 < x);
  CHECK(x == Real(1.5));
  CHECK(std::numeric_limits<Real>::infinity() > x);
}

TEST_CASE(
    "Argument-dependent lookup finds the functions of sim/, even after a using-declaration of the standard "
    "function") {
  using std::abs;
  using std::exp;
  using std::floor;
  using std::log;
  using std::pow;
  using std::sqrt;
  using std::tan;
  const Real x = 1.2345;
  CHECK(log(x).value() == sim::log(1.2345));
  CHECK(exp(x).value() == sim::exp(1.2345));
  CHECK(pow(x, Real(2.5)).value() == sim::pow(1.2345, 2.5));
  CHECK(sqrt(x).value() == sim::sqrt(1.2345));
  CHECK(tan(x).value() == sim::tan(1.2345));
  CHECK(floor(x).value() == 1.0);
  CHECK(abs(-x).value() == 1.2345);
}
