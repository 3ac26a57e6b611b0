#pragma once
// The effective number of functions that contribute to a metric of a run.
#include <span>

#include "models/metrics/declaration.hpp"

namespace curtain {

/// Returns 1 divided by the sum of the squares of the functions' shares in the metric, which is the inverse
/// of the Herfindahl-Hirschman index of concentration. The result is n if n functions have equal shares, and
/// 1 if one function has the whole metric. A share is the function's part of the quantity that the metric
/// counts, sums or averages. For a mean or a ratio, the number is computed for the sum and for the count, and
/// the smaller number is returned. Returns 0 if the metric is not computed from functions, or if nothing was
/// counted. For slowdowns, including the slowdowns of single functions and tenants, the shares are shares of
/// the time of calls.
double effective_functions(const MetricDeclaration& metric, std::span<const Figures> functions);

}  // namespace curtain
