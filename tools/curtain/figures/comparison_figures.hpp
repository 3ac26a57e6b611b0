#pragma once
// The figures of a comparison, or of several replications of one scenario.
#include <vector>

#include "tools/curtain/figures/figure.hpp"
#include "tools/curtain/results/results_reader.hpp"

namespace curtain::tools {

/// See figures_of().
std::vector<Figure> figures_of_comparison(const ResultsReader& folder);

}  // namespace curtain::tools
