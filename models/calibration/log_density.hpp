#pragma once
// The logarithm of the density of a distribution, for likelihoods.
#include <span>

#include "sim/distribution.hpp"

namespace curtain {

/// The natural logarithm of the density at `x`; minus infinity outside the support. The distribution must be
/// continuous and without bounds: uniform, exponential, normal, lognormal, Weibull, gamma, Pareto, Burr, and
/// mixtures and shifts of these. Throws std::invalid_argument for any other.
double log_density(const sim::Distribution& distribution, double x);

/// The sum of log_density() over the values.
double log_likelihood(const sim::Distribution& distribution, std::span<const double> values);

}  // namespace curtain
