#pragma once
// The distribution of a figure over functions or tenants; each one counts once.
#include <optional>
#include <vector>

namespace curtain {

/// A distribution over functions or tenants as a few nearest-rank quantiles. Each function or tenant counts
/// once, however many calls it has.
struct Spread {
  double mean = 0;
  double p50 = 0;
  double p75 = 0;
  double p90 = 0;
  double max = 0;
};
/// Empty if there are no values.
std::optional<Spread> spread_of(std::vector<double> values);

/// Jain's fairness index (sum x)^2 / (n sum x^2): 1 if all are equal, 1/n if one value is the whole sum (R.
/// Jain, D. Chiu, W. Hawe, "A Quantitative Measure of Fairness and Discrimination for Resource Allocation in
/// Shared Computer Systems", DEC-TR-301, 1984). Empty if there are no values or if all are 0, as nothing was
/// shared.
std::optional<double> jain_index(const std::vector<double>& values);

}  // namespace curtain
