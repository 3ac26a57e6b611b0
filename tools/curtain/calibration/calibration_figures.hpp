#pragma once
// Figures of fits: the measured curve and the fitted curve.
#include <vector>

#include "models/calibration/calibration.hpp"
#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

/// The maximum number of functions that get figures.
inline constexpr std::size_t kMostFigures = 12;

/// For each fitted function (kMostFigures at most) its start-up and its duration, then the idle expiry and
/// the lifetimes.
std::vector<Figure> calibration_figures(const Calibration& calibration);

}  // namespace curtain::tools
