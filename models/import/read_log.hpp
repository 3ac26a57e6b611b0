#pragma once
// Reads log files of any kind.
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/log_format.hpp"

namespace curtain {

/// All kinds of logs, in the order in which a file is compared with them.
const std::vector<const LogKind*>& all_log_kinds();
/// The names of all kinds: "cloudwatch", "xray" and so on.
std::vector<std::string> log_kinds();
/// The kind with this name, or nullptr.
const LogKind* find_log_kind(std::string_view name);

/// The kind that recognises the beginning of a file; nullptr if no kind recognises it. Throws StreamError if
/// the file cannot be read.
const LogKind* guess_log_kind(const std::string& path);

/// Reads a file to its end, or until `interrupt` is true, and passes its records to `reading`. The first
/// bytes determine whether the file consists of JSON documents, lines of JSON, text, or a table (CSV whose
/// first line names the columns). A broken part is reported and skipped. It is a line or, in a document that
/// spans lines, the rest of the file. Throws StreamError only if the file cannot be opened. After the last
/// file, the caller must call finish() of the format, which passes on the records that were held back.
void read_log(const std::string& path, LogFormat& format, LogReading& reading,
              const std::atomic<bool>& interrupt);

}  // namespace curtain
