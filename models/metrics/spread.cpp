#include "models/metrics/spread.hpp"

#include <algorithm>

#include "sim/log_buckets.hpp"

namespace curtain {

std::optional<Spread> spread_of(std::vector<double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  const auto at = [&values](double p) {
    return values[static_cast<std::size_t>(sim::LogBuckets::rank(p, values.size()) - 1)];
  };
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return Spread{sum / static_cast<double>(values.size()), at(0.5), at(0.75), at(0.9), values.back()};
}

std::optional<double> jain_index(const std::vector<double>& values) {
  double sum = 0;
  double squares = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  return squares == 0 ? std::nullopt
                      : std::optional<double>(sum * sum / (static_cast<double>(values.size()) * squares));
}

}  // namespace curtain
