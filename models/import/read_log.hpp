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
/// Their names: "cloudwatch", "xray", ..
std::vector<std::string> log_kinds();
/// The kind of that name, or nullptr.
const LogKind* find_log_kind(std::string_view name);

/// The kind that recognises the beginning of a file; nullptr if none does. Throws StreamError if the file
/// cannot be read.
const LogKind* guess_log_kind(const std::string& path);

/// Reads a file to its end (or until `interrupt` is true) and passes its records to `reading`. Documents and
/// lines of JSON are distinguished from text and from tables (CSV with a first line that names the columns)
/// by the first bytes. A broken part is reported and skipped: a line or, in a document that spans lines, the
/// rest of the file. Throws StreamError only for a file that cannot be opened. After the last file, finish()
/// of the format passes on the records that it held back.
void read_log(const std::string& path, LogFormat& format, LogReading& reading,
              const std::atomic<bool>& interrupt);

}  // namespace curtain
