#include "models/experiment/interval_doubt.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/elementary.hpp"
#include "sim/interval.hpp"
#include "sim/mutant.hpp"
#include "sim/sample_shape.hpp"

namespace curtain {
namespace {

constexpr double kFewestFunctions = 20;
constexpr double kFewestCalls = 30;
constexpr double kFewestBeyond = 2.5;
/// Limit of the skewness, as a multiple of its standard error for normal values.
constexpr double kMostSkewness = 2.33;
constexpr double kLargestShare = 0.7;
constexpr double kCommonestShare = 0.6;
/// Two differences count as equal within this relative tolerance, because the values from which they are
/// computed are rounded.
constexpr double kRounding = 1e-9;
constexpr std::size_t kFewestValues = 4;  // the shape of fewer values says nothing

/// The standard error of sim::SampleShape::skewness for n normal values (Cramer, "Mathematical Methods of
/// Statistics", 1946, 29.3).
double skewness_error(double n) {
  return sim::sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
}

}  // namespace

std::string_view reason_of(DoubtKind kind) {
  switch (kind) {
    case DoubtKind::none:
      break;
    case DoubtKind::few_functions:
      return "few functions determine the value, and each replication draws other functions";
    case DoubtKind::few_calls:
      return "few calls make up most of the mean";
    case DoubtKind::few_beyond:
      return "percentiles vary as much as if only a few independent calls per run were above them, so longer "
             "runs are needed";
    case DoubtKind::skewed:
      return "the replications' values are skewed";
    case DoubtKind::one_far_off:
      return "one replication is far from the others";
    case DoubtKind::ties:
      return "most replications have the same value";
  }
  return {};
}

std::string IntervalDoubt::text() const {
  switch (kind) {
    case DoubtKind::none:
      break;
    case DoubtKind::few_functions:
      return fmt::format(
          "effectively {:.1f} functions determine the value, and each replication draws other functions",
          figure);
    case DoubtKind::few_calls:
      return fmt::format(
          "few calls make up most of the mean, because the sum over all calls is only {:.1f} times the "
          "largest call",
          figure);
    case DoubtKind::few_beyond:
      return fmt::format(
          "the percentile varies as much as if only {:.1f} independent calls per run were above it", figure);
    case DoubtKind::skewed:
      return fmt::format("the replications' values are skewed (skewness {:.1f})", figure);
    case DoubtKind::one_far_off:
      return fmt::format("one replication accounts for {:.0f} % of the squared deviations", 100 * figure);
    case DoubtKind::ties:
      return fmt::format("{:.0f} % of the replications have the same value", 100 * figure);
  }
  return {};
}

IntervalDoubt interval_doubt(std::span<const double> values, double functions, double calls, double tail) {
  const bool is_constant = std::all_of(values.begin(), values.end(), [&](double value) {
    return sim::abs(value - values.front()) <= kRounding * sim::abs(values.front());
  });
  if (is_constant) {
    return {};  // equal values have no shape
  }
  if (functions > 0 && functions < CURTAIN_MUTANT(few_functions_are_trusted, kFewestFunctions, 1)) {
    return {DoubtKind::few_functions, functions};
  }
  if (calls > 0 && calls < kFewestCalls) {
    return {DoubtKind::few_calls, calls};
  }
  if (tail > 0) {
    const double deviation = sim::confidence_interval(values).standard_deviation;
    const double beyond = tail / deviation * (tail / deviation);
    if (beyond < kFewestBeyond) {
      return {DoubtKind::few_beyond, beyond};
    }
  }
  if (values.size() < kFewestValues) {
    return {};
  }
  const sim::SampleShape shape = sim::shape_of(values);
  if (shape.commonest_share >= kCommonestShare) {
    return {DoubtKind::ties, shape.commonest_share};
  }
  if (shape.largest_share > kLargestShare) {
    return {DoubtKind::one_far_off, shape.largest_share};
  }
  if (sim::abs(shape.skewness) > kMostSkewness * skewness_error(static_cast<double>(values.size()))) {
    return {DoubtKind::skewed, shape.skewness};
  }
  return {};
}

}  // namespace curtain
