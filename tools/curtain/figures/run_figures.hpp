#pragma once
// The figures of one run.
#include <vector>

#include "tools/curtain/figures/figure.hpp"
#include "tools/curtain/results/results_reader.hpp"

namespace curtain::tools {

/// See figures_of().
std::vector<Figure> figures_of_run(const ResultsReader& folder);

}  // namespace curtain::tools
