#include "models/policies/arima.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr std::size_t kMostLags = 2;
constexpr std::size_t kLongestAutoregression = 6;

using Numbers = std::vector<double>;

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double variance_of(std::span<const double> values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) {
    sum += (value - mean) * (value - mean);
  }
  return sum / static_cast<double>(values.size());
}

/// Solves a x = b by Gaussian elimination with pivoting. Returns nothing if `a` is singular in double
/// precision.
std::optional<Numbers> solved(std::vector<Numbers> a, Numbers b) {
  const std::size_t n = b.size();
  double scale = 0;
  for (const Numbers& row : a) {
    for (const double value : row) {
      scale = std::max(scale, sim::abs(value));
    }
  }
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < n; ++row) {
      pivot = sim::abs(a[row][column]) > sim::abs(a[pivot][column]) ? row : pivot;
    }
    if (sim::abs(a[pivot][column]) <= 1e-10 * scale) {
      return std::nullopt;
    }
    std::swap(a[column], a[pivot]);
    std::swap(b[column], b[pivot]);
    for (std::size_t row = column + 1; row < n; ++row) {
      const double factor = a[row][column] / a[column][column];
      for (std::size_t i = column; i < n; ++i) {
        a[row][i] -= factor * a[column][i];
      }
      b[row] -= factor * b[column];
    }
  }
  for (std::size_t row = n; row-- > 0;) {
    for (std::size_t i = row + 1; i < n; ++i) {
      b[row] -= a[row][i] * b[i];
    }
    b[row] /= a[row][row];
  }
  return b;
}

/// A series with mean 0, and the innovation of each value.
struct Lags {
  const Numbers& values;
  const Numbers& surprises;
  std::size_t p;
  std::size_t q;

  [[nodiscard]] std::size_t count() const { return p + q; }
  /// The i-th explanatory variable of the value at `time`.
  [[nodiscard]] double at(std::size_t time, std::size_t i) const {
    return i < p ? values[time - 1 - i] : surprises[time - 1 - (i - p)];
  }
  [[nodiscard]] double predicted(std::size_t time, const Numbers& coefficients) const {
    double sum = 0;
    for (std::size_t i = 0; i < count(); ++i) {
      sum += coefficients[i] * at(time, i);
    }
    return sum;
  }
};

/// Fits the coefficients by least squares over the values from `first` on.
std::optional<Numbers> fitted(const Lags& lags, std::size_t first) {
  const std::size_t n = lags.count();
  std::vector<Numbers> a(n, Numbers(n, 0));
  Numbers b(n, 0);
  for (std::size_t time = first; time < lags.values.size(); ++time) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        a[i][j] += lags.at(time, i) * lags.at(time, j);
      }
      b[i] += lags.at(time, i) * lags.values[time];
    }
  }
  return solved(std::move(a), std::move(b));
}

/// Returns the residuals of a long autoregression, which estimate the unobserved innovations. The first
/// values, which have too few predecessors, get an innovation of zero.
Numbers surprises_of(const Numbers& values, std::size_t order) {
  Numbers surprises(values.size(), 0);
  const Lags lags{values, surprises, order, 0};
  const auto coefficients = fitted(lags, order);
  for (std::size_t time = order; coefficients && time < values.size(); ++time) {
    surprises[time] = values[time] - lags.predicted(time, *coefficients);
  }
  return surprises;
}

struct Fit {
  double aic = 0;
  double next = 0;
  std::size_t p = 0;
  std::size_t q = 0;
};

/// Fits a model of these orders to the values from `first` on. Returns nothing if the equations have no
/// unique solution.
std::optional<Fit> fit_of(const Lags& lags, std::size_t first, double least_error) {
  const auto coefficients = fitted(lags, first);
  if (!coefficients) {
    return std::nullopt;
  }
  double squares = 0;
  for (std::size_t time = first; time < lags.values.size(); ++time) {
    const double error = lags.values[time] - lags.predicted(time, *coefficients);
    squares += error * error;
  }
  const auto n = static_cast<double>(lags.values.size() - first);
  const double aic =
      n * sim::log(std::max(squares / n, least_error)) + 2.0 * static_cast<double>(lags.count() + 1);
  return Fit{aic, lags.predicted(lags.values.size(), *coefficients), lags.p, lags.q};
}

}  // namespace

ArimaForecast arima_forecast(std::span<const double> series) {
  if (series.size() < kShortestForArima) {
    return {mean_of(series), 0, 0, 0};
  }
  Numbers values(series.begin(), series.end());
  Numbers differences;
  for (std::size_t i = 1; i < series.size(); ++i) {
    differences.push_back(series[i] - series[i - 1]);
  }
  const std::size_t d = variance_of(differences) < variance_of(series) ? 1 : 0;
  if (d == 1) {
    values = std::move(differences);
  }
  const double base = mean_of(values) + (d == 1 ? series.back() : 0);
  const double mean = mean_of(values);
  const double variance = variance_of(values);
  if (variance == 0) {
    return {base, 0, d, 0};
  }
  for (double& value : values) {
    value -= mean;
  }
  const Numbers surprises =
      surprises_of(values, std::clamp<std::size_t>(values.size() / 4, 1, kLongestAutoregression));
  std::optional<Fit> best;
  for (std::size_t parameters = 0; parameters <= 2 * kMostLags; ++parameters) {
    for (std::size_t q = 0; q <= std::min(parameters, kMostLags); ++q) {
      const std::size_t p = parameters - q;
      if (p > kMostLags) {
        continue;
      }
      const auto fit = fit_of({values, surprises, p, q}, kMostLags, 1e-12 * variance);
      if (fit && (!best || fit->aic < best->aic)) {
        best = fit;
      }
    }
  }
  return {base + best->next, best->p, d, best->q};
}

}  // namespace curtain
