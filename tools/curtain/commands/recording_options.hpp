#pragma once
// The settings of a recording, from the options of `curtain run`.
#include <optional>

#include "models/config/scenario.hpp"
#include "models/experiment/recording/recorder.hpp"
#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

/// The settings of --record, --record-from and so on for a run of the scenario. Nothing without --record.
/// Throws UsageError.
std::optional<RecordingSettings> recording_of(const RunCommand& command, const Scenario& scenario);

}  // namespace curtain::tools
