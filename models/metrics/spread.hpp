#pragma once
// The distribution of a figure over functions or tenants. Each function or tenant has the same weight.
#include <optional>
#include <vector>

namespace curtain {

/// A distribution over functions or tenants as some nearest-rank quantiles. Each function or tenant has the
/// same weight, independently of its number of calls.
struct Spread {
  double mean = 0;
  double p50 = 0;
  double p75 = 0;
  double p90 = 0;
  double max = 0;
};
/// The quantiles of the values. Empty if there are no values.
std::optional<Spread> spread_of(std::vector<double> values);

/// Jain's fairness index (sum x)^2 / (n sum x^2). The index is 1 if all values are equal, and 1/n if all but
/// one value are 0 (R. Jain, D. Chiu, W. Hawe, "A Quantitative Measure of Fairness and Discrimination for
/// Resource Allocation in Shared Computer Systems", DEC-TR-301, 1984). Empty if there are no values, or if
/// all values are 0.
std::optional<double> jain_index(const std::vector<double>& values);

}  // namespace curtain
