#pragma once
// The number of functions that effectively contribute to a metric of a run.
#include <span>

#include "models/metrics/declaration.hpp"

namespace curtain {

/// 1 over the sum of the squares of the functions' shares in the metric (the inverse of Herfindahl's and
/// Hirschman's index of concentration): n if n functions have equal shares, 1 if one function has the whole
/// metric. A share is the function's part of the quantity that the metric counts, sums or averages. For a
/// mean or a ratio, the sum and the count each give a number, and the smaller one is returned. 0 if the
/// metric is not computed from functions, or if nothing was counted. For slowdowns, including those of single
/// functions and tenants, the shares are in the time of calls.
double effective_functions(const MetricDeclaration& metric, std::span<const Figures> functions);

}  // namespace curtain
