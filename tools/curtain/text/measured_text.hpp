#pragma once
// Prints the comparison of measured logs with their replays.
#include <string>

#include "models/experiment/replay/log_comparison.hpp"
#include "sim/json_writer.hpp"

namespace curtain::tools {

/// The comparison as tables for people: the logs, their figures, bins of idle time, pools over time, and the
/// joint figures.
std::string measured_text(const LogComparison& comparison);

/// One row for each figure of each log, each bin of idle time and each joint figure.
std::string measured_csv(const LogComparison& comparison);

/// Writes one object.
void write_measured(const LogComparison& comparison, sim::JsonWriter& json);

}  // namespace curtain::tools
