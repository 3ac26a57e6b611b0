#pragma once
// Fits distributions of all families to a sample, and chooses one by its AIC.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/distribution.hpp"

namespace curtain {

/// A distribution that was fitted to a sample by maximum likelihood.
struct DistributionFit {
  std::string_view family;
  int parameters = 0;
  sim::Distribution distribution;
  double log_likelihood = 0;
  double aic = 0;  ///< Akaike's information criterion (1974): 2 parameters - 2 log_likelihood
  double ks = 0;   ///< Kolmogorov-Smirnov distance to the sample
  double p = 0;    ///< probability of such a distance if the parameters had not been fitted to this sample
};

/// All fits to one sample, or the reason why there is none.
struct FitReport {
  std::size_t size = 0;
  std::vector<DistributionFit> fits;  ///< the lowest AIC first
  std::string cannot;                 ///< why nothing was fitted; empty if there are fits
  std::vector<std::string> notes;     ///< what the sample does not show

  [[nodiscard]] bool has_fit() const { return !fits.empty(); }
  [[nodiscard]] const DistributionFit& best() const { return fits.front(); }
};

/// The fewest values to which a distribution is fitted. A family with k > 2 parameters needs 5 k values.
inline constexpr std::size_t kFewestForFit = 5;

/// Fits each family of families() that has few enough parameters for the sample. The result does not depend
/// on the order of the values, nor on their unit. Values of 0 or less exclude the families without such
/// values.
FitReport fit_distributions(std::vector<double> values);

}  // namespace curtain
