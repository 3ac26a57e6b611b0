#pragma once
// The figures of a results folder.
#include <vector>

#include "tools/curtain/figures/figure.hpp"
#include "tools/curtain/results/results_reader.hpp"

namespace curtain::tools {

/// All figures for which the folder has data, in the order of the page. Their names are unique. Throws
/// UsageError if a file has changed since the folder was checked.
std::vector<Figure> figures_of(const ResultsReader& folder);

}  // namespace curtain::tools
