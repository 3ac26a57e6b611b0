#pragma once
// Log files of any kind, from their first byte to their last.
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/log_format.hpp"

namespace curtain {

/// The kinds of logs that are read.
enum class LogKind : std::uint8_t { cloudwatch, xray, otel, access_log };

/// "cloudwatch", "xray", "otel", "access-log"
std::string_view name_of(LogKind kind);
std::vector<std::string> log_kinds();
std::optional<LogKind> find_log_kind(std::string_view name);

/// What the start of a file looks like; nothing if like none of them. Throws StreamError if the file cannot
/// be read.
std::optional<LogKind> guess_log_kind(const std::string& path);

std::unique_ptr<LogFormat> make_log_format(LogKind kind, LogReading& reading);

/// Reads a file to its end (or until `interrupt` is true) and tells `reading` what it holds. Documents and
/// lines of JSON are told from text and from tables (CSV with a first line that names the columns) by the
/// first bytes. What is broken is told and passed over: a line, or, in a document that spans lines, the rest
/// of the file. Throws StreamError only for a file that cannot be opened.
void read_log(const std::string& path, LogFormat& format, LogReading& reading,
              const std::atomic<bool>& interrupt);

}  // namespace curtain
