#pragma once
// Distributions of real numbers as values. Distributions are built from parameters that a user knows (a
// median and a sigma, two percentiles, a table of percentiles), and are sampled from addressed draws.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/draws.hpp"
#include "sim/time.hpp"

namespace sim {

/// A probability distribution of plain numbers without a unit. If the numbers are durations, the unit is
/// nanoseconds; use sample_duration() for them. Copies share their tables. Named constructors throw
/// std::invalid_argument with a sentence that names the wrong number, its value and the allowed values.
class Distribution {
 public:
  enum class Kind : std::uint8_t {
    constant,
    uniform,
    exponential,
    normal,
    lognormal,
    weibull,
    empirical,
    gamma,
    pareto,
    burr,
    mixture,
    shifted
  };
  /// A point of an empirical distribution: `value` is the quantile at `probability` (0..1).
  struct Point {
    double probability;
    double value;
    bool operator==(const Point&) const = default;
  };
  /// A part of a mixture, defined below.
  struct Component;

  /// A distribution that always gives 0.
  Distribution() = default;
  static Distribution constant(double value);
  /// Uniform between `low` and `high`, or constant if they are equal.
  static Distribution uniform(double low, double high);
  static Distribution exponential(double mean);
  /// `sd` is the standard deviation. If `sd` is 0, this function and the functions below return a constant.
  static Distribution normal(double mean, double sd);
  /// `sigma` is the standard deviation of the natural logarithm.
  static Distribution lognormal(double median, double sigma);
  static Distribution lognormal_mean_sd(double mean, double sd);
  static Distribution lognormal_median_mean(double median, double mean);
  static Distribution lognormal_median_sd(double median, double sd);
  /// The lognormal with these two percentiles, whose percents are between 0 and 100; for example 50 -> 0.12
  /// and 99 -> 1.0.
  static Distribution lognormal_percentiles(double percent_a, double value_a, double percent_b,
                                            double value_b);
  /// The survival function is exp(-(x / scale)^shape), for a shape in 0.05 .. 10,000.
  static Distribution weibull(double shape, double scale);
  /// The Weibull with this mean and standard deviation. The ratio sd / mean must be in 0.001 .. 10,000.
  static Distribution weibull_mean_sd(double mean, double sd);
  /// The density is proportional to x^(shape - 1) exp(-x / scale), for a shape in 0.01 .. 10,000.
  static Distribution gamma(double shape, double scale);
  /// The gamma with this mean and standard deviation. The ratio sd / mean must be in 0.01 .. 10.
  static Distribution gamma_mean_sd(double mean, double sd);
  /// The Pareto distribution of type I. The survival function is (scale / x)^shape for x >= scale, for a
  /// shape in 0.1 .. 10,000. The mean is infinite for a shape of at most 1, the variance for a shape of at
  /// most 2.
  static Distribution pareto(double shape, double scale);
  /// The Pareto distribution with this mean. The shape must be above 1.
  static Distribution pareto_mean(double shape, double mean);
  /// The Burr distribution of type XII. The survival function is (1 + (x / scale)^c)^-k, for c in 0.05 ..
  /// 10,000, k in 0.001 .. 10,000, and a product c k of at least 0.1. The mean is infinite unless c k > 1,
  /// and the variance is infinite unless c k > 2.
  static Distribution burr(double c, double k, double scale);
  /// Chooses one of `parts`, with a probability proportional to its weight (> 0). A single part is returned
  /// unchanged.
  static Distribution mixture(const std::vector<std::pair<double, Distribution>>& parts);
  /// Adds `by` to each value of `of`, with the draws of `of`. A shift of 0 returns `of` unchanged.
  static Distribution shifted(double by, const Distribution& of);
  /// The distribution with these quantiles, as (percent, value) pairs. Percents must be strictly ascending in
  /// 0..100, and values ascending. The quantiles are linear between points, equal to the first value below
  /// the first percent, and equal to the last value above the last percent.
  static Distribution empirical(const std::vector<std::pair<double, double>>& percentile_value);
  /// Gives each of `values` with equal probability.
  static Distribution samples(std::vector<double> values);

  /// Returns the distribution with values outside [low, high] replaced by the nearest bound ("capped at 10
  /// s"). A bound may be infinite.
  [[nodiscard]] Distribution clamped(double low, double high) const;

  /// Samples one value. Takes the necessary number of words from the draw, which is none for a constant.
  [[nodiscard]] double sample(Draw& draw) const;
  /// Samples one value in nanoseconds as a duration, rounded half away from zero. A negative value becomes
  /// zero. Throws std::range_error for a value above 2^62 ns, about 146 years, which is longer than any run.
  [[nodiscard]] Duration sample_duration(Draw& draw) const;
  /// Samples from a new draw at the given address. A constant computes no block of random bits.
  [[nodiscard]] double sample(DrawKey key, std::uint32_t entity, std::uint64_t ordinal) const;
  [[nodiscard]] Duration sample_duration(DrawKey key, std::uint32_t entity, std::uint64_t ordinal) const;
  /// Like sample_duration(), for the time until an event (an arrival, the end of a lifetime). A value above
  /// 2^62 ns, which is after the end of every run, is reduced to 2^62 ns.
  [[nodiscard]] Duration sample_gap(DrawKey key, std::uint32_t entity, std::uint64_t ordinal) const;
  /// Samples many values at once, for ordinals first, first+1, .. The bits of out[i] equal those of
  /// sample(key, entity, first + i), but the computation is faster, because blocks of different ordinals are
  /// computed in parallel.
  void fill(DrawKey key, std::uint32_t entity, std::uint64_t first, std::span<double> out) const;
  void fill(DrawKey key, std::uint32_t entity, std::uint64_t first, std::span<Duration> out) const;
  void fill_gaps(DrawKey key, std::uint32_t entity, std::uint64_t first, std::span<Duration> out) const;

