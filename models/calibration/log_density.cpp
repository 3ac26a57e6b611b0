#include "models/calibration/log_density.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "sim/elementary.hpp"
#include "sim/special.hpp"

namespace curtain {
namespace {

using sim::Distribution;

constexpr double kHalfLogTwoPi = 0.9189385332046727;  // log(2 pi) / 2

double log_density_of_mixture(const Distribution& mixture, double x) {
  std::vector<double> terms;
  double before = 0;
  double most = -sim::kInfinity;
  for (const Distribution::Component& part : mixture.components()) {
    terms.push_back(sim::log(part.up_to - before) + log_density(part.of, x));
    most = std::max(most, terms.back());
    before = part.up_to;
  }
  if (most == -sim::kInfinity) {
    return most;
  }
  double sum = 0;
  for (const double term : terms) {
    sum += sim::exp(term - most);
  }
  return most + sim::log(sum);
}

double log_density_of_positive(const Distribution& d, double x) {
  const double first = d.first_parameter();
  const double second = d.second_parameter();
  const double log_x = sim::log(x);
  switch (d.kind()) {
    case Distribution::Kind::exponential:
      return -sim::log(first) - x / first;
    case Distribution::Kind::lognormal: {
      const double z = (log_x - sim::log(first)) / second;
      return -0.5 * z * z - kHalfLogTwoPi - sim::log(second) - log_x;
    }
    case Distribution::Kind::weibull: {
      const double log_ratio = log_x - sim::log(second);
      return sim::log(first) - sim::log(second) + (first - 1) * log_ratio - sim::exp(first * log_ratio);
    }
    case Distribution::Kind::gamma:
      return (first - 1) * log_x - x / second - sim::log_gamma(first) - first * sim::log(second);
    case Distribution::Kind::pareto:
      return x < second ? -sim::kInfinity : sim::log(first) + first * sim::log(second) - (first + 1) * log_x;
    default: {  // Burr: c k / s (x / s)^(c - 1) (1 + (x / s)^c)^-(k + 1)
      const double scale = d.third_parameter();
      const double log_ratio = log_x - sim::log(scale);
      return sim::log(first) + sim::log(second) - sim::log(scale) + (first - 1) * log_ratio -
             (second + 1) * sim::log1p(sim::exp(first * log_ratio));
    }
  }
}

}  // namespace

double log_density(const Distribution& d, double x) {
  const double first = d.first_parameter();
  const double second = d.second_parameter();
  switch (d.kind()) {
    case Distribution::Kind::uniform:
      return x < first || x > second ? -sim::kInfinity : -sim::log(second - first);
    case Distribution::Kind::normal: {
      const double z = (x - first) / second;
      return -0.5 * z * z - kHalfLogTwoPi - sim::log(second);
    }
    case Distribution::Kind::mixture:
      return log_density_of_mixture(d, x);
    case Distribution::Kind::shifted:
      return log_density(d.components().front().of, x - first);
    case Distribution::Kind::exponential:
      return x < 0 ? -sim::kInfinity : log_density_of_positive(d, x == 0 ? 0x1p-1000 : x);
    case Distribution::Kind::lognormal:
    case Distribution::Kind::weibull:
    case Distribution::Kind::gamma:
    case Distribution::Kind::pareto:
    case Distribution::Kind::burr:
      return x <= 0 ? -sim::kInfinity : log_density_of_positive(d, x);
    case Distribution::Kind::constant:
    case Distribution::Kind::empirical:
      break;
  }
  throw std::invalid_argument("the distribution has no density: " + d.to_string());
}

double log_likelihood(const Distribution& distribution, std::span<const double> values) {
  double sum = 0;
  for (const double value : values) {
    sum += log_density(distribution, value);
  }
  return sum;
}

}  // namespace curtain
