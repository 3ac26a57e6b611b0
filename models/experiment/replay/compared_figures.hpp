#pragma once
// The figures of one log that are compared with those of its replays.
#include <string>
#include <vector>

#include "models/experiment/replay/log_comparison.hpp"
#include "models/measured/log_figures.hpp"

namespace curtain {

/// The compared figures of a log, with measured values and without simulated ones. A figure that the log does
/// not contain is left out.
std::vector<ComparedFigure> measured_figures(const MeasuredLog& log, const LogFrame& frame,
                                             const LogFigures& figures);

/// Adds the values of a replication to `compared`, which must be the result of measured_figures() of the log.
void add_replication(const LogFigures& measured, const LogFigures& simulated,
                     std::vector<ComparedFigure>& compared);

}  // namespace curtain
