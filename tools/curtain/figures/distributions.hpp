#pragma once
// Converts distributions to the points of curves: cumulative curves and histograms.
#include <string_view>
#include <vector>

#include "tools/curtain/figures/figure.hpp"
#include "tools/curtain/figures/folder_tables.hpp"

namespace curtain::tools {

/// A row of histograms.csv: the number of values from `from` to `to` seconds.
struct Bucket {
  double from = 0;
  double to = 0;
  double count = 0;
};

/// The buckets of a distribution in the given rows of the file. Without `rows`, the whole file is used.
std::vector<Bucket> buckets_of(const CsvFile& histograms, std::string_view distribution,
                               const std::vector<std::size_t>* rows = nullptr);

/// For the end of each bucket, the share of values up to it. The first point is 0 at the beginning of the
/// first bucket. There are no points if there are no values.
std::vector<Point> cumulative(const std::vector<Bucket>& buckets);

/// The maximum number of points of a curve over single values. A curve of more values contains only every
/// n-th point.
inline constexpr std::size_t kMostValues = 1000;
/// For each value, the share of values up to it. Equal values have one point.
std::vector<Point> cumulative(std::vector<double> values);

/// The number of values in classes of equal width on a log scale. There are twelve classes for each factor of
/// ten, so heights can be compared.
std::vector<Point> histogram(const std::vector<Bucket>& buckets);

/// The value below which the given share of the values lies. The result is the end of a bucket.
std::optional<double> quantile_of(const std::vector<Bucket>& buckets, double share);

}  // namespace curtain::tools
