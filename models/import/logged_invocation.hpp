#pragma once
// An invocation as recorded in a log, the possible errors of a record, and the interface that receives
// invocations.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/words.hpp"

namespace curtain {

/// One invocation as recorded in a log. Texts are valid only during the call that receives it.
struct LoggedInvocation {
  std::string_view function;
  std::string_view tenant;   ///< the account; empty if the log does not contain it
  std::string_view request;  ///< a request's or a span's id, which identifies it; empty if there is none
  std::string_view status;   ///< as in the log ("timeout", "error", "503"); empty if the log has none
  std::int64_t arrival = 0;  ///< nanoseconds since 1970, UTC
  std::int64_t told = 0;     ///< the time of the record itself, nanoseconds since 1970, UTC
  std::optional<std::int64_t> duration;  ///< nanoseconds of execution, start-up excluded
  std::optional<std::int64_t> init;      ///< nanoseconds of start-up, of a cold start
  std::optional<std::int64_t> billed;    ///< nanoseconds
  std::optional<Mebibytes> memory;
  std::optional<Mebibytes> max_memory;
  std::optional<bool> cold;  ///< empty: the log does not contain it
  /// First use of an instance that was initialised before the request came. The request did not wait, so it
  /// is not cold.
  bool proactive = false;
};

/// Why a record is not a usable invocation.
enum class Trouble : std::uint8_t {
  cut_off,
  missing_field,
  not_a_number,
  negative,
  too_large,
  wrong_unit,
  no_time,
  bad_time,
  binary,
  too_long,
  bad_json,
  unfinished,
  damaged_file,
};
inline constexpr std::size_t kTroubles = 13;

/// "cut off", "a field is missing", ...
std::string_view name_of(Trouble trouble);

/// A record of an invocation that could not be read.
struct BrokenRecord {
  Trouble trouble = Trouble::cut_off;
  std::string what;       ///< what was found and what is needed, without the place
  std::string_view path;  ///< path of the file
  std::uint64_t line = 0;
  std::string_view text;  ///< the record as written in the file, at most a MiB of it
};

/// Receives the contents of a log, in the log's order, except for records that had to wait for later ones.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void take(const LoggedInvocation& invocation) = 0;
  virtual void refuse(const BrokenRecord& record) = 0;
};

/// The numbers of records. A record is a line of a text, or an event, trace or span in JSON: records ==
/// invocations + broken + others.
struct LogCounts {
  std::uint64_t lines = 0;
  std::uint64_t records = 0;
  std::uint64_t invocations = 0;
  std::uint64_t broken = 0;
  std::uint64_t others = 0;         ///< records for other purposes: lines written by functions, blank lines
  std::uint64_t starts_found = 0;   ///< invocations for which the log has a start record
  std::uint64_t no_zone = 0;        ///< instants without a time zone, taken as UTC
  std::uint64_t other_zone = 0;     ///< instants in another time zone than UTC
  std::uint64_t client_spans = 0;   ///< spans of callers, which are not invocations by themselves
  std::uint64_t not_passed_on = 0;  ///< requests that the gateway answered itself
  std::uint64_t inner_spans = 0;    ///< spans of servers and consumers within an invocation of their function
  std::uint64_t named_by_file = 0;  ///< invocations whose function is named after the file
  std::uint64_t proactive = 0;      ///< invocations on an instance that was initialised ahead
  std::uint64_t given_up = 0;       ///< cold starts whose initialisation was given up
  std::uint64_t unused_inits = 0;   ///< initialisations without a following invocation
  std::uint64_t sampled_away = 0;   ///< requests that sampling left out of the log, according to its records
  std::uint64_t escaped = 0;        ///< texts with bytes that are not UTF-8
};

}  // namespace curtain
