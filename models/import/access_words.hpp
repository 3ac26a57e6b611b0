#pragma once
// What the layouts of access logs share: the words of a line, lengths of time in words, and fields of JSON.
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

/// A line whose instant stands in [brackets], in words.
struct AccessLine {
  std::string_view before;   ///< what stands in front of the instant
  std::string_view instant;  ///< what stands in the brackets
  std::optional<LogTime> time;
  std::vector<AccessWord> words;  ///< behind the instant; the request's line is the first

  /// The kinds of the words, a letter each.
  [[nodiscard]] std::string shape() const;
};

/// Takes a line apart at the first brackets with an instant in them, or, if there is none, at the first
/// brackets. Values that nginx lists with ", " or " : " between them are one word. False if there are no
/// brackets.
bool split_access_line(std::string_view line, AccessLine& parts);

/// True for "GET /pets?limit=2 HTTP/1.1" and "GET /pets".
bool is_request_line(std::string_view request);
/// "GET /pets?limit=2 HTTP/1.1" -> "GET /pets"
std::string_view route_of(std::string_view request);
std::string route_of(std::string_view method, std::string_view path);

/// True for a status of HTTP: three digits.
bool is_status(std::string_view text);
/// True for digits alone.
bool is_whole_number(std::string_view text);

/// A length of time as nginx writes it, seconds with three decimals or more, or several with ", " or " : "
/// between them, of which it is the sum ("-" counts nothing); or a number with its unit ("12ms", "0.25s").
/// Nanoseconds; nothing for any other word: a status, a number of bytes, a ratio or an instant.
std::optional<std::int64_t> length_of_time(std::string_view word);

/// A number of `unit_ns` nanoseconds in `text`, with `name` for messages; at most a day.
bool read_length(std::string_view text, std::string_view name, std::int64_t unit_ns, std::int64_t& ns,
                 RecordProblem& problem);
/// Nanoseconds in a "s", "ms", "us" or "ns"; nothing for other texts.
std::optional<std::int64_t> unit_of(std::string_view name);

/// True for the id of a request: a UUID, 16 digits of hexadecimal or more, or Base64 with its "=" at the end.
bool is_request_id(std::string_view word);

/// The value under one of some names, which are lower-case letters and digits; in the object's names, case,
/// "_", ".", "-" and "@" do not count.
JsonView find_plain(JsonView object, std::initializer_list<std::string_view> names);
std::string plain_name(std::string_view name);

/// What a layout makes of a record.
enum class AccessFit : std::uint8_t {
  other,    ///< the record has another layout
  read,     ///< an invocation
  broken,   ///< it has this layout, and is not whole
  passed,   ///< it has this layout, and is no invocation
  answered  ///< likewise: the gateway answered the request itself
};

/// What the lines of a file have in common, learned from its start.
struct AccessShape {
  std::string shape;                ///< of more than half of its lines; empty: of none
  std::optional<std::size_t> time;  ///< the word that is the request's length of time
};
AccessShape shape_of_lines(std::string_view start);
/// The word of a line that is the request's duration: the longest of several, because it includes those of
/// the upstreams; empty if there is none.
std::optional<std::size_t> time_word(const AccessLine& line);

/// A record under way.
struct AccessRecord {
  LoggedInvocation invocation;
  std::optional<LogTime> time;  ///< as time_of() found it
  std::string function;         ///< what invocation.function shows, if that is put together
  RecordProblem problem;

  AccessFit fail(Trouble trouble, std::string what) {
    problem = {trouble, std::move(what)};
    return AccessFit::broken;
  }
};

/// A layout of access logs: one file and one line in access_layouts.inc.
struct AccessLayout {
  std::string_view name;
  /// Either may be null: the layout then has no lines, or no objects. What is read bears its own instant.
  AccessFit (*line)(const AccessLine& line, const AccessShape& shape, AccessRecord& record);
  AccessFit (*object)(JsonView object, AccessRecord& record);
  /// Names of members, all of one of the lists, that an object of this layout has.
  std::vector<std::vector<std::string_view>> keys;
};
const std::vector<const AccessLayout*>& access_layouts();
/// The layout whose required fields an error names for an object that has no layout.
const AccessLayout& access_api_gateway();

/// The instant under that name; a value that is not an instant is reported in `record`.
std::optional<LogTime> time_of(JsonView value, AccessRecord& record);

}  // namespace curtain
