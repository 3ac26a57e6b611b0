#include "sim/burr.hpp"

#include <algorithm>
#include <limits>

#include "sim/elementary.hpp"
#include "sim/special.hpp"

namespace sim {
namespace {

double burr_power(double x, int order) {
  return order == 1 ? x : x * x;
}

// In double precision, log(1 + e^t) has no effect below -kNegligible and equals t above kNegligible.
constexpr double kNegligible = 42.0;

double log_one_plus_exp(double t) {
  return t > kNegligible ? t : log1p(exp(t));
}

/// Returns the integral of `f` over [from, to], by Gauss-Legendre quadrature with eight nodes on panels of at
/// most `width`.
template <class Function>
double integral(double from, double to, double width, Function f) {
  constexpr double node[] = {0.18343464249564980494, 0.52553240991632898582, 0.79666647741362673959,
                             0.96028985649753623168};
  constexpr double weight[] = {0.36268378337836198297, 0.31370664587788728734, 0.22238103445337447054,
                               0.10122853629037625915};
  const int panels = 1 + static_cast<int>((to - from) / width);
  const double half = 0.5 * (to - from) / panels;
  double sum = 0;
  for (int panel = 0; panel < panels; ++panel) {
    const double centre = from + half * (2 * panel + 1);
    for (int i = 0; i < 4; ++i) {
      sum += weight[i] * (f(centre - half * node[i]) + f(centre + half * node[i]));
    }
  }
  return sum * half;
}

}  // namespace

double burr_cumulative(double c, double k, double scale, double x) {
  return x <= 0 ? 0.0 : -expm1(-k * log_one_plus_exp(c * log(x / scale)));
}

double burr_value(double c, double k, double scale, double depth) {
  const double y = depth / k;
  return y > kNegligible ? scale * exp(y / c) : scale * pow(expm1(y), 1.0 / c);
}

double burr_moment(double c, double k, double scale, int order) {
  const double share = order / c;
  if (!(k - share > 0)) {
    return kInfinity;
  }
  // The moment is scale^order * k * B(k - order / c, 1 + order / c), where B is the beta function.
  return burr_power(scale, order) * exp(log_gamma(k - share) + log_gamma(1.0 + share) - log_gamma(k));
}

/// Returns low^n plus the integral of n x^(n-1) P(X > x) over [low, high], with x = scale e^(t / c). For
/// small t the survival function is 1 and the integrand is a power of x; for large t the integrand is again a
/// power of x.
double burr_held_moment(double c, double k, double scale, int order, double low, double high) {
  if (high <= 0) {
    return burr_power(high, order);
  }
  const double rate = order / c;  // exponent of x^order in t
  const double fall = rate - k;   // exponent of the integrand in t, where t is large
  const double start = low > 0 ? burr_power(low / scale, order) : 0.0;
  const double t_low = low > 0 ? c * log(low / scale) : -kInfinity;
  const double t_high = high < kInfinity ? c * log(high / scale) : kInfinity;
  const double t_from = -kNegligible - std::max(0.0, log(k));  // below t_from, k log(1 + e^t) is negligible
  double sum = start;
  if (t_low < t_from) {
    sum += exp(rate * std::min(t_from, t_high)) - start;
  }
  const double a = std::max(t_low, t_from);
  const double b = std::min(t_high, kNegligible);
  if (a < b) {
    const double width = 0.5 / std::max(1.0, rate);
    sum += integral(a, b, width, [&](double t) { return rate * exp(rate * t - k * log_one_plus_exp(t)); });
  }
  const double far = std::max(t_low, kNegligible);
  if (t_high > far) {
    if (t_high == kInfinity) {
      sum += fall < 0 ? -rate * exp(fall * far) / fall : kInfinity;
    } else {
      sum += rate * (fall == 0 ? t_high - far : exp(fall * far) * expm1(fall * (t_high - far)) / fall);
    }
  }
  return burr_power(scale, order) * sum;
}

}  // namespace sim
