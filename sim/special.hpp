#pragma once
// Special functions for moments and percentiles of distributions, based on sim/elementary.hpp, with the same
// bits on every machine. These functions are meant for set-up and reports, not for hot paths.
namespace sim {

/// The gamma function for x > 0, with a relative error below 1e-14. Infinite above 171.62, NaN for x <= 0.
[[nodiscard]] double gamma_function(double x);
/// The natural logarithm of the gamma function for x > 0, with an error below 1e-14 of max(1, |result|). NaN
/// for x <= 0.
[[nodiscard]] double log_gamma(double x);
/// The regularised lower incomplete gamma function, which is P(X <= x) for a gamma variable X of shape a, for
/// a > 0 and x >= 0.
[[nodiscard]] double gamma_lower(double a, double x);
/// The complement 1 - gamma_lower(a, x), without loss of precision if gamma_lower(a, x) is near 1.
[[nodiscard]] double gamma_upper(double a, double x);
/// The standard normal distribution function. Small tail values keep their relative accuracy.
[[nodiscard]] double normal_cumulative(double z);
/// The inverse of normal_cumulative() for p in [0, 1] (Wichura's algorithm AS 241, 1988; about 16 digits).
/// Infinite at 0 and 1.
[[nodiscard]] double normal_quantile(double p);

}  // namespace sim
