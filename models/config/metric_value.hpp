#pragma once
// Values of metrics in their written form: `5%`, `12`, `250ms`.
#include <string>
#include <string_view>

namespace curtain::config {

/// Whether the metric, whose name may have labels, may be a length of time in seconds. Records of measurement
/// programmes may be times or other numbers.
bool is_in_seconds(std::string_view metric);

/// Parses a number or a share, or a length of time if the metric is in seconds. `metric` may have labels. The
/// result is in the unit of the metric. Throws QuantityError.
double parse_metric_value(const std::string& text, std::string_view metric);

}  // namespace curtain::config
