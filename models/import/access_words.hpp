#pragma once
// Functions that several layouts of access logs use, for the words of a line, lengths of time in words, and
// fields of JSON.
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/json_tree.hpp"
#include "models/import/log_format.hpp"
#include "models/import/log_time.hpp"

namespace curtain {

/// A word in a line of an access log.
struct AccessWord {
  enum class Kind : char { plain = 'u', quoted = 'q', bracketed = 'b' };
  Kind kind = Kind::plain;
  bool is_open = false;   ///< whether the closing quotation mark or bracket is missing
  std::string_view text;  ///< the word without its quotation marks or brackets
};

/// A line whose instant is in [brackets], split into its words.
struct AccessLine {
  std::string_view before;   ///< the text before the instant
  std::string_view instant;  ///< the text in the brackets
  std::optional<LogTime> time;
  std::vector<AccessWord> words;  ///< the words after the instant; the first word is the line of the request

  /// The kinds of the words, with one letter for each word.
  [[nodiscard]] std::string shape() const;
};

/// Splits a line at the first brackets that contain an instant or, if there are none, at the first brackets.
/// Values that nginx separates by ", " or " : " are one word. Returns false if there are no brackets.
bool split_access_line(std::string_view line, AccessLine& parts);

/// True for the line of a request such as "GET /pets?limit=2 HTTP/1.1" or "GET /pets".
bool is_request_line(std::string_view request);
/// The route in the line of a request: "GET /pets" for "GET /pets?limit=2 HTTP/1.1".
std::string_view route_of(std::string_view request);
std::string route_of(std::string_view method, std::string_view path);

/// True for an HTTP status, which has three digits.
bool is_status(std::string_view text);
/// True if the word consists only of digits.
bool is_whole_number(std::string_view text);

/// The length of time in a word, in nanoseconds. The word is a number of seconds with at least three
/// decimals, as nginx writes it, or a sum of several such numbers separated by ", " or " : ", in which "-"
/// counts as 0. It may also be a number with its unit ("12ms", "0.25s"). Empty for any other word, such as a
/// status, a number of bytes, a ratio or an instant.
std::optional<std::int64_t> length_of_time(std::string_view word);

/// Reads `text` as a number of units of `unit_ns` nanoseconds, which must be at most a day. `name` is the
/// name of the value in messages.
bool read_length(std::string_view text, std::string_view name, std::int64_t unit_ns, std::int64_t& ns,
                 RecordProblem& problem);
/// The nanoseconds in one "s", "ms", "us" or "ns". Empty for any other text.
std::optional<std::int64_t> unit_of(std::string_view name);

/// True for the id of a request, which is a UUID, at least 16 hexadecimal digits, or Base64 with "=" at its
/// end.
bool is_request_id(std::string_view word);

/// The value with one of several names. `names` consist of lower-case letters and digits. In the names of the
/// object, case, "_", ".", "-" and "@" are ignored.
JsonView find_plain(JsonView object, std::initializer_list<std::string_view> names);
std::string plain_name(std::string_view name);

/// The result of comparing a record with a layout.
enum class AccessFit : std::uint8_t {
  other,    ///< the record has another layout
  read,     ///< the record is an invocation
  broken,   ///< the record has this layout, but is incomplete
  passed,   ///< the record has this layout, but is not an invocation
  answered  ///< the record is not an invocation, because the gateway answered the request itself
};

/// The properties that the lines of a file share, determined from its beginning.
struct AccessShape {
  std::string shape;                ///< the form of more than half of the lines; empty if there is none
  std::optional<std::size_t> time;  ///< the word that is the duration of the request
};
AccessShape shape_of_lines(std::string_view start);
/// The word of a line that is the duration of the request. If there are several lengths of time, it is the
/// longest, because it includes the times of the upstreams. Empty if there is none.
std::optional<std::size_t> time_word(const AccessLine& line);

/// The record that is currently read.
struct AccessRecord {
  LoggedInvocation invocation;
  std::optional<LogTime> time;  ///< the result of time_of()
  std::string function;         ///< memory for invocation.function, if the name consists of several parts
  RecordProblem problem;

  AccessFit fail(Trouble trouble, std::string what) {
    problem = {trouble, std::move(what)};
    return AccessFit::broken;
  }
};

/// A layout of access logs. A layout is one file and one line in access_layouts.inc.
struct AccessLayout {
  std::string_view name;
  /// The functions that read a line and an object of this layout. A null pointer means that the layout has no
  /// lines, or no objects.
  AccessFit (*line)(const AccessLine& line, const AccessShape& shape, AccessRecord& record);
  AccessFit (*object)(JsonView object, AccessRecord& record);
  /// Lists of member names. An object of this layout has all names of at least one list.
  std::vector<std::vector<std::string_view>> keys;
};
const std::vector<const AccessLayout*>& access_layouts();
/// The layout whose required fields are named in the error about an object of an unknown layout.
const AccessLayout& access_api_gateway();

/// The instant in `value`. A value that is not an instant is reported in `record`.
std::optional<LogTime> time_of(JsonView value, AccessRecord& record);

}  // namespace curtain
