#pragma once
// Whether an interval over replications can be trusted: what Student's t takes for granted, and the values do
// not show.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace curtain {

/// Why an interval may cover the true mean less often than its confidence says.
enum class DoubtKind : std::uint8_t { none, few_functions, few_calls, skewed, one_far_off, ties };

struct IntervalDoubt {
  DoubtKind kind = DoubtKind::none;
  /// The effective number of functions or calls, the skewness, or the share of the squared deviations or of
  /// the values.
  double figure = 0;

  [[nodiscard]] bool is_none() const { return kind == DoubtKind::none; }
  /// A sentence without a full stop, with the figure; empty if there is no doubt.
  [[nodiscard]] std::string text() const;
};

/// The reason without figures, for several intervals together: "few functions carry the value, ..".
std::string_view reason_of(DoubtKind kind);

/// Of `values` over replications. `functions` is the effective number of functions that carry each value
/// (Metric::effective_functions) where replications draw other functions; 0 where they are the same or it is
/// not of functions. `calls` is Metric::effective_calls, 0 if the values are no means of calls.
///
/// The bounds are those of an experiment (tests/experiment/interval_doubt_test.cpp): of 10 values of normal
/// and nearly normal distributions they warn of few, and intervals that they do not warn of cover 93 to 97 %.
/// No bound on the values alone finds an interval in which the rare large value of a skewed distribution is
/// missing; hence the number of functions.
IntervalDoubt interval_doubt(std::span<const double> values, double functions, double calls);

}  // namespace curtain
