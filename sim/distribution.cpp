#include "sim/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/elementary.hpp"
#include "sim/special.hpp"

namespace sim {
namespace {

constexpr double kSmallestShape = 0.05;
constexpr double kLargestShape = 10'000.0;
constexpr double kLargestSigma = 50.0;
constexpr double kSmallestGammaShape = 0.01;
constexpr double kSmallestTail = 0.1;  // exponent of the survival function; samples overflow for less
constexpr double kSmallestBurrK = 0.001;

bool is_finite(double x) {
  return abs(x) < std::numeric_limits<double>::infinity();
}

template <class... Arguments>
[[noreturn]] void refuse(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  throw std::invalid_argument(fmt::format(format, std::forward<Arguments>(arguments)...));
}

void require_finite(const char* what, double value) {
  if (!is_finite(value)) {
    refuse("{} must be a finite number, not {}", what, value);
  }
}
void require_positive(const char* what, double value) {
  if (!is_finite(value) || !(value > 0)) {
    refuse("{} must be a finite number greater than 0, not {}", what, value);
  }
}
void require_not_negative(const char* what, double value) {
  if (!is_finite(value) || value < 0) {
    refuse("{} must be a finite number of at least 0, not {}", what, value);
  }
}

/// Returns log(E[X^2] / E[X]^2) of a Weibull distribution. The result decreases with the shape.
double weibull_log_moment_ratio(double shape) {
  return log_gamma(1.0 + 2.0 / shape) - 2.0 * log_gamma(1.0 + 1.0 / shape);
}

}  // namespace

Distribution Distribution::constant(double value) {
  require_finite("a constant", value);
  return {Kind::constant, value, 0};
}

Distribution Distribution::uniform(double low, double high) {
  require_finite("the lower end of a uniform distribution", low);
  require_finite("the upper end of a uniform distribution", high);
  if (low > high) {
    refuse("the lower end of a uniform distribution must not be above its upper end, but {} is above {}", low,
           high);
  }
  require_finite("the width of a uniform distribution", high - low);
  return low == high ? constant(low) : Distribution{Kind::uniform, low, high, high - low};
}

Distribution Distribution::exponential(double mean) {
  require_positive("the mean of an exponential distribution", mean);
  return {Kind::exponential, mean, 0};
}

Distribution Distribution::normal(double mean, double sd) {
  require_finite("the mean of a normal distribution", mean);
  require_not_negative("the standard deviation of a normal distribution", sd);
  return sd == 0 ? constant(mean) : Distribution{Kind::normal, mean, sd};
}

Distribution Distribution::lognormal_of_log(double log_median, double median, double sigma) {
  if (!(sigma <= kLargestSigma)) {
    refuse("the sigma of a lognormal distribution must be in 0 .. {}, not {}", kLargestSigma, sigma);
  }
  return sigma == 0 ? constant(median) : Distribution{Kind::lognormal, median, sigma, log_median};
}

Distribution Distribution::lognormal(double median, double sigma) {
  require_positive("the median of a lognormal distribution", median);
  require_not_negative("the sigma of a lognormal distribution", sigma);
  return lognormal_of_log(log(median), median, sigma);
}

Distribution Distribution::lognormal_mean_sd(double mean, double sd) {
  require_positive("the mean of a lognormal distribution", mean);
  require_not_negative("the standard deviation of a lognormal distribution", sd);
  if (sd == 0) {
    return constant(mean);
  }
  const double ratio = sd / mean;
  const double variance = log1p(ratio * ratio);
  const double log_median = log(mean) - 0.5 * variance;
  return lognormal_of_log(log_median, exp(log_median), sqrt(variance));
}

Distribution Distribution::lognormal_median_mean(double median, double mean) {
  require_positive("the median of a lognormal distribution", median);
  require_positive("the mean of a lognormal distribution", mean);
  if (mean < median) {
    refuse("the mean of a lognormal distribution must be at least its median, but {} is below {}", mean,
           median);
  }
  return lognormal_of_log(log(median), median, sqrt(2.0 * log1p((mean - median) / median)));
}

Distribution Distribution::lognormal_median_sd(double median, double sd) {
  require_positive("the median of a lognormal distribution", median);
  require_not_negative("the standard deviation of a lognormal distribution", sd);
  // The variance is median^2 w (w - 1) with w = exp(sigma^2). Hence w - 1 = 2 q / (1 + sqrt(1 + 4 q)) with q
  // = (sd / median)^2.
  const double square = (sd / median) * (sd / median);
  return lognormal_of_log(log(median), median, sqrt(log1p(2.0 * square / (1.0 + sqrt(1.0 + 4.0 * square)))));
}

Distribution Distribution::lognormal_percentiles(double percent_a, double value_a, double percent_b,
                                                 double value_b) {
  for (const double percent : {percent_a, percent_b}) {
    if (!(percent > 0 && percent < 100)) {
      refuse("a percentile of a lognormal distribution must be between 0 and 100 (exclusive), not {}",
             percent);
    }
  }
  require_positive("the value of a percentile of a lognormal distribution", value_a);
  require_positive("the value of a percentile of a lognormal distribution", value_b);
  if (percent_a == percent_b) {
    refuse("a lognormal distribution needs two different percentiles, but {} was given twice", percent_a);
  }
  if (percent_a > percent_b) {
    std::swap(percent_a, percent_b);
    std::swap(value_a, value_b);
  }
  if (value_a > value_b) {
    refuse("percentiles must have ascending values, but percentile {} is {} and percentile {} is {}",
           percent_a, value_a, percent_b, value_b);
  }
  const double z_a = normal_quantile(percent_a / 100.0);
  const double z_b = normal_quantile(percent_b / 100.0);
  const double sigma = (log(value_b) - log(value_a)) / (z_b - z_a);
  const double log_median = log(value_a) - z_a * sigma;
  return lognormal_of_log(log_median, z_a == 0 ? value_a : (z_b == 0 ? value_b : exp(log_median)), sigma);
}

Distribution Distribution::weibull(double shape, double scale) {
  if (!(shape >= kSmallestShape && shape <= kLargestShape)) {
    refuse("the shape of a Weibull distribution must be in {} .. {}, not {}", kSmallestShape, kLargestShape,
           shape);
  }
  require_positive("the scale of a Weibull distribution", scale);
  return {Kind::weibull, shape, scale, 1.0 / shape};
}

Distribution Distribution::weibull_mean_sd(double mean, double sd) {
  require_positive("the mean of a Weibull distribution", mean);
  require_not_negative("the standard deviation of a Weibull distribution", sd);
  if (sd == 0) {
    return constant(mean);
  }
  const double ratio = sd / mean;
  if (!(ratio >= 0.001 && ratio <= 10'000.0)) {
    refuse(
        "the standard deviation of a Weibull distribution must be 0.001 to 10000 times its mean, but {} / {} "
        "is not",
        sd, mean);
  }
  const double wanted = log1p(ratio * ratio);
  double low = kSmallestShape;
  double high = kLargestShape;
  for (int step = 0; step < 80; ++step) {  // bisection on a logarithmic scale, to the last bit
    const double middle = sqrt(low * high);
    (weibull_log_moment_ratio(middle) > wanted ? low : high) = middle;
  }
  const double shape = sqrt(low * high);
  return weibull(shape, mean / gamma_function(1.0 + 1.0 / shape));
}

Distribution Distribution::gamma(double shape, double scale) {
  if (!(shape >= kSmallestGammaShape && shape <= kLargestShape)) {
    refuse("the shape of a gamma distribution must be in {} .. {}, not {}", kSmallestGammaShape,
           kLargestShape, shape);
  }
  require_positive("the scale of a gamma distribution", scale);
  return {Kind::gamma, shape, scale};
}

Distribution Distribution::gamma_mean_sd(double mean, double sd) {
  require_positive("the mean of a gamma distribution", mean);
  require_not_negative("the standard deviation of a gamma distribution", sd);
  if (sd == 0) {
    return constant(mean);
  }
  const double ratio = sd / mean;
  if (!(ratio >= 0.01 && ratio <= 10.0)) {
    refuse(
        "the standard deviation of a gamma distribution must be 0.01 to 10 times its mean, but {} / {} is "
        "not",
        sd, mean);
  }
  const double shape = std::clamp(1.0 / (ratio * ratio), kSmallestGammaShape, kLargestShape);
  return gamma(shape, mean / shape);
}

Distribution Distribution::pareto(double shape, double scale) {
  if (!(shape >= kSmallestTail && shape <= kLargestShape)) {
    refuse("the shape of a Pareto distribution must be in {} .. {}, not {}", kSmallestTail, kLargestShape,
           shape);
  }
  require_positive("the scale of a Pareto distribution", scale);
  return {Kind::pareto, shape, scale, 1.0 / shape};
}

Distribution Distribution::pareto_mean(double shape, double mean) {
  if (!(shape > 1 && shape <= kLargestShape)) {
    refuse("the shape of a Pareto distribution with a mean must be above 1 and at most {}, not {}",
           kLargestShape, shape);
  }
  require_positive("the mean of a Pareto distribution", mean);
  return pareto(shape, mean * ((shape - 1.0) / shape));
}

Distribution Distribution::burr(double c, double k, double scale) {
  if (!(c >= kSmallestShape && c <= kLargestShape)) {
    refuse("the c of a Burr distribution must be in {} .. {}, not {}", kSmallestShape, kLargestShape, c);
  }
  if (!(k >= kSmallestBurrK && k <= kLargestShape)) {
    refuse("the k of a Burr distribution must be in {} .. {}, not {}", kSmallestBurrK, kLargestShape, k);
  }
  if (!(c * k >= kSmallestTail)) {
    refuse("the product c x k of a Burr distribution must be at least {}, not {} x {}", kSmallestTail, c, k);
  }
  require_positive("the scale of a Burr distribution", scale);
  return {Kind::burr, c, k, scale};
}

Distribution Distribution::empirical(const std::vector<std::pair<double, double>>& percentile_value) {
  if (percentile_value.empty()) {
    refuse("an empirical distribution needs at least one percentile");
  }
  auto points = std::make_shared<std::vector<Point>>();
  points->reserve(percentile_value.size());
  const std::pair<double, double>* previous = nullptr;
  for (const auto& entry : percentile_value) {
    const auto [percent, value] = entry;
    if (!(percent >= 0 && percent <= 100)) {
      refuse("a percentile of an empirical distribution must be in 0 .. 100, not {}", percent);
    }
    require_finite("a value of an empirical distribution", value);
    if (previous != nullptr && (percent <= previous->first || value < previous->second)) {
      refuse("percentiles and their values must ascend, but percentile {} is {} and percentile {} is {}",
             previous->first, previous->second, percent, value);
    }
    points->push_back({percent / 100.0, value});
    previous = &entry;
  }
  if (points->front().value == points->back().value) {
    return constant(points->front().value);
  }
  require_finite("the width of an empirical distribution", points->back().value - points->front().value);
  Distribution result{Kind::empirical, 0, 0};
  result.points_ = std::move(points);
  return result;
}

Distribution Distribution::samples(std::vector<double> values) {
  if (values.empty() || values.size() > std::numeric_limits<std::uint32_t>::max()) {
    refuse("a distribution of samples needs 1 to 2^32 - 1 values, not {}", values.size());
  }
  for (const double value : values) {
    require_finite("a sample", value);
  }
  std::sort(values.begin(), values.end());
  if (values.front() == values.back()) {
    return constant(values.front());
  }
  auto points = std::make_shared<std::vector<Point>>();
  points->reserve(values.size());
  const auto count = static_cast<double>(values.size());
  for (const double value : values) {
    points->push_back({static_cast<double>(points->size() + 1) / count, value});
  }
  Distribution result{Kind::empirical, 0, 0};
  result.discrete_ = true;
  result.points_ = std::move(points);
  return result;
}

Distribution Distribution::clamped(double low, double high) const {
  if (!(low <= high) || low == kInfinity || high == -kInfinity) {
    refuse(
        "the lower bound of a distribution must not be above its upper bound, but the bounds are {} and {}",
        low, high);
  }
  Distribution result = *this;
  result.low_ = std::clamp(low_, low, high);
  result.high_ = std::clamp(high_, low, high);
  if (is_constant()) {
    return constant(result.held(first_));
  }
  return result.low_ == result.high_ ? constant(result.low_) : result;
}

std::string Distribution::to_string(double unit) const {
  const double first = first_ * unit;
  const double second = second_ * unit;
  std::string text;
  switch (kind_) {
    case Kind::constant:
      text = fmt::format("constant({:.10g})", first);
      break;
    case Kind::uniform:
      text = fmt::format("uniform({:.10g} to {:.10g})", first, second);
      break;
    case Kind::exponential:
      text = fmt::format("exponential(mean {:.10g})", first);
      break;
    case Kind::normal:
      text = fmt::format("normal(mean {:.10g}, sd {:.10g})", first, second);
      break;
    case Kind::lognormal:
      text = fmt::format("lognormal(median {:.10g}, sigma {:.10g})", first, second_);
      break;
    case Kind::weibull:
      text = fmt::format("weibull(shape {:.10g}, scale {:.10g})", first_, second);
      break;
    case Kind::empirical:
      text = fmt::format("{}({} values, {:.10g} to {:.10g})", discrete_ ? "samples" : "empirical",
                         points_->size(), points_->front().value * unit, points_->back().value * unit);
      break;
    case Kind::gamma:
      text = fmt::format("gamma(shape {:.10g}, scale {:.10g})", first_, second);
      break;
    case Kind::pareto:
      text = fmt::format("pareto(shape {:.10g}, scale {:.10g})", first_, second);
      break;
    case Kind::burr:
      text = fmt::format("burr(c {:.10g}, k {:.10g}, scale {:.10g})", first_, second_, derived_ * unit);
      break;
    case Kind::mixture:
      text = mixture_to_string(unit);
      break;
    case Kind::shifted:
      text = fmt::format("{:.10g} + {}", first, unshifted().to_string(unit));
      break;
  }
  if (low_ != -kInfinity || high_ != kInfinity) {
    text += fmt::format(" within [{:.10g}, {:.10g}]", low_ * unit, high_ * unit);
  }
  return text;
}

bool Distribution::operator==(const Distribution& other) const {
  const auto mine = points();
  const auto theirs = other.points();
  return kind_ == other.kind_ && discrete_ == other.discrete_ && first_ == other.first_ &&
         second_ == other.second_ && derived_ == other.derived_ && low_ == other.low_ &&
         high_ == other.high_ && std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end()) &&
         std::equal(components().begin(), components().end(), other.components().begin(),
                    other.components().end());
}

}  // namespace sim
