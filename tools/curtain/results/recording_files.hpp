#pragma once
// The files of a recording in a results folder.
#include <string>
#include <string_view>
#include <vector>

#include "models/experiment/recording/recorder.hpp"
#include "models/experiment/run.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/results/results_reader.hpp"

namespace curtain::tools {

/// The version of the format of recordings. The version is increased if readers of the older version would
/// not understand the new format.
inline constexpr std::uint64_t kRecordingFormat = 1;

/// The names of the two files. One contains the records (models/experiment/recording/record_code.hpp). The
/// other is `recording.json`, which contains times in ticks of a microsecond, the names of functions, and a
/// list of what is left out.
inline constexpr std::string_view kRecords = "recording.bin";
inline constexpr std::string_view kRecordingText = "recording.json";

/// The invocations and times that a recording leaves out of the requested part of the run, as one sentence
/// for each reason. Empty if the recording is complete.
std::vector<std::string> left_out(const RunRecording& recording);

void write_recording(ResultsFolder& folder, const Scenario& scenario, const RunResult& result);

/// Checks the recording in a folder. Throws UsageError if a newer version wrote the recording.
void check_recording(const ResultsReader& folder);

/// Converts bytes to text: compressed with zlib (RFC 1950) and then encoded in base64 (RFC 4648).
std::string packed_text(std::string_view bytes);

}  // namespace curtain::tools
