#pragma once
// Checks whether an interval over replications can be trusted. Student's t-distribution assumes normal
// values, and the values may contradict this assumption.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace curtain {

/// The reason why an interval may cover the true mean less often than its confidence level promises.
enum class DoubtKind : std::uint8_t { none, few_functions, few_calls, few_beyond, skewed, one_far_off, ties };

struct IntervalDoubt {
  DoubtKind kind = DoubtKind::none;
  /// The figure for the reason, which is the effective number of functions or calls, the number of
  /// independent calls above the quantile, the skewness, the share of the squared deviations, or the share of
  /// equal values.
  double figure = 0;

  [[nodiscard]] bool is_none() const { return kind == DoubtKind::none; }
  /// A sentence with the figure, without a full stop. Empty if the interval is not in doubt.
  [[nodiscard]] std::string text() const;
};

/// The reason without figures, for several intervals at once, such as "few functions determine the value,
/// ..".
std::string_view reason_of(DoubtKind kind);

/// Checks the `values` of one metric over replications. `functions` is the effective number of functions that
/// determine each value (Metric::effective_functions) if each replication draws its own functions.
/// `functions` is 0 if all replications have the same functions or the metric is not computed from functions.
/// `calls` is Metric::effective_calls, or 0 if the values are not means over calls. `tail` is Metric::tail,
/// or 0 if the values are not quantiles.
///
/// A quantile is in doubt if it varies between replications as much as if fewer than 2.5 independent calls
/// per run were above it. A run then often misses the rare long times, so the mean over replications is
/// biased, and more replications do not remove the bias. (One burst of a queue is one such event, even if it
/// delays many calls.) The number of independent calls is (tail / standard deviation of the values)^2. The
/// rule was measured with p99 of the time in an M/M/1 system, with 200 intervals of 10 runs each, against the
/// closed form. 95 % intervals cover 66 % at load 0.5 and 300 calls per run, 71 to 78 % at load 0.8 and 2,400
/// calls, and 16 to 31 % at load 0.9 and 2,700 calls. The rules on the shape of the values warn of 11 to 17 %
/// of these intervals; the rule on quantiles warns of all these intervals. At load 0.5 and 3,300 calls,
/// intervals of p50, p90 and p95 cover 91 to 96 %, and the rule on quantiles warns of 3 to 4 % of these
/// intervals.
///
/// The bounds of the other rules come from an experiment (tests/experiment/interval_doubt_test.cpp). For 10
/// values of normal and nearly normal distributions the bounds cause few warnings, and the intervals without
/// a warning cover 93 to 97 %. A bound on the values cannot find an interval in which the rare large value of
/// a skewed distribution is missing. The number of functions is therefore also checked.
IntervalDoubt interval_doubt(std::span<const double> values, double functions, double calls, double tail = 0);

}  // namespace curtain
