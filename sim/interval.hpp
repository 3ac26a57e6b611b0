#pragma once
// Confidence intervals over replications, based on Student's t-distribution.
#include <cstddef>
#include <span>

namespace sim {

/// An estimate of a mean. The true mean is in [low, high] with the given confidence, if the values are
/// independent and approximately normal.
struct Interval {
  double mean = 0;
  double half_width = 0;  ///< infinite if n is 1, because one value gives no information about deviations
  double standard_deviation = 0;  ///< standard deviation of the values (divisor n - 1); infinite if n is 1
  std::size_t n = 0;

  [[nodiscard]] double low() const { return mean - half_width; }
  [[nodiscard]] double high() const { return mean + half_width; }
};

/// Returns the t with P(T <= t) = p for Student's distribution with `degrees` > 0 degrees of freedom. The
/// error is below 1e-10 of max(1, |t|). The result is infinite at p = 0 and 1, and NaN outside [0, 1]. The
/// bits are the same on every machine.
[[nodiscard]] double student_t_quantile(double p, double degrees);

/// The mean of `values` with its two-sided confidence interval. Throws InvariantBroken if there are no
/// values, or if `confidence` is not between 0 and 1.
[[nodiscard]] Interval confidence_interval(std::span<const double> values, double confidence = 0.95);

/// The mean of a[i] - b[i] with its confidence interval. Effects that are common to both runs of replication
/// i cancel. Throws InvariantBroken if the sizes differ.
[[nodiscard]] Interval paired_difference(std::span<const double> a, std::span<const double> b,
                                         double confidence = 0.95);

}  // namespace sim
