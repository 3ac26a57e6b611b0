#include "sim/trigonometric.hpp"

#include <cstdint>
#include <limits>

#include "sim/double_double.hpp"
#include "sim/elementary.hpp"

namespace sim {
namespace {

/// An angle that equals quadrant * pi/2 + remainder, with |remainder| <= pi/4.
struct Reduced {
  unsigned quadrant;
  double high;
  double low;
};

/// The reduction of Cody and Waite splits pi/2 into three parts, of which the first two have 33 bits, so that
/// their products with a whole number below 2^20 are exact.
Reduced reduce(double x) {
  constexpr double first = 0x1.921fb544p0;
  constexpr double second = 0x1.0b4611a6p-34;
  constexpr double third = 0x1.3198a2e037073p-69;
  constexpr double two_over_pi = 0x1.45f306dc9c883p-1;
  constexpr double shift = 0x1.8p52;
  const double n = (x * two_over_pi + shift) - shift;
  const DoubleDouble rest = exact_sum(x - n * first, -(n * second));
  const DoubleDouble remainder = exact_sum(rest.high, rest.low - n * third);
  return {static_cast<unsigned>(static_cast<std::int64_t>(n) & 3), remainder.high, remainder.low};
}

/// Returns 1 - square / ((n + 1)(n + 2)) * (1 - square / ((n + 3)(n + 4)) * ...), the tail of a Taylor series
/// with `terms` terms.
double alternating_tail(double square, int n, int terms) {
  double sum = 1.0;
  for (int i = terms - 1; i >= 0; --i) {
    const int at = n + 2 * i;
    sum = 1.0 - square * sum / static_cast<double>((at + 1) * (at + 2));
  }
  return sum;
}

double sine_of_remainder(const Reduced& angle) {
  const double square = angle.high * angle.high;
  const double cubic = -(square * angle.high) / 6.0 * alternating_tail(square, 3, 8);
  return angle.high + (cubic + angle.low * (1.0 - 0.5 * square));
}

double cosine_of_remainder(const Reduced& angle) {
  const double square = angle.high * angle.high;
  const double half = 0.5 * square;
  const double whole = 1.0 - half;
  const double quartic = square * square / 24.0 * alternating_tail(square, 4, 8);
  return whole + (((1.0 - whole) - half) + (quartic - angle.high * angle.low));
}

bool out_of_domain(double x) {
  return !(abs(x) <= 0x1p20);
}

}  // namespace

double sin(double x) {
  if (out_of_domain(x)) {
    return kNaN;
  }
  if (x == 0.0) {
    return x;  // keeps the sign of zero
  }
  const Reduced angle = reduce(x);
  const double magnitude = (angle.quadrant & 1) != 0 ? cosine_of_remainder(angle) : sine_of_remainder(angle);
  return (angle.quadrant & 2) != 0 ? -magnitude : magnitude;
}

double cos(double x) {
  if (out_of_domain(x)) {
    return kNaN;
  }
  const Reduced angle = reduce(x);
  const double magnitude = (angle.quadrant & 1) != 0 ? sine_of_remainder(angle) : cosine_of_remainder(angle);
  return ((angle.quadrant + 1) & 2) != 0 ? -magnitude : magnitude;
}

double tan(double x) {
  if (out_of_domain(x)) {
    return kNaN;
  }
  if (x == 0.0) {
    return x;
  }
  const Reduced angle = reduce(x);
  const double sine = sine_of_remainder(angle);
  const double cosine = cosine_of_remainder(angle);
  return (angle.quadrant & 1) != 0 ? -cosine / sine : sine / cosine;
}

}  // namespace sim
