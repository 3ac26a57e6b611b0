#include "models/metrics/mean_excess.hpp"

#include <algorithm>

namespace curtain {

double mean_excess(const sim::Histogram& values, std::int64_t threshold) {
  double sum = 0;
  std::uint64_t above = 0;
  values.for_each_bucket([&](std::int64_t first, std::int64_t last, std::uint64_t count) {
    if (first > threshold) {
      const double low = static_cast<double>(first - threshold);
      const double high = static_cast<double>(std::min(last, values.max()) - threshold);
      sum += (low + high) / 2 * static_cast<double>(count);
      above += count;
    }
  });
  return above == 0 ? 0 : sum / static_cast<double>(above);
}

}  // namespace curtain
