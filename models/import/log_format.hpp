#pragma once
// The interface and the common parts of all log readers.
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/import/json_tree.hpp"
#include "models/import/log_time.hpp"
#include "models/import/logged_invocation.hpp"
#include "models/import/report_line.hpp"

namespace curtain {

struct LogOptions {
  std::string function = {};  ///< of all records; empty: as in the log, else the file's name
  std::string tenant = {};    ///< of all records; empty: as in the log
  bool client_spans = false;  ///< OpenTelemetry: spans of callers instead of those of functions
  std::string log_format =
      {};  ///< access logs: nginx's log_format, Apache's LogFormat or Envoy's format string
  std::string duration_field = {};  ///< access logs in JSON: "NAME:UNIT", the field with the duration
};

/// The state of reading a set of files: the receiver, the counts and the current position.
class LogReading {
 public:
  LogReading(LogOptions options, LogSink& sink) : options_(std::move(options)), sink_(sink) {}

  void open(const std::string& path);
  /// The record that is being read.
  void at(std::uint64_t line, std::string_view text) {
    line_ = line;
    text_ = text;
  }

  /// Names the function of the next invocation: by the options, else by the record, else by the file.
  void name(LoggedInvocation& invocation);
  /// Passes the invocation on. Applies the options, and uses the file's name if the record names no function.
  /// Bytes that are not UTF-8 are escaped.
  void take(LoggedInvocation invocation);
  void refuse(Trouble trouble, std::string what);
  void refuse(RecordProblem&& problem) { refuse(problem.trouble, std::move(problem.what)); }
  void pass() { ++counts_.records, ++counts_.others; }
  /// Counts irregularities of an instant and returns it.
  std::int64_t seen(const LogTime& time) {
    counts_.no_zone += time.has_zone ? 0 : 1;
    counts_.other_zone += time.is_shifted ? 1 : 0;
    return time.ns;
  }

  [[nodiscard]] const LogOptions& options() const { return options_; }
  [[nodiscard]] LogCounts& counts() { return counts_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The function's name if neither the record nor the options have one.
  [[nodiscard]] const std::string& function_of_file() const { return function_of_file_; }

 private:
  std::string_view in_utf8(std::string_view text, std::string& escaped);

  LogOptions options_;
  LogSink& sink_;
  LogCounts counts_;
  std::string path_;
  std::string function_of_file_;
  std::string function_;  // escaped, for the current invocation
  std::string tenant_;
  std::string status_;
  std::string request_;
  std::uint64_t line_ = 0;
  std::string_view text_;
};

/// The fields of a record, by name.
using LogFields = std::vector<std::pair<std::string_view, std::string_view>>;
/// The field with that name; empty if there is none.
std::string_view field(const LogFields& fields, std::string_view name);

/// Reads one kind of log. Each call is for one record (or, for some kinds, one document), and results in
/// calls of LogReading.
class LogFormat {
 public:
  explicit LogFormat(LogReading& reading) : reading_(reading) {}
  LogFormat(const LogFormat&) = delete;
  LogFormat& operator=(const LogFormat&) = delete;
  virtual ~LogFormat() = default;

  /// A file begins with these bytes (at most 64 KiB).
  virtual void begin(std::string_view /*start*/) {}
  /// All files have been read: passes on the records that were held back.
  virtual void finish() {}
  /// Names of the arrays whose values are separate records.
  [[nodiscard]] virtual std::vector<std::string> streamed() const { return {""}; }
  /// A line that is not JSON.
  virtual void line(std::string_view text) = 0;
  /// A value of a streamed array; returns false to see it in the whole document.
  virtual bool element(JsonView element) = 0;
  /// A document, without the values that were accepted.
  virtual void document(JsonView root) = 0;
  /// True if a file whose first line names these columns is a table of records.
  [[nodiscard]] virtual bool is_table(const std::vector<std::string>& /*columns*/) const { return false; }
  virtual void row(const LogFields& /*fields*/) {}
  /// True if a line that is not a complete JSON document was meant as a record of an invocation.
  [[nodiscard]] virtual bool is_broken_record(std::string_view line) const = 0;

 protected:
  [[nodiscard]] LogReading& reading() const { return reading_; }

 private:
  LogReading& reading_;
};

/// The first bytes of a file, from which its kind of log is recognised.
struct LogSample {
  std::string_view text;
  std::vector<std::string> columns;  ///< of its first line, if that is a line of CSV with at least two fields

  [[nodiscard]] bool has(std::string_view part) const { return text.find(part) != std::string_view::npos; }
  /// True if the text has a member with that name, in JSON or in JSON within a JSON string.
  [[nodiscard]] bool has_key(std::string_view name) const;
};

/// A kind of log: one file and one line in log_kinds.inc.
struct LogKind {
  std::string_view name;   ///< name for --from
  std::string_view reads;  ///< one line for users
  /// True if a file that begins like this is of this kind. Checks for all fields that the kind needs, so that
  /// no other log is mistaken for it.
  bool (*recognises)(const LogSample& sample);
  std::unique_ptr<LogFormat> (*make)(LogReading& reading);
};

}  // namespace curtain
