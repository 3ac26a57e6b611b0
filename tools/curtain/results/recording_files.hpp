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

/// The version of recordings; it is increased if readers of the older version would not understand them.
inline constexpr std::uint64_t kRecordingFormat = 1;

/// The names of the two files: the records (models/experiment/recording/record_code.hpp), and what they refer
/// to: `recording.json` with times in ticks of a microsecond, the names of functions, and what is left out.
inline constexpr std::string_view kRecords = "recording.bin";
inline constexpr std::string_view kRecordingText = "recording.json";

/// What a recording leaves out of the part of the run that it was to cover, one sentence each; none if
/// nothing.
std::vector<std::string> left_out(const RunRecording& recording);

void write_recording(ResultsFolder& folder, const Scenario& scenario, const RunResult& result);

/// Checks the recording of a folder that has one. Throws UsageError if a newer version wrote it.
void check_recording(const ResultsReader& folder);

/// Bytes for a text: compressed (zlib, RFC 1950), then in base64 (RFC 4648).
std::string packed_text(std::string_view bytes);

}  // namespace curtain::tools
