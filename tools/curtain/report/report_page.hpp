#pragma once
// The HTML page with figures and tables of results folders.
#include <string>
#include <vector>

#include "tools/curtain/results/results_reader.hpp"

namespace curtain::tools {

/// Returns one HTML file that needs no other files and no network. It contains the texts of the folders'
/// files. The script of the page reads these texts as text and never as HTML. Throws UsageError if a file has
/// changed since its folder was checked.
std::string report_page(const std::vector<ResultsReader>& folders);

}  // namespace curtain::tools
