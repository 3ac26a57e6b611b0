#include "models/calibration/families.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "models/calibration/log_density.hpp"
#include "models/calibration/lognormal_mixture.hpp"
#include "models/calibration/minimise.hpp"
#include "sim/elementary.hpp"

namespace curtain {
namespace {

using sim::Distribution;
using Fitted = std::optional<Distribution>;
using Values = std::span<const double>;

constexpr double kLeastLogShape = -2.5;  // shapes from 0.08
constexpr double kMostLogShape = 7;      // to 1,100
constexpr double kSmallestSigma = 1e-6;

double mean_of(Values values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

/// The mean and the standard deviation (with divisor n, which maximises the likelihood).
std::pair<double, double> moments_of(Values values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) {
    sum += (value - mean) * (value - mean);
  }
  return {mean, sim::sqrt(sum / static_cast<double>(values.size()))};
}

Fitted fit_exponential(Values values) {
  return Distribution::exponential(mean_of(values));
}

Fitted fit_normal(Values values) {
  const auto [mean, sd] = moments_of(values);
  return Distribution::normal(mean, sd);
}

Fitted fit_lognormal(Values values) {
  std::vector<double> logs;
  logs.reserve(values.size());
  for (const double value : values) {
    logs.push_back(sim::log(value));
  }
  const auto [mean, sd] = moments_of(logs);
  return sd < kSmallestSigma ? Fitted() : Distribution::lognormal(sim::exp(mean), sd);
}

/// For a given shape, the scale with the largest likelihood has a closed form, so one number is searched.
template <class Make>
Fitted fit_shape(Values values, Make make) {
  const double log_shape = minimise_between(
      [&](double at) { return -log_likelihood(make(sim::exp(at)), values); }, kLeastLogShape, kMostLogShape);
  return log_shape == kLeastLogShape || log_shape == kMostLogShape ? Fitted() : make(sim::exp(log_shape));
}

Fitted fit_gamma(Values values) {
  const double mean = mean_of(values);
  return fit_shape(values, [mean](double shape) { return Distribution::gamma(shape, mean / shape); });
}

Fitted fit_weibull(Values values) {
  const double most = values.back();
  return fit_shape(values, [values, most](double shape) {
    double sum = 0;  // of powers of value / largest value, so that no power overflows
    for (const double value : values) {
      sum += sim::exp(shape * sim::log(value / most));
    }
    return Distribution::weibull(shape,
                                 most * sim::exp(sim::log(sum / static_cast<double>(values.size())) / shape));
  });
}

/// Near the smallest value the likelihood of a shifted distribution may grow without limit, although the fit
/// becomes worse. So the shift keeps a distance from the smallest value, which is the n-th part of the
/// distance to the median.
template <Fitted (*fit)(Values)>
Fitted fit_shifted(Values values) {
  const double least = values.front();
  const double spread = std::max(values[values.size() / 2] - least, (values.back() - least) / 8);
  std::vector<double> moved(values.size());
  const auto at_distance = [&](double log_distance) -> Fitted {
    const double shift = least - spread * sim::exp(log_distance);
    for (std::size_t i = 0; i < values.size(); ++i) {
      moved[i] = values[i] - shift;
    }
    const Fitted inner = fit(moved);
    return inner ? Fitted(Distribution::shifted(shift, *inner)) : Fitted();
  };
  const double nearest = -sim::log(static_cast<double>(values.size()));
  const double furthest = std::min(3.0, sim::log(least / spread));  // the shift is at least 0
  if (!(nearest < furthest)) {
    return std::nullopt;
  }
  const double best = minimise_between(
      [&](double log_distance) {
        const Fitted fitted = at_distance(log_distance);
        return fitted ? -log_likelihood(*fitted, values) : sim::kInfinity;
      },
      nearest, furthest, 16);
  return at_distance(best);
}

/// The likelihood of a shifted exponential distribution grows up to the smallest value.
Fitted fit_shifted_exponential(Values values) {
  return Distribution::shifted(values.front(), Distribution::exponential(mean_of(values) - values.front()));
}

Fitted fit_burr(Values values) {
  const double median = values[values.size() / 2];
  const auto made = [](const std::vector<double>& at) {
    return Distribution::burr(sim::exp(at[0]), sim::exp(at[1]), sim::exp(at[2]));
  };
  const auto cost = [&](const std::vector<double>& at) {
    if (sim::abs(at[0]) > 6 || sim::abs(at[1]) > 5 || sim::abs(at[2]) > 20 || at[0] + at[1] < -2) {
      return sim::kInfinity;
    }
    return -log_likelihood(made(at), values);
  };
  Minimum best{{}, sim::kInfinity};
  for (const double log_c : {0.7, 2.0, 3.2}) {
    const Minimum found = minimise(cost, {log_c, 0.0, sim::log(median)}, {0.5, 0.5, 0.1}, 400);
    best = found.value < best.value ? found : best;
  }
  return best.value < sim::kInfinity ? Fitted(made(best.at)) : Fitted();
}

}  // namespace

const std::vector<Family>& families() {
  static const std::vector<Family> all = {
      {"exponential", 1, true, fit_exponential},
      {"normal", 2, false, fit_normal},
      {"lognormal", 2, true, fit_lognormal},
      {"gamma", 2, true, fit_gamma},
      {"Weibull", 2, true, fit_weibull},
      {"shifted exponential", 2, true, fit_shifted_exponential},
      {"shifted lognormal", 3, true, fit_shifted<fit_lognormal>},
      {"shifted gamma", 3, true, fit_shifted<fit_gamma>},
      {"shifted Weibull", 3, true, fit_shifted<fit_weibull>},
      {"Burr", 3, true, fit_burr},
      {"mixture of two lognormals", 5, true, fit_two_lognormals},
  };
  return all;
}

Distribution times(const Distribution& of, double by) {
  const double first = of.first_parameter();
  const double second = of.second_parameter();
  switch (of.kind()) {
    case Distribution::Kind::constant:
      return Distribution::constant(first * by);
    case Distribution::Kind::uniform:
      return Distribution::uniform(first * by, second * by);
    case Distribution::Kind::exponential:
      return Distribution::exponential(first * by);
    case Distribution::Kind::normal:
      return Distribution::normal(first * by, second * by);
    case Distribution::Kind::lognormal:
      return Distribution::lognormal(first * by, second);
    case Distribution::Kind::weibull:
      return Distribution::weibull(first, second * by);
    case Distribution::Kind::gamma:
      return Distribution::gamma(first, second * by);
    case Distribution::Kind::pareto:
      return Distribution::pareto(first, second * by);
    case Distribution::Kind::burr:
      return Distribution::burr(first, second, of.third_parameter() * by);
    case Distribution::Kind::shifted:
      return Distribution::shifted(first * by, times(of.components().front().of, by));
    case Distribution::Kind::mixture: {
      std::vector<std::pair<double, Distribution>> parts;
      for (const Distribution::Component& part : of.components()) {
        parts.emplace_back(part.weight, times(part.of, by));
      }
      return Distribution::mixture(parts);
    }
    case Distribution::Kind::empirical:
      break;
  }
  throw std::invalid_argument("a distribution of this kind is not scaled: " + of.to_string());
}

}  // namespace curtain
