#pragma once
// All metrics, in the order of a report.
#include <string_view>
#include <vector>

#include "models/metrics/declaration.hpp"

namespace curtain {

const std::vector<MetricDeclaration>& metric_catalogue();

/// The metric with that name, without labels, or null if there is no such metric.
const MetricDeclaration* find_metric(std::string_view name);

}  // namespace curtain
