#pragma once
// The Burr distribution of type XII (I. Burr, "Cumulative frequency functions", 1942): P(X > x) = (1 + (x /
// scale)^c)^-k for x >= 0. All parameters > 0.
namespace sim {

/// P(X <= x).
[[nodiscard]] double burr_cumulative(double c, double k, double scale, double x);
/// The value at which -log P(X > x) is `depth` >= 0; if `depth` is an exponential variable, it is a sample.
[[nodiscard]] double burr_value(double c, double k, double scale, double depth);
/// E[X^order], order 1 or 2; infinite unless c k > order.
[[nodiscard]] double burr_moment(double c, double k, double scale, int order);
/// E[min(max(X, low), high)^order], order 1 or 2, low <= high, either may be infinite: by quadrature, to
/// about 12 digits.
[[nodiscard]] double burr_held_moment(double c, double k, double scale, int order, double low, double high);

}  // namespace sim
