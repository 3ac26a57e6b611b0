// Mean, variance, quantiles and distribution function of a Distribution, in closed form where possible.
// Mixtures are in distribution_mixture.cpp.
#include <algorithm>
#include <bit>
#include <stdexcept>

#include "sim/burr.hpp"
#include "sim/distribution.hpp"
#include "sim/elementary.hpp"
#include "sim/special.hpp"

namespace sim {
namespace {

constexpr double kInverseRootTwoPi = 0.39894228040143267794;

double normal_density(double z) {
  return kInverseRootTwoPi * exp(-0.5 * z * z);
}

/// Returns z times the normal density at z, with the limit 0 at infinity.
double weighted_normal_density(double z) {
  return abs(z) > 40.0 ? 0.0 : z * normal_density(z);
}

double power(double x, int order) {
  return order == 0 ? 1.0 : (order == 1 ? x : x * x);
}

/// Returns the integral of y^(exponent - 1) over [from, to], where 1 <= from <= to. Infinite if the integral
/// does not converge.
double power_integral(double exponent, double from, double to) {
  if (to == std::numeric_limits<double>::infinity()) {
    return exponent < 0 ? -pow(from, exponent) / exponent : to;
  }
  const double width = log(to) - log(from);
  const double grown = exponent * width;
  return pow(from, exponent) * (exponent == 0 ? width : expm1(grown) / exponent);
}

/// Returns the value at which the gamma distribution function of scale 1 reaches `p`. Uses bisection over the
/// positive doubles, which have the same order as their bits.
double unit_gamma_quantile(double shape, double p) {
  if (p == 0.0 || p == 1.0) {
    return p == 0.0 ? 0.0 : std::numeric_limits<double>::infinity();
  }
  std::uint64_t below = 0;
  std::uint64_t above = std::bit_cast<std::uint64_t>(std::numeric_limits<double>::max());
  while (above - below > 1) {
    const std::uint64_t middle = below + (above - below) / 2;
    const auto x = std::bit_cast<double>(middle);
    const bool is_low = p <= 0.5 ? gamma_lower(shape, x) < p : gamma_upper(shape, x) > 1.0 - p;
    (is_low ? below : above) = middle;
  }
  return std::bit_cast<double>(above);
}

/// Returns the integral of (held(a + (b - a) t) - centre)^order over t in [0, 1], where held() limits values
/// to [low, high] and a <= b.
double moment_of_piece(double a, double b, double low, double high, double centre, int order) {
  const double from = std::clamp(a, low, high) - centre;
  const double to = std::clamp(b, low, high) - centre;
  if (a == b || from == to) {
    return power(from, order);
  }
  const double width = b - a;
  const double below = std::max(0.0, (low - a) / width);
  const double above = std::max(0.0, (b - high) / width);
  const double inside = order == 1 ? 0.5 * (from + to) : (from * from + from * to + to * to) / 3.0;
  return below * power(from, order) + (to - from) / width * inside + above * power(to, order);
}

}  // namespace

/// Returns E[(X - centre)^order] of a clamped piecewise linear or discrete distribution, for order 1 or 2.
double Distribution::moment_of_pieces(int order, double centre) const {
  if (kind_ == Kind::uniform) {
    return moment_of_piece(first_, second_, low_, high_, centre, order);
  }
  double sum = 0.0;
  if (discrete_) {
    for (const Point& point : *points_) {
      sum += power(held(point.value) - centre, order);
    }
    return sum / static_cast<double>(points_->size());
  }
  Point previous{0.0, points_->front().value};
  for (const Point& point : *points_) {
    sum += (point.probability - previous.probability) *
           moment_of_piece(previous.value, point.value, low_, high_, centre, order);
    previous = point;
  }
  return sum + (1.0 - previous.probability) * power(held(previous.value) - centre, order);
}

/// Returns E[X^order; from < X <= to] of an unclamped continuous distribution, for order 0, 1 or 2.
double Distribution::moment_between(int order, double from, double to) const {
  switch (kind_) {
    case Kind::exponential: {
      const double shape = order + 1.0;
      const double share =
          gamma_lower(shape, std::max(0.0, to) / first_) - gamma_lower(shape, std::max(0.0, from) / first_);
      return power(first_, order) * (order == 2 ? 2.0 : 1.0) * share;
    }
    case Kind::normal: {
      const double z_from = (from - first_) / second_;
      const double z_to = (to - first_) / second_;
      const double share = normal_cumulative(z_to) - normal_cumulative(z_from);
      const double slope = normal_density(z_to) - normal_density(z_from);
      if (order < 2) {
        return order == 0 ? share : first_ * share - second_ * slope;
      }
      const double curve = weighted_normal_density(z_to) - weighted_normal_density(z_from);
      return (first_ * first_ + second_ * second_) * share - 2.0 * first_ * second_ * slope -
             second_ * second_ * curve;
    }
    case Kind::lognormal: {
      const double shift = order * second_;
      const double z_from = from > 0 ? (log(from) - derived_) / second_ : -kInfinity;
      const double z_to = to > 0 ? (log(to) - derived_) / second_ : -kInfinity;
      return exp(order * derived_ + 0.5 * shift * shift) *
             (normal_cumulative(z_to - shift) - normal_cumulative(z_from - shift));
    }
    case Kind::weibull: {
      const double shape = 1.0 + order * derived_;
      const double share = gamma_lower(shape, pow(std::max(0.0, to) / second_, first_)) -
                           gamma_lower(shape, pow(std::max(0.0, from) / second_, first_));
      return power(second_, order) * gamma_function(shape) * share;
    }
    case Kind::gamma: {
      const double shape = first_ + order;
      const double share =
          gamma_lower(shape, std::max(0.0, to) / second_) - gamma_lower(shape, std::max(0.0, from) / second_);
      const double whole = order == 0 ? 1.0 : (order == 1 ? first_ : first_ * (first_ + 1.0));
      return power(second_, order) * whole * share;
    }
    case Kind::pareto:
      return power(second_, order) * first_ *
             power_integral(order - first_, std::max(1.0, from / second_), std::max(1.0, to / second_));
    default:
      return 0.0;
  }
}

/// Returns E[X^order] of a clamped continuous distribution.
double Distribution::held_moment(int order) const {
  if (kind_ == Kind::burr) {
    return burr_held_moment(first_, second_, derived_, order, low_, high_);
  }
  const double at_low = unclamped_cumulative(low_);
  const double at_high = moment_between(0, high_, kInfinity);
  return (at_low > 0 ? at_low * power(low_, order) : 0.0) + moment_between(order, low_, high_) +
         (at_high > 0 ? at_high * power(high_, order) : 0.0);
}

double Distribution::unclamped_mean() const {
  switch (kind_) {
    case Kind::lognormal:
      return exp(derived_ + 0.5 * second_ * second_);
    case Kind::weibull:
      return second_ * gamma_function(1.0 + derived_);
    case Kind::gamma:
      return first_ * second_;
    case Kind::pareto:
      return first_ > 1.0 ? second_ * (first_ / (first_ - 1.0)) : kInfinity;
    case Kind::burr:
      return burr_moment(first_, second_, derived_, 1);
    default:
      return first_;  // constant, exponential, normal
  }
}

double Distribution::unclamped_variance() const {
  switch (kind_) {
    case Kind::exponential:
      return first_ * first_;
    case Kind::normal:
      return second_ * second_;
    case Kind::lognormal: {
      const double square = second_ * second_;
      return exp(2.0 * derived_ + square) * expm1(square);
    }
    case Kind::weibull: {
      const double first = gamma_function(1.0 + derived_);
      return second_ * second_ * (gamma_function(1.0 + 2.0 * derived_) - first * first);
    }
    case Kind::gamma:
      return first_ * second_ * second_;
    case Kind::pareto: {
      const double less = first_ - 1.0;
      return first_ > 2.0 ? second_ * second_ * (first_ / (less * less * (first_ - 2.0))) : kInfinity;
    }
    case Kind::burr: {
      const double first = burr_moment(first_, second_, derived_, 1);
      const double second = burr_moment(first_, second_, derived_, 2);
      return second < kInfinity ? std::max(0.0, second - first * first) : kInfinity;
    }
    default:
      return 0.0;  // constant
  }
}

double Distribution::mean() const {
  if (kind_ == Kind::uniform || kind_ == Kind::empirical) {
    return moment_of_pieces(1, 0.0);
  }
  if (kind_ == Kind::mixture) {
    return mixture_mean();
  }
  if (kind_ == Kind::shifted) {
    return first_ + unshifted_within_bounds().mean();
  }
  return low_ == -kInfinity && high_ == kInfinity ? unclamped_mean() : held_moment(1);
}

double Distribution::variance() const {
  if (kind_ == Kind::uniform || kind_ == Kind::empirical) {
    return moment_of_pieces(2, mean());
  }
  if (kind_ == Kind::mixture) {
    return mixture_variance();
  }
  if (kind_ == Kind::shifted) {
    return unshifted_within_bounds().variance();
  }
  if (low_ == -kInfinity && high_ == kInfinity) {
    return unclamped_variance();
  }
  const double average = held_moment(1);
  const double square = held_moment(2);
  return square < kInfinity ? std::max(0.0, square - average * average) : kInfinity;
}

double Distribution::unclamped_quantile(double p) const {
  switch (kind_) {
    case Kind::constant:
      return first_;
    case Kind::uniform:
      return p == 1.0 ? second_ : first_ + derived_ * p;
    case Kind::exponential:
      return -first_ * log1p(-p);
    case Kind::normal:
      return first_ + second_ * normal_quantile(p);
    case Kind::lognormal:
      return p == 0.5 ? first_ : exp(derived_ + second_ * normal_quantile(p));
    case Kind::weibull:
      return second_ * pow(-log1p(-p), derived_);
    case Kind::gamma:
      return second_ * unit_gamma_quantile(first_, p);
    case Kind::pareto:
      return second_ * exp(-log1p(-p) * derived_);
    case Kind::burr:
      return burr_value(first_, second_, derived_, -log1p(-p));
    case Kind::mixture:
      return mixture_quantile(p);
    case Kind::shifted:
      return first_ + unshifted().quantile(p);
    case Kind::empirical:
      break;
  }
  if (!discrete_) {
    return empirical_quantile(p);
  }
  const auto at = std::lower_bound(
      points_->begin(), points_->end(), p,
      [](const Point& point, double probability) { return point.probability < probability; });
  return at == points_->end() ? points_->back().value : at->value;
}

double Distribution::quantile(double p) const {
  if (!(p >= 0 && p <= 1)) {
    throw std::invalid_argument("the probability of a quantile must be in 0 .. 1");
  }
  return held(unclamped_quantile(p));
}

double Distribution::unclamped_cumulative(double x) const {
  switch (kind_) {
    case Kind::constant:
      return x >= first_ ? 1.0 : 0.0;
    case Kind::uniform:
      return std::clamp((x - first_) / derived_, 0.0, 1.0);
    case Kind::exponential:
      return x <= 0 ? 0.0 : -expm1(-x / first_);
    case Kind::normal:
      return normal_cumulative((x - first_) / second_);
    case Kind::lognormal:
      return x <= 0 ? 0.0 : normal_cumulative((log(x) - derived_) / second_);
    case Kind::weibull:
      return x <= 0 ? 0.0 : -expm1(-pow(x / second_, first_));
    case Kind::gamma:
      return x <= 0 ? 0.0 : gamma_lower(first_, x / second_);
    case Kind::pareto:
      return x <= second_ ? 0.0 : -expm1(-first_ * log(x / second_));
    case Kind::burr:
      return burr_cumulative(first_, second_, derived_, x);
    case Kind::mixture:
      return mixture_cumulative(x);
    case Kind::shifted:
      return unshifted().cumulative(x - first_);
    case Kind::empirical:
      break;
  }
  const auto after = std::upper_bound(points_->begin(), points_->end(), x,
                                      [](double value, const Point& point) { return value < point.value; });
  if (after == points_->begin()) {
    return 0.0;
  }
  const Point& from = *(after - 1);
  if (after == points_->end()) {
    return 1.0;
  }
  if (discrete_) {
    return from.probability;
  }
  return from.probability +
         (after->probability - from.probability) * ((x - from.value) / (after->value - from.value));
}

double Distribution::cumulative(double x) const {
  if (x < low_) {
    return 0.0;
  }
  return x >= high_ ? 1.0 : unclamped_cumulative(x);
}

}  // namespace sim
