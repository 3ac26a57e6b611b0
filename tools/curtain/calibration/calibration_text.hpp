#pragma once
// Prints fits for people.
#include <string>

#include "models/calibration/calibration.hpp"

namespace curtain::tools {

/// The fits with their goodness, and what the logs cannot tell.
std::string calibration_text(const Calibration& calibration);

/// The same as one JSON document.
std::string calibration_json(const Calibration& calibration);

/// The name of the function and memory size of a fit: "python38, 128 MB", or "all calls".
std::string name_of(const FunctionFit& fit);

}  // namespace curtain::tools
