#pragma once
// The Burr distribution of type XII (I. Burr, "Cumulative frequency functions", 1942): P(X > x) = (1 + (x /
// scale)^c)^-k for x >= 0. All parameters are greater than 0.
namespace sim {

/// Returns P(X <= x).
[[nodiscard]] double burr_cumulative(double c, double k, double scale, double x);
/// Returns the value at which -log P(X > x) equals `depth` >= 0. If `depth` is an exponential variable, the
/// result is a sample.
[[nodiscard]] double burr_value(double c, double k, double scale, double depth);
/// Returns E[X^order] for order 1 or 2. Infinite unless c k > order.
[[nodiscard]] double burr_moment(double c, double k, double scale, int order);
/// Returns E[min(max(X, low), high)^order] for order 1 or 2 and low <= high, where both bounds may be
/// infinite. Computed by quadrature, to about 12 digits.
[[nodiscard]] double burr_held_moment(double c, double k, double scale, int order, double low, double high);

}  // namespace sim
