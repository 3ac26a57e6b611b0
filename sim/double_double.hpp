#pragma once
// Pairs of doubles whose unevaluated sum has about 106 bits. The error-free transformations of Knuth and
// Dekker are used (T. J. Dekker, "A floating-point technique for extending the available precision", 1971).
// The pairs are used for tables and where an elementary function needs more precision than a double. The
// numbers must be finite and far from the limits of the range.
namespace sim {

struct DoubleDouble {
  double high = 0;
  double low = 0;
};

/// Returns a + b exactly.
constexpr DoubleDouble exact_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// Returns a + b exactly, if |a| >= |b| or a == 0.
constexpr DoubleDouble exact_sum_ordered(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// Returns a * b exactly, for |a| and |b| below 2^990.
constexpr DoubleDouble exact_product(double a, double b) {
  constexpr double splitter = 0x1p27 + 1;
  const double a_scaled = splitter * a;
  const double b_scaled = splitter * b;
  const double a_high = a_scaled - (a_scaled - a);
  const double b_high = b_scaled - (b_scaled - b);
  const double a_low = a - a_high;
  const double b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble sum = exact_sum(a.high, b.high);
  return exact_sum_ordered(sum.high, sum.low + (a.low + b.low));
}
constexpr DoubleDouble operator-(DoubleDouble a) {
  return {-a.high, -a.low};
}
constexpr DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble product = exact_product(a.high, b.high);
  return exact_sum_ordered(product.high, product.low + (a.high * b.low + a.low * b.high));
}
constexpr DoubleDouble operator/(DoubleDouble a, double b) {
  const double quotient = a.high / b;
  const DoubleDouble back = exact_product(quotient, b);
  return exact_sum_ordered(quotient, ((a.high - back.high) - back.low + a.low) / b);
}

}  // namespace sim
