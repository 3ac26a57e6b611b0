#pragma once
// Special functions that moments and percentiles of distributions need, based on sim/elementary.hpp: the same
// bits on every machine. For set-up and reports, not for hot paths.
namespace sim {

/// Gamma function for x > 0, relative error below 1e-14; infinite above 171.62, NaN for x <= 0.
[[nodiscard]] double gamma_function(double x);
/// Natural logarithm of the gamma function for x > 0, error below 1e-14 of max(1, |result|); NaN for x <= 0.
[[nodiscard]] double log_gamma(double x);
/// The regularised lower incomplete gamma function: P(X <= x) for X of shape a. a > 0, x >= 0.
[[nodiscard]] double gamma_lower(double a, double x);
/// Its complement 1 - gamma_lower(a, x), without loss of precision if that is near 1.
[[nodiscard]] double gamma_upper(double a, double x);
/// The standard normal distribution function; small tail values keep their relative accuracy.
[[nodiscard]] double normal_cumulative(double z);
/// Its inverse for p in [0, 1] (Wichura's algorithm AS 241, 1988; about 16 digits); infinite at 0 and 1.
[[nodiscard]] double normal_quantile(double p);

}  // namespace sim
