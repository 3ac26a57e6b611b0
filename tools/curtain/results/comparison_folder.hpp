#pragma once
// Writes the results folder of a comparison, or of several replications of one scenario.
#include <string>
#include <vector>

#include "models/experiment/compare.hpp"
#include "tools/curtain/results/variant_tables.hpp"

namespace curtain::tools {

/// Writes all files. `comparison` must be made with CompareSettings::pools. `document` is the text of
/// comparison_json(), and `overrides` contains the values of --set. Throws UsageError and std::runtime_error
/// like ResultsFolder.
void write_comparison(const std::string& path, const Comparison& comparison, const ComparedVariants& compared,
                      const std::string& document, const std::vector<std::string>& overrides);

}  // namespace curtain::tools
