#pragma once
// Common parts of the layouts of access logs: the words of a line, lengths of time in words, and fields of
// JSON.
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/json_tree.hpp"
#include "models/import/log_format.hpp"
#include "models/import/log_time.hpp"

namespace curtain {

/// A word of a line of an access log.
struct AccessWord {
  enum class Kind : char { plain = 'u', quoted = 'q', bracketed = 'b' };
  Kind kind = Kind::plain;
  bool is_open = false;   ///< its closing quotation mark or bracket is missing
  std::string_view text;  ///< without quotation marks and brackets
};

/// A line whose instant is in [brackets], split into words.
struct AccessLine {
  std::string_view before;   ///< the text before the instant
  std::string_view instant;  ///< the text in the brackets
  std::optional<LogTime> time;
  std::vector<AccessWord> words;  ///< the words after the instant; the request's line is the first

  /// The kinds of the words, one letter for each.
  [[nodiscard]] std::string shape() const;
};

/// Splits a line at the first brackets that contain an instant or, if there are none, at the first brackets.
/// Values that nginx separates by ", " or " : " are one word. False if there are no brackets.
bool split_access_line(std::string_view line, AccessLine& parts);

/// True for "GET /pets?limit=2 HTTP/1.1" and "GET /pets".
bool is_request_line(std::string_view request);
/// "GET /pets?limit=2 HTTP/1.1" -> "GET /pets"
std::string_view route_of(std::string_view request);
std::string route_of(std::string_view method, std::string_view path);

/// True for an HTTP status: three digits.
bool is_status(std::string_view text);
/// True if the word has only digits.
bool is_whole_number(std::string_view text);

/// A length of time as nginx writes it: seconds with three decimals or more, or the sum of several separated
/// by ", " or " : " ("-" counts as 0); or a number with its unit ("12ms", "0.25s"). In nanoseconds; empty for
/// any other word, such as a status, a number of bytes, a ratio or an instant.
std::optional<std::int64_t> length_of_time(std::string_view word);

/// A number of units of `unit_ns` nanoseconds in `text`, at most a day; `name` is used in messages.
bool read_length(std::string_view text, std::string_view name, std::int64_t unit_ns, std::int64_t& ns,
                 RecordProblem& problem);
/// The nanoseconds in one "s", "ms", "us" or "ns"; empty for other texts.
std::optional<std::int64_t> unit_of(std::string_view name);

/// True for the id of a request: a UUID, at least 16 hexadecimal digits, or Base64 with its "=" at the end.
bool is_request_id(std::string_view word);

/// The value under one of several names, which must be lower-case letters and digits; in the object's names,
/// case, "_", ".", "-" and "@" are ignored.
JsonView find_plain(JsonView object, std::initializer_list<std::string_view> names);
std::string plain_name(std::string_view name);

/// The result of reading a record with a layout.
enum class AccessFit : std::uint8_t {
  other,    ///< the record has another layout
  read,     ///< an invocation
  broken,   ///< it has this layout, but is not complete
  passed,   ///< it has this layout, but is not an invocation
  answered  ///< as `passed`, because the gateway answered the request itself
};

/// Properties that the lines of a file share, learned from its beginning.
struct AccessShape {
  std::string shape;                ///< the form of more than half of its lines; empty if there is none
  std::optional<std::size_t> time;  ///< the word that is the request's length of time
};
AccessShape shape_of_lines(std::string_view start);
/// The word of a line that is the request's duration: the longest of several, because it includes those of
/// the upstreams; empty if there is none.
std::optional<std::size_t> time_word(const AccessLine& line);

/// The record that is being read.
struct AccessRecord {
  LoggedInvocation invocation;
  std::optional<LogTime> time;  ///< as returned by time_of()
  std::string function;         ///< the text for invocation.function, if it has to be composed
  RecordProblem problem;

  AccessFit fail(Trouble trouble, std::string what) {
    problem = {trouble, std::move(what)};
    return AccessFit::broken;
  }
};

/// A layout of access logs: one file and one line in access_layouts.inc.
struct AccessLayout {
  std::string_view name;
  /// Either may be null: then the layout has no lines, or no objects. Each record has its own instant.
  AccessFit (*line)(const AccessLine& line, const AccessShape& shape, AccessRecord& record);
  AccessFit (*object)(JsonView object, AccessRecord& record);
  /// Lists of member names; an object of this layout has all names of one list.
  std::vector<std::vector<std::string_view>> keys;
};
const std::vector<const AccessLayout*>& access_layouts();
/// The layout whose required fields are named in the error for an object of unknown layout.
const AccessLayout& access_api_gateway();

/// The instant under that name; a value that is not an instant is reported in `record`.
std::optional<LogTime> time_of(JsonView value, AccessRecord& record);

}  // namespace curtain
