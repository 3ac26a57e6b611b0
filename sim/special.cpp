#include "sim/special.hpp"

#include <cstddef>
#include <limits>
#include <span>

#include "sim/elementary.hpp"

namespace sim {
namespace {

constexpr double kLogRootTwoPi = 0.91893853320467274178;
constexpr double kRootTwoPi = 2.50662827463100050242;
constexpr double kStirlingFrom = 15.0;

/// Returns the correction of Stirling's series: log gamma(x) = (x - 1/2) log x - x + log sqrt(2 pi) +
/// correction. Uses the Bernoulli numbers B2..B14; the first omitted term is below 1e-17 for x >= 15.
double stirling_correction(double x) {
  constexpr double terms[] = {1.0 / 12,     -1.0 / 360,        1.0 / 1260, -1.0 / 1680,
                              1.0 / 1188.0, -691.0 / 360360.0, 1.0 / 156};
  const double square = 1.0 / (x * x);
  double sum = 0.0;
  for (std::size_t i = std::size(terms); i-- > 0;) {
    sum = sum * square + terms[i];
  }
  return sum / x;
}

/// Returns the value of a polynomial. The lowest coefficient is first.
double polynomial(std::span<const double> coefficients, double x) {
  double sum = 0.0;
  for (std::size_t i = coefficients.size(); i-- > 0;) {
    sum = sum * x + coefficients[i];
  }
  return sum;
}

/// Returns x^a e^-x / gamma(a).
double incomplete_prefix(double a, double x) {
  return exp(a * log(x) - x - log_gamma(a));
}

/// Returns the lower function by its power series, for x < a + 1.
double lower_series(double a, double x) {
  double term = 1.0 / a;
  double sum = term;
  for (double n = a + 1.0; term > sum * 0x1p-56; n += 1.0) {
    term *= x / n;
    sum += term;
  }
  return sum * incomplete_prefix(a, x);
}

/// Returns the upper function by Legendre's continued fraction and Lentz's method, for x >= a + 1.
double upper_fraction(double a, double x) {
  constexpr double tiny = 1e-300;
  double b = x + 1.0 - a;
  double c = 1.0 / tiny;
  double d = 1.0 / b;
  double fraction = d;
  for (double n = 1.0; n < 10000.0; n += 1.0) {
    const double numerator = -n * (n - a);
    b += 2.0;
    d = numerator * d + b;
    d = 1.0 / (abs(d) < tiny ? tiny : d);
    c = b + numerator / c;
    c = abs(c) < tiny ? tiny : c;
    const double factor = c * d;
    fraction *= factor;
    if (abs(factor - 1.0) < 0x1p-52) {
      break;
    }
  }
  return fraction * incomplete_prefix(a, x);
}

}  // namespace

double gamma_function(double x) {
  if (!(x > 0.0)) {
    return kNaN;
  }
  if (x > 171.7) {
    return kInfinity;
  }
  double divisor = 1.0;
  for (; x < kStirlingFrom; x += 1.0) {
    divisor *= x;
  }
  const double root =
      pow(x, 0.5 * x - 0.25);  // x^(x - 1/2) is computed as two factors, which do not overflow
  return root * (exp(-x) * (exp(stirling_correction(x)) * kRootTwoPi)) * root / divisor;
}

double log_gamma(double x) {
  if (!(x > 0.0)) {
    return kNaN;
  }
  if (x < kStirlingFrom) {
    return x < 1e-300 ? -log(x) : log(gamma_function(x));
  }
  if (x == kInfinity) {
    return x;
  }
  return (x - 0.5) * log(x) - x + kLogRootTwoPi + stirling_correction(x);
}

double gamma_lower(double a, double x) {
  if (!(a > 0.0) || !(x >= 0.0)) {
    return kNaN;
  }
  if (x == 0.0 || x == kInfinity) {
    return x == 0.0 ? 0.0 : 1.0;
  }
  return x < a + 1.0 ? lower_series(a, x) : 1.0 - upper_fraction(a, x);
}

double gamma_upper(double a, double x) {
  if (!(a > 0.0) || !(x >= 0.0)) {
    return kNaN;
  }
  if (x == 0.0 || x == kInfinity) {
    return x == 0.0 ? 1.0 : 0.0;
  }
  return x < a + 1.0 ? 1.0 - lower_series(a, x) : upper_fraction(a, x);
}

double normal_cumulative(double z) {
  const double half_square = 0.5 * z * z;
  return z < 0.0 ? 0.5 * gamma_upper(0.5, half_square) : 0.5 + 0.5 * gamma_lower(0.5, half_square);
}

double normal_quantile(double p) {
  constexpr double centre_above[] = {
      3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
      4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
  constexpr double centre_below[] = {1.0,
                                     4.2313330701600911252e1,
                                     6.8718700749205790830e2,
                                     5.3941960214247511077e3,
                                     2.1213794301586595867e4,
                                     3.9307895800092710610e4,
                                     2.8729085735721942674e4,
                                     5.2264952788528545610e3};
  constexpr double tail_above[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                   5.76949722146069140550e0,  3.64784832476320460504e0,
                                   1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double tail_below[] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
  constexpr double far_above[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                  1.78482653991729133580e0,  2.96560571828504891230e-1,
                                  2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                  2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double far_below[] = {1.0,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};
  if (!(p >= 0.0 && p <= 1.0)) {
    return kNaN;
  }
  if (p == 0.0 || p == 1.0) {
    return p == 0.0 ? -kInfinity : kInfinity;
  }
  const double q = p - 0.5;
  if (abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(centre_above, r) / polynomial(centre_below, r);
  }
  const double r = sqrt(-log(q < 0.0 ? p : 1.0 - p));
  const double magnitude = r <= 5.0 ? polynomial(tail_above, r - 1.6) / polynomial(tail_below, r - 1.6)
                                    : polynomial(far_above, r - 5.0) / polynomial(far_below, r - 5.0);
  return q < 0.0 ? -magnitude : magnitude;
}

}  // namespace sim
