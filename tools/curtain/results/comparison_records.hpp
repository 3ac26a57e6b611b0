#pragma once
// Writes a comparison as a JSON document and as rows of a CSV file.
#include <string>
#include <vector>

#include "models/experiment/compare.hpp"
#include "models/experiment/expectations.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/results/variant_tables.hpp"

namespace curtain::tools {

/// The document of a comparison. `expected` contains the results of the scenario's expectations; if it is
/// absent, there is no member "expect".
std::string comparison_json(const Comparison& comparison, const ComparedVariants& compared,
                            const std::vector<ExpectationResult>* expected = nullptr);

/// A heading, and one row for each metric and variant. The last columns are the factors.
std::string comparison_csv(const Comparison& comparison, const ComparedVariants& compared);

/// Writes the member "factors": each factor with its levels.
void write_factors(const std::vector<Factor>& factors, sim::JsonWriter& json);

}  // namespace curtain::tools
