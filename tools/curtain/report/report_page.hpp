#pragma once
// A page that draws results folders.
#include <string>
#include <vector>

#include "tools/curtain/results/results_reader.hpp"

namespace curtain::tools {

/// One HTML file that needs no other file and no network. It holds the texts of the folders' files, which the
/// page's script reads; whatever is in them stays text. Throws UsageError if a file has changed since its
/// folder was checked.
std::string report_page(const std::vector<ResultsReader>& folders);

}  // namespace curtain::tools
