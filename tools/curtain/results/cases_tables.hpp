#pragma once
// Cases of validation as CSV, Markdown and JSON.
#include <string>
#include <vector>

#include "models/experiment/cases.hpp"
#include "sim/json_writer.hpp"

namespace curtain::tools {

/// One row for each figure, with a heading row.
std::string cases_csv(const std::vector<JudgedCase>& cases);
/// A table for each platform, and the numbers of figures. The cases must be sorted by platform.
std::string cases_markdown(const std::vector<JudgedCase>& cases);
/// Writes the members `cases` and `counts` of an object.
void write_cases(const std::vector<JudgedCase>& cases, sim::JsonWriter& json);

}  // namespace curtain::tools
