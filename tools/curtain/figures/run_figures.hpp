#pragma once
// The figures of one run.
#include <cstdint>
#include <optional>
#include <vector>

#include "tools/curtain/figures/figure.hpp"
#include "tools/curtain/results/results_reader.hpp"

namespace curtain::tools {

/// Returns the minute of time zero, counted from 1970-01-01 00:00 UTC. The result is empty if the run has no
/// `epoch`.
std::optional<std::int64_t> epoch_in(const ResultsReader& folder);

/// Returns an axis with the time of a run until `end_s`, in seconds. If the run has an epoch, the axis shows
/// times of day.
Axis clock_axis(std::optional<std::int64_t> epoch, double end_s);

/// See figures_of().
std::vector<Figure> figures_of_run(const ResultsReader& folder);

}  // namespace curtain::tools
