#include "sim/interval.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/check.hpp"
#include "sim/elementary.hpp"
#include "sim/special.hpp"

namespace sim {

namespace {

/// Returns the continued fraction of the incomplete beta function (NIST Digital Library of Mathematical
/// Functions, 8.17.22), computed by Lentz's method as modified by Thompson and Barnett.
double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  const auto not_zero = [](double value) { return abs(value) < tiny ? tiny : value; };
  double c = 1;
  double d = 1 / not_zero(1 - (a + b) * x / (a + 1));
  double fraction = d;
  for (int m = 1; m <= 10'000; ++m) {
    const double k = m;
    const double even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / not_zero(1 + even * d);
    c = not_zero(1 + even / c);
    fraction *= d * c;
    const double odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / not_zero(1 + odd * d);
    c = not_zero(1 + odd / c);
    fraction *= d * c;
    if (abs(d * c - 1) < 1e-16) {
      break;
    }
  }
  return fraction;
}

/// Returns P(|T| > t), which is the regularised incomplete beta function I_x(degrees / 2, 1 / 2) at x =
/// degrees / (degrees + t^2).
double student_two_tails(double t, double degrees) {
  const double a = degrees / 2;
  const double b = 0.5;
  const double x = degrees / (degrees + t * t);
  const double y = t * t / (degrees + t * t);  // 1 - x without loss of precision
  if (y <= 0) {
    return 1;
  }
  const double front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(y));
  if (x < (a + 1) / (a + b + 2)) {
    return front * beta_fraction(a, b, x) / a;
  }
  return 1 - front * beta_fraction(b, a, y) / b;
}

/// Returns Student's quantile for many degrees of freedom, computed from the normal quantile (Abramowitz and
/// Stegun, "Handbook of Mathematical Functions", 26.7.5). The omitted term is below 1e-13 for p within 1e-12
/// of 0 and 1.
double student_many_degrees(double z, double degrees) {
  const double w = z * z;
  const double g1 = (w + 1) / 4;
  const double g2 = ((5 * w + 16) * w + 3) / 96;
  const double g3 = (((3 * w + 19) * w + 17) * w - 15) / 384;
  const double g4 = ((((79 * w + 776) * w + 1482) * w - 1920) * w - 945) / 92160;
  return z + z * (g1 + (g2 + (g3 + g4 / degrees) / degrees) / degrees) / degrees;
}

/// A sum that does not lose low-order parts (Neumaier 1974).
class CompensatedSum {
 public:
  void add(double value) {
    const double sum = sum_ + value;
    rest_ += abs(sum_) >= abs(value) ? (sum_ - sum) + value : (value - sum) + sum_;
    sum_ = sum;
  }
  [[nodiscard]] double value() const { return sum_ + rest_; }

 private:
  double sum_ = 0;
  double rest_ = 0;
};

}  // namespace

double student_t_quantile(double p, double degrees) {
  if (!(p >= 0 && p <= 1 && degrees > 0)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (p == 0 || p == 1) {
    return p == 0 ? -kInfinity : kInfinity;
  }
  if (p == 0.5) {
    return 0;
  }
  if (degrees > 2000) {
    return student_many_degrees(normal_quantile(p), degrees);
  }
  if (p > 0.5) {
    return -student_t_quantile(1 - p, degrees);  // exact for p >= 0.5
  }
  // Bisection down to neighbouring doubles is slow but reliable, and always takes the same steps.
  const double tails = 2 * p;
  double low = 0;
  double high = 1;
  while (student_two_tails(high, degrees) > tails && high < 1e150) {
    low = high;
    high *= 2;
  }
  while (true) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) {
      return -high;
    }
    (student_two_tails(middle, degrees) > tails ? low : high) = middle;
  }
}

Interval confidence_interval(std::span<const double> values, double confidence) {
  SIM_CHECK(!values.empty());
  SIM_CHECK(confidence > 0 && confidence < 1);
  const auto n = static_cast<double>(values.size());
  CompensatedSum sum;
  for (const double value : values) {
    sum.add(value);
  }
  Interval interval{sum.value() / n, kInfinity, kInfinity, values.size()};
  if (values.size() == 1) {
    return interval;
  }
  if (std::all_of(values.begin(), values.end(),
                  [&values](double value) { return value == values.front(); })) {
    return {values.front(), 0, 0,
            values.size()};  // returned exactly, because rounding would look like a deviation
  }
  CompensatedSum squares;
  for (const double value : values) {
    squares.add((value - interval.mean) * (value - interval.mean));
  }
  interval.standard_deviation = sqrt(squares.value() / (n - 1));
  interval.half_width =
      -student_t_quantile((1 - confidence) / 2, n - 1) * interval.standard_deviation / sqrt(n);
  return interval;
}

Interval paired_difference(std::span<const double> a, std::span<const double> b, double confidence) {
  SIM_CHECK(a.size() == b.size());
  std::vector<double> differences(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    differences[i] = a[i] - b[i];
  }
  return confidence_interval(differences, confidence);
}

}  // namespace sim
