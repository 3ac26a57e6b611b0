#pragma once
// The interface of all log readers, and their common parts.
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
  std::string function = {};  ///< the function of all records; empty: the name in the log, or the name of the
                              ///< file
  std::string tenant = {};    ///< the tenant of all records; empty: the name in the log
  bool client_spans = false;  ///< for OpenTelemetry: read the spans of callers instead of those of functions
  std::string log_format =
      {};  ///< for access logs: nginx's log_format, Apache's LogFormat or Envoy's format string
  std::string duration_field = {};  ///< for access logs in JSON: the field with the duration, as "NAME:UNIT"
};

/// The state of reading a set of files, which consists of the receiver, the counts and the current position.
class LogReading {
 public:
  LogReading(LogOptions options, LogSink& sink) : options_(std::move(options)), sink_(sink) {}

  void open(const std::string& path);
  /// Sets the record that is currently read.
  void at(std::uint64_t line, std::string_view text) {
    line_ = line;
    text_ = text;
  }

  /// Sets the function of an invocation to the name in the options, or else in the record, or else of the
  /// file.
  void name(LoggedInvocation& invocation);
  /// Passes an invocation to the receiver. The options are applied first. If no record names the function,
  /// the name of the file is used. Bytes that are not UTF-8 are escaped.
  void take(LoggedInvocation invocation);
  void refuse(Trouble trouble, std::string what);
  void refuse(RecordProblem&& problem) { refuse(problem.trouble, std::move(problem.what)); }
  void pass() { ++counts_.records, ++counts_.others; }
  /// Counts the irregularities of an instant, and returns the instant.
  std::int64_t seen(const LogTime& time) {
    counts_.no_zone += time.has_zone ? 0 : 1;
    counts_.other_zone += time.is_shifted ? 1 : 0;
    return time.ns;
  }

  [[nodiscard]] const LogOptions& options() const { return options_; }
  [[nodiscard]] LogCounts& counts() { return counts_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The name of the function if no record and no option names it.
  [[nodiscard]] const std::string& function_of_file() const { return function_of_file_; }

 private:
  std::string_view in_utf8(std::string_view text, std::string& escaped);

  LogOptions options_;
  LogSink& sink_;
  LogCounts counts_;
  std::string path_;
  std::string function_of_file_;
  std::string function_;  // the escaped name for the current invocation
  std::string tenant_;
  std::string status_;
  std::string request_;
  std::string instance_;
  std::uint64_t line_ = 0;
  std::string_view text_;
};

/// The fields of a record, with their names.
using LogFields = std::vector<std::pair<std::string_view, std::string_view>>;
/// The field with this name. Empty if there is none.
std::string_view field(const LogFields& fields, std::string_view name);

/// Reads one kind of log. Each call passes one record (or, for some kinds, one document) and results in calls
/// of LogReading.
class LogFormat {
 public:
  explicit LogFormat(LogReading& reading) : reading_(reading) {}
  LogFormat(const LogFormat&) = delete;
  LogFormat& operator=(const LogFormat&) = delete;
  virtual ~LogFormat() = default;

  /// Called at the beginning of a file, with its first bytes (at most 64 KiB).
  virtual void begin(std::string_view /*start*/) {}
  /// Called after all files. Passes on the records that were held back.
  virtual void finish() {}
  /// The names of the arrays whose values are separate records.
  [[nodiscard]] virtual std::vector<std::string> streamed() const { return {""}; }
  /// Reads a line that is not JSON.
  virtual void line(std::string_view text) = 0;
  /// Reads a value of a streamed array. Returns false if the value is needed in the whole document.
  virtual bool element(JsonView element) = 0;
  /// Reads a document, without the values that element() accepted.
  virtual void document(JsonView root) = 0;
  /// True if a file with these names of columns in its first line is a table of records.
  [[nodiscard]] virtual bool is_table(const std::vector<std::string>& /*columns*/) const { return false; }
  virtual void row(const LogFields& /*fields*/) {}
  /// True if a line that is not a complete JSON document is probably a damaged record of an invocation.
  [[nodiscard]] virtual bool is_broken_record(std::string_view line) const = 0;

 protected:
  [[nodiscard]] LogReading& reading() const { return reading_; }

 private:
  LogReading& reading_;
};

/// The first bytes of a file, by which its kind of log is recognised.
struct LogSample {
  std::string_view text;
  std::vector<std::string> columns;  ///< the columns of the first line, if it is a line of CSV with at least
                                     ///< two fields

  [[nodiscard]] bool has(std::string_view part) const { return text.find(part) != std::string_view::npos; }
  /// True if the text has a member with this name, in JSON or in JSON within a JSON string.
  [[nodiscard]] bool has_key(std::string_view name) const;
};

/// A kind of log. A kind is one file and one line in log_kinds.inc.
struct LogKind {
  std::string_view name;   ///< the name for --from
  std::string_view reads;  ///< a description in one line, for users
  /// True if a file with this beginning is of this kind. Checks all fields that the kind needs, so that no
  /// other log is recognised by mistake.
  bool (*recognises)(const LogSample& sample);
  std::unique_ptr<LogFormat> (*make)(LogReading& reading);
};

}  // namespace curtain
