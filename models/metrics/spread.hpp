#pragma once
// A distribution over functions or tenants, each counting once.
#include <optional>
#include <vector>

namespace curtain {

/// A distribution over functions or tenants in a few numbers: nearest-rank quantiles, each one's value
/// counting once however many calls it has.
struct Spread {
  double mean = 0;
  double p50 = 0;
  double p75 = 0;
  double p90 = 0;
  double max = 0;
};
/// Nothing for no values.
std::optional<Spread> spread_of(std::vector<double> values);

/// Jain's fairness index (sum x)^2 / (n sum x^2): 1 if all are equal, 1/n if one has everything (R. Jain, D.
/// Chiu, W. Hawe, "A Quantitative Measure of Fairness and Discrimination for Resource Allocation in Shared
/// Computer Systems", DEC-TR-301, 1984). Nothing for no values, and if all are 0: nothing was shared out,
/// evenly or not.
std::optional<double> jain_index(const std::vector<double>& values);

}  // namespace curtain
