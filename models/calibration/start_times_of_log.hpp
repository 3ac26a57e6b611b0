#pragma once
// Takes the start-up times and the durations of calls from measured logs.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/calibration/calibration.hpp"

namespace curtain {

/// The values of each function and memory size.
using ValuesByFunction = std::map<std::pair<std::string, Mebibytes>, std::vector<double>>;

/// The name of the function of a call; empty if the log names none.
std::string function_of(const MeasuredLog& log, const MeasuredCall& call);

/// Whether the function is one of those that were asked for.
bool is_wanted(const CalibrationBase& base, const std::string& function);

/// Adds the start-up times of the cold calls to `found`, and sets the source and what was subtracted. A cold
/// call that began as fast as 99 % of the warm calls ran on an instance that was initialised ahead, so it is
/// counted in `ahead` and shows no start-up.
void collect_start_ups(const std::vector<MeasuredLog>& logs, const CalibrationBase& base, Calibration& result,
                       ValuesByFunction& found);

/// The executions of the calls that are not cold. A log that does not say which calls are cold gives all.
ValuesByFunction durations_of(const std::vector<MeasuredLog>& logs, const CalibrationBase& base);

/// The median of an unsorted list; nothing if it is empty.
std::optional<double> median_of(std::vector<double> values);

/// The median of response less execution over warm calls; nothing if the logs do not have both.
std::optional<double> round_trip_of(const std::vector<MeasuredLog>& logs);

}  // namespace curtain
