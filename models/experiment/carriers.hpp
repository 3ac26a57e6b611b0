#pragma once
// By how many functions a metric of a run is carried.
#include <span>

#include "models/metrics/declaration.hpp"

namespace curtain {

/// 1 over the sum of the squares of the functions' shares in the metric (the inverse of Herfindahl's and
/// Hirschman's index of concentration): n if n functions have equal shares, 1 if one function has all of it.
/// The shares are in what the metric counts, sums up or averages; of a mean or a ratio, the smaller of the
/// numbers for its sum and for its count. 0 for a metric that is not of functions, and if there is nothing to
/// share. Figures of slowdowns, of functions and tenants too, are of those whose calls take the time.
double effective_functions(const MetricDeclaration& metric, std::span<const Figures> functions);

}  // namespace curtain