  /// The mean in closed form, including clamping. The mean of a Burr distribution with bounds is computed by
  /// quadrature, to about 12 digits. The result is infinite only if it overflows or if a heavy tail has no
  /// finite mean; this also applies to variance().
  [[nodiscard]] double mean() const;
  [[nodiscard]] double variance() const;
  /// The value below which a share `p` of samples lies. For 0 and 1 the result is the end of the support.
  /// Throws std::invalid_argument for p outside [0, 1].
  [[nodiscard]] double quantile(double p) const;
  /// The probability of a value that is at most `x`.
  [[nodiscard]] double cumulative(double x) const;

  [[nodiscard]] bool is_constant() const { return kind_ == Kind::constant; }
  [[nodiscard]] Kind kind() const { return kind_; }
  /// The first and second parameter of each kind: constant (value, 0), uniform (low, high), exponential
  /// (mean, 0), normal (mean, standard deviation), lognormal (median, sigma), weibull (shape, scale),
  /// empirical (0, 0), gamma and pareto (shape, scale), burr (c, k), mixture (0, 0), shifted (shift, 0).
  [[nodiscard]] double first_parameter() const { return first_; }
  [[nodiscard]] double second_parameter() const { return second_; }
  /// The scale of a burr, or 0 for all other kinds.
  [[nodiscard]] double third_parameter() const { return kind_ == Kind::burr ? derived_ : 0; }
  /// The bounds set by clamped(), which are infinite if there are no bounds.
  [[nodiscard]] double lower_bound() const { return low_; }
  [[nodiscard]] double upper_bound() const { return high_; }
  /// The points of an empirical distribution, in ascending order. For samples(), value i of n has probability
  /// (i + 1) / n.
  [[nodiscard]] std::span<const Point> points() const {
    return points_ ? std::span<const Point>(*points_) : std::span<const Point>();
  }
  /// True for samples(), whose points are the only values. False if values between the points occur.
  [[nodiscard]] bool is_discrete() const { return discrete_; }
  /// The parts of a mixture, in the given order, or the distribution that is shifted.
  [[nodiscard]] std::span<const Component> components() const;
  /// Text for readers, for example "lognormal(median 0.12, sigma 0.6) within [0, 10]". Numbers are first
  /// multiplied by `unit`.
  [[nodiscard]] std::string to_string(double unit = 1.0) const;

  /// Whether kind, numbers and bounds are equal.
  bool operator==(const Distribution& other) const;

 private:
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();

  Distribution(Kind kind, double first, double second, double derived = 0)
      : kind_(kind), first_(first), second_(second), derived_(derived) {}
  static Distribution lognormal_of_log(double log_median, double median, double sigma);
  [[nodiscard]] double held(double x) const { return x < low_ ? low_ : (x > high_ ? high_ : x); }
  [[nodiscard]] double unclamped_sample(Draw& draw) const;
  template <Kind kind>
  [[nodiscard]] double unclamped_sample_of(Draw& draw) const;
  template <class Write>
  void for_each_sample(DrawKey key, std::uint32_t entity, std::uint64_t first, std::size_t count,
                       Write write) const;
  template <Kind kind, class Write>
  void for_each_sample_of(DrawKey key, std::uint32_t entity, std::uint64_t first, std::size_t count,
                          Write write) const;
  [[nodiscard]] double empirical_quantile(double p) const;
  [[nodiscard]] double unclamped_quantile(double p) const;
  [[nodiscard]] double unclamped_cumulative(double x) const;
  [[nodiscard]] double unclamped_mean() const;
  [[nodiscard]] double unclamped_variance() const;
  [[nodiscard]] double moment_between(int order, double from, double to) const;
  [[nodiscard]] double held_moment(int order) const;
  [[nodiscard]] double moment_of_pieces(int order, double centre) const;
  [[nodiscard]] const Distribution& component_at(double u) const;
  [[nodiscard]] double mixture_mean() const;
  [[nodiscard]] double mixture_variance() const;
  [[nodiscard]] double mixture_quantile(double p) const;
  [[nodiscard]] double mixture_cumulative(double x) const;
  [[nodiscard]] std::string mixture_to_string(double unit) const;
  [[nodiscard]] const Distribution& unshifted() const;
  [[nodiscard]] Distribution unshifted_within_bounds() const;

  Kind kind_ = Kind::constant;
  bool discrete_ = false;
  double first_ = 0;
  double second_ = 0;
  double derived_ =
      0;  // uniform: width; lognormal: log of the median; weibull, pareto: 1 / shape; burr: scale
  double low_ = -kInfinity;
  double high_ = kInfinity;
  std::shared_ptr<const std::vector<Point>> points_;          // only for empirical
  std::shared_ptr<const std::vector<Component>> components_;  // only for mixture and shifted
};

struct Distribution::Component {
  double weight;  ///< the given weight, > 0
  double up_to;   ///< total share of this part and all parts before it; 1 for the last part
  Distribution of;
  bool operator==(const Component&) const = default;
};

}  // namespace sim
