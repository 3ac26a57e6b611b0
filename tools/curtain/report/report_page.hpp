#pragma once
// The HTML page with figures and tables of results folders.
#include <string>
#include <vector>

#include "tools/curtain/results/results_reader.hpp"

namespace curtain::tools {

/// One HTML file that needs neither other files nor a network. It contains the texts of the folders' files,
/// which the page's script reads as text, never as HTML. Throws UsageError if a file has changed since its
/// folder was checked.
std::string report_page(const std::vector<ResultsReader>& folders);

}  // namespace curtain::tools
