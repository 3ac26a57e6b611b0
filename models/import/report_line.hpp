#pragma once
// Reads the REPORT and START lines that AWS Lambda writes into the log of a function.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/import/logged_invocation.hpp"

namespace curtain {

/// The kind of an error in a record, and its description.
struct RecordProblem {
  Trouble trouble = Trouble::cut_off;
  std::string what;
};

/// The fields of a REPORT line. Times are in nanoseconds.
struct ReportLine {
  std::string_view request;
  std::int64_t duration = 0;
  std::int64_t billed = 0;
  Mebibytes memory = 0;
  Mebibytes max_memory = 0;
  std::optional<std::int64_t> init;  ///< Init Duration, or Restore Duration of a snapshot
  std::string_view status;           ///< "timeout", "error"; empty if there was no error
};

/// The result of reading a text as a report.
enum class Reading : std::uint8_t { is_other, is_read, is_broken };

/// Reads `REPORT RequestId: .. Duration: .. ms Billed Duration: .. ms Memory Size: .. MB Max Memory Used: ..
/// MB` and the optional fields `Init Duration: .. ms`, `Restore Duration: .. ms Billed Restore Duration: ..
/// ms`, `XRAY TraceId: .. SegmentId: .. Sampled: ..`, `Status: ..`, `Error Type: ..`. Fields are separated by
/// tabs or, in copies, by spaces. The layout is AWS's (Lambda Developer Guide, "Sending Lambda function logs
/// to CloudWatch Logs" and "Monitoring for Lambda SnapStart"). A report is broken if it is truncated at its
/// beginning or end, if a field is missing, or if a number is invalid, negative, extremely large or in
/// another unit. `message` begins with the report.
Reading read_report(std::string_view message, ReportLine& report, RecordProblem& problem);

/// The fields of an INIT_REPORT line.
struct InitLine {
  std::int64_t duration = 0;  ///< in nanoseconds
  std::string_view phase;     ///< "init", "invoke"
  std::string_view status;    ///< "timeout", "error"; empty if there was no error
};

/// Reads `INIT_REPORT Init Duration: .. ms Phase: init Status: timeout Error Type: ..` (Lambda Developer
/// Guide, "Understanding the Lambda execution environment lifecycle", failures during the Init phase).
/// `message` begins with this line. Returns false if a part is missing or is not a number.
bool read_init_report(std::string_view message, InitLine& line, RecordProblem& problem);

/// The id of the request in `START RequestId: .. Version: ..`. Empty for any other message.
std::string_view started_request(std::string_view message);

/// The position in a line at which a REPORT or START message begins; npos if there is none.
std::size_t find_message(std::string_view line);

/// True if a text contains a field that only REPORT lines have.
bool has_part_of_report(std::string_view line);

/// True if the text contains control characters other than tab, line breaks and escape (colours), which do
/// not occur in a text.
bool is_binary(std::string_view text);

/// The longest execution that is not an error, a day. The longest execution that AWS allows is 15 minutes
/// (Lambda Developer Guide, "Lambda quotas").
inline constexpr std::int64_t kLongestExecution = 86'400'000'000'000;

/// Reads a number of milliseconds as nanoseconds. Messages about errors contain `name`.
bool read_milliseconds(std::string_view number, std::string_view name, std::int64_t& ns,
                       RecordProblem& problem);
/// Reads a number of MB. A memory size must be from 1 MB to 16 TiB.
bool read_megabytes(std::string_view number, std::string_view name, Mebibytes& memory,
                    RecordProblem& problem);

}  // namespace curtain
