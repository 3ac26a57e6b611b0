#pragma once
// The folder that a comparison, or several replications of one scenario, leaves behind.
#include <string>
#include <vector>

#include "models/experiment/compare.hpp"
#include "tools/curtain/results/variant_tables.hpp"

namespace curtain::tools {

/// Writes all files; `comparison` has what CompareSettings::pools keeps, `document` is comparison_json() of
/// it, and `overrides` are those of --set. Throws UsageError and std::runtime_error as ResultsFolder does.
void write_comparison(const std::string& path, const Comparison& comparison, const ComparedVariants& compared,
                      const std::string& document, const std::vector<std::string>& overrides);

}  // namespace curtain::tools
