#pragma once
// All metrics, in the order of a report.
#include <string_view>
#include <vector>

#include "models/metrics/declaration.hpp"

namespace curtain {

const std::vector<MetricDeclaration>& metric_catalogue();

/// The metric of that name, without labels; null if there is none.
const MetricDeclaration* find_metric(std::string_view name);

}  // namespace curtain
