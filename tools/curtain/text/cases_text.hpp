#pragma once
// Prints cases of validation as a table on the terminal.
#include <string>
#include <vector>

#include "models/experiment/cases.hpp"
#include "tools/curtain/text/terminal.hpp"

namespace curtain::tools {

/// The simulated figure with its unit, or "-".
std::string simulated_text(const ValidationCase& one, const CaseResult& result);
/// The measured figure as the scenario states it. Sums of money have a "$".
std::string measured_text(const ValidationCase& one);
/// The relative difference such as "+0.4 %", "0" if there is none, or "-".
std::string difference_text(const ValidationCase& one, const CaseResult& result);
/// The words of `standing`: "quoted, derived".
std::string standing_text(const ValidationCase& one);
/// The heading of the cases of a platform: its name, or the name of its file, with its date and description.
struct PlatformHeading {
  std::string name;
  std::string date;
  std::string description;
};
/// `platform` is as in JudgedCase.
PlatformHeading heading_of(const std::string& platform);

/// The table in lines of at most `width` columns, with a heading for each platform. The cases must be sorted
/// by platform.
std::string cases_table(const std::vector<JudgedCase>& cases, std::size_t width = output_columns());
/// The numbers of figures by kind and verdict, as the end of the table.
std::string counts_text(const CaseCounts& counts, std::size_t width = output_columns());

}  // namespace curtain::tools
