#include "tools/curtain/figures/distributions.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/elementary.hpp"

namespace curtain::tools {
namespace {

double total_of(const std::vector<Bucket>& buckets) {
  double total = 0;
  for (const Bucket& bucket : buckets) {
    total += bucket.count;
  }
  return total;
}

Point point_at(double x, double y) {
  Point point;
  point.x = x;
  point.y = y;
  return point;
}

}  // namespace

std::vector<Bucket> buckets_of(const CsvFile& histograms, std::string_view distribution,
                               const std::vector<std::size_t>* rows) {
  std::vector<Bucket> buckets;
  const std::size_t count = rows != nullptr ? rows->size() : histograms.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t row = rows != nullptr ? (*rows)[i] : i;
    if (histograms.text(row, "distribution") == distribution) {
      buckets.push_back({histograms.number(row, "from_s").value_or(0),
                         histograms.number(row, "to_s").value_or(0),
                         histograms.number(row, "count").value_or(0)});
    }
  }
  return buckets;
}

std::vector<Point> cumulative(const std::vector<Bucket>& buckets) {
  std::vector<Point> points;
  const double total = total_of(buckets);
  double below = 0;
  for (const Bucket& bucket : buckets) {
    if (points.empty()) {
      points.push_back(point_at(bucket.from, 0));
    }
    below += bucket.count;
    points.push_back(point_at(bucket.to, below == total ? 1 : rounded(below / total)));
  }
  return points;
}

std::vector<Point> cumulative(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t count = values.size();
  const std::size_t every = (count + kMostValues - 1) / kMostValues;
  std::vector<Point> points;
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_last_of_equal = i + 1 == count || values[i + 1] != values[i];
    const bool is_kept = i + 1 == count || (i + 1) % every == 0;
    if (is_last_of_equal && (is_kept || points.empty() || (i > 0 && values[i - 1] == values[i]))) {
      points.push_back(
          point_at(rounded(values[i]), rounded(static_cast<double>(i + 1) / static_cast<double>(count))));
    }
  }
  return points;
}

std::vector<Point> histogram(const std::vector<Bucket>& buckets) {
  constexpr int classes = 12;
  const double width = sim::log(10.0) / classes;
  std::map<int, double> bars;
  for (const Bucket& bucket : buckets) {
    const double middle = std::max((bucket.from + bucket.to) / 2, 1e-9);
    bars[static_cast<int>(std::floor(sim::log(middle) / width))] += bucket.count;
  }
  std::vector<Point> points;
  for (const auto& [place, count] : bars) {
    Point point;
    point.low = rounded(sim::exp(place * width));
    point.high = rounded(sim::exp((place + 1) * width));
    point.y = count;
    points.push_back(point);
  }
  return points;
}

std::optional<double> quantile_of(const std::vector<Bucket>& buckets, double share) {
  const double total = total_of(buckets);
  double below = 0;
  for (const Bucket& bucket : buckets) {
    below += bucket.count;
    if (below >= share * total) {
      return bucket.to;
    }
  }
  return std::nullopt;
}

}  // namespace curtain::tools
