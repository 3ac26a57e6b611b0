#include "models/workload/percentiles.hpp"

#include <algorithm>

namespace curtain {

MeanBounds mean_bounds(const std::vector<std::pair<double, double>>& percentiles) {
  MeanBounds bounds;
  for (std::size_t i = 0; i + 1 < percentiles.size(); ++i) {
    const double share = (percentiles[i + 1].first - percentiles[i].first) / 100;
    bounds.low += share * percentiles[i].second;
    bounds.high += share * percentiles[i + 1].second;
  }
  return bounds;
}

std::vector<std::pair<double, double>> bent_to_mean(const std::vector<std::pair<double, double>>& percentiles,
                                                    double mean) {
  const auto [low, high] = mean_bounds(percentiles);
  if (!(high > low)) {
    return percentiles;  // all values are equal, so the mean cannot be changed
  }
  const double share = std::clamp((mean - low) / (high - low), 0.01, 0.99);
  std::vector<std::pair<double, double>> bent{percentiles.front()};
  for (std::size_t i = 1; i < percentiles.size(); ++i) {
    const auto [percent, value] = percentiles[i - 1];
    bent.emplace_back(percent + (1 - share) * (percentiles[i].first - percent),
                      value + share * (percentiles[i].second - value));
    bent.push_back(percentiles[i]);
  }
  return bent;
}

}  // namespace curtain
