#pragma once
// Percentiles of a published trace, made to agree with the mean that is published beside them.
#include <utility>
#include <vector>

namespace curtain {

/// The least and the largest mean of any distribution with these percentiles: all mass at the lower, or at
/// the upper, end of each gap.
struct MeanBounds {
  double low = 0;
  double high = 0;
};
MeanBounds mean_bounds(const std::vector<std::pair<double, double>>& percentiles);

/// (percent, value) pairs from 0 to 100, ascending, with one more between neighbours, so that a distribution
/// that is linear between points has the mean `mean` and the same percentiles. Straight lines alone
/// overestimate what is skewed within them: the calls of the Azure trace of 2019 by a third. The new point
/// lies at the same share s of the way up and 1 - s of the way along in each gap, where s = (mean - low) /
/// (high - low) with the mean_bounds(). A mean beyond what
/// the percentiles allow is met as nearly as s in [0.01, 0.99] can.
std::vector<std::pair<double, double>> bent_to_mean(const std::vector<std::pair<double, double>>& percentiles,
                                                    double mean);

}  // namespace curtain
