#include "sim/sample_shape.hpp"

#include <algorithm>
#include <vector>

#include "sim/elementary.hpp"

namespace sim {

SampleShape shape_of(std::span<const double> values) {
  if (values.size() < 3) {
    return {};
  }
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  if (sorted.front() == sorted.back()) {
    return {};
  }
  const auto n = static_cast<double>(sorted.size());
  // Each value is replaced by its distance from the least value in units of the range, so that no power
  // overflows a double.
  const double range = sorted.back() - sorted.front();
  const double least = sorted.front();
  double mean = 0;
  for (double& value : sorted) {
    value = (value - least) / range;
  }
  for (const double value : sorted) {
    mean += value / n;
  }
  double second = 0;
  double third = 0;
  double largest = 0;
  for (const double value : sorted) {
    const double square = (value - mean) * (value - mean);
    second += square;
    third += square * (value - mean);
    largest = std::max(largest, square);
  }
  std::size_t commonest = 0;
  for (auto at = sorted.begin(); at != sorted.end();) {
    const auto next = std::upper_bound(at, sorted.end(), *at);
    commonest = std::max(commonest, static_cast<std::size_t>(next - at));
    at = next;
  }
  const double deviation = sqrt(second / n);
  return {third / n / (deviation * deviation * deviation), largest / second,
          static_cast<double>(commonest) / n};
}

}  // namespace sim
