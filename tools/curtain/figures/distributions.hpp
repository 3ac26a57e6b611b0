#pragma once
// Distributions as points of curves: cumulative ones and histograms.
#include <string_view>
#include <vector>

#include "tools/curtain/figures/figure.hpp"
#include "tools/curtain/figures/folder_tables.hpp"

namespace curtain::tools {

/// A part of histograms.csv: the count of values from `from` to `to` seconds.
struct Bucket {
  double from = 0;
  double to = 0;
  double count = 0;
};

/// The buckets of a distribution in these rows of the file; without `rows`, in all.
std::vector<Bucket> buckets_of(const CsvFile& histograms, std::string_view distribution,
                               const std::vector<std::size_t>* rows = nullptr);

/// The share of values up to each bucket's end, from 0 at the first bucket's beginning; no points without
/// values.
std::vector<Point> cumulative(const std::vector<Bucket>& buckets);

/// The most points of a curve over single values: curves of more values have every n-th point.
inline constexpr std::size_t kMostValues = 1000;
/// The share of values up to each value, one point for equal values.
std::vector<Point> cumulative(std::vector<double> values);

/// Counts in classes of equal width on a log scale, twelve for each factor of ten, so that heights can be
/// compared.
std::vector<Point> histogram(const std::vector<Bucket>& buckets);

/// The value below which that share of values lies, by the ends of buckets.
std::optional<double> quantile_of(const std::vector<Bucket>& buckets, double share);

}  // namespace curtain::tools
