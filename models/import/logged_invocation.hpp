#pragma once
// An invocation in a log, the possible errors of a record, and the interface that receives invocations.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/words.hpp"

namespace curtain {

/// An invocation in a log. Its texts are valid only during the call that receives it.
struct LoggedInvocation {
  std::string_view function;
  std::string_view tenant;    ///< the account; empty if the log does not contain it
  std::string_view request;   ///< the id of the request or span; empty if there is none
  std::string_view instance;  ///< the instance, as by the name of its log stream; empty if the log does not
                              ///< contain it
  std::string_view status;    ///< the status in the log ("timeout", "error", "503"); empty if there is none
  std::int64_t arrival = 0;   ///< in nanoseconds since 1970, UTC
  std::int64_t told = 0;      ///< the time of the record, in nanoseconds since 1970, UTC
  std::optional<std::int64_t> duration;  ///< duration of the execution without the start-up, in nanoseconds
  std::optional<std::int64_t> init;      ///< duration of the start-up of a cold start, in nanoseconds
  std::optional<std::int64_t> billed;    ///< billed duration in nanoseconds
  std::optional<Mebibytes> memory;
  std::optional<Mebibytes> max_memory;
  std::optional<bool> cold;  ///< empty: the log does not contain this value
  /// Whether this is the first use of an instance that was initialised before the request arrived. Such a
  /// request did not wait, so it is not cold.
  bool proactive = false;
};

/// The reason why a record is not a usable invocation.
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

/// The reason as text, such as "cut off" or "a field is missing".
std::string_view name_of(Trouble trouble);

/// A record of an invocation that could not be read.
struct BrokenRecord {
  Trouble trouble = Trouble::cut_off;
  std::string what;       ///< what was found and what was expected, without the position
  std::string_view path;  ///< path of the file
  std::uint64_t line = 0;
  std::string_view text;  ///< the text of the record in the file, at most 1 MiB
};

/// Receives the contents of a log in the order of the log, except for records that had to wait for later
/// records.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void take(const LoggedInvocation& invocation) = 0;
  virtual void refuse(const BrokenRecord& record) = 0;
};

/// The numbers of records. A record is a line of text, or an event, trace or span in JSON. The sum of
/// invocations, broken and others equals records.
struct LogCounts {
  std::uint64_t lines = 0;
  std::uint64_t records = 0;
  std::uint64_t invocations = 0;
  std::uint64_t broken = 0;
  std::uint64_t others = 0;         ///< records that are not about invocations, such as lines of functions
                                    ///< and blank lines
  std::uint64_t starts_found = 0;   ///< invocations with a start record in the log
  std::uint64_t no_zone = 0;        ///< instants without a time zone, which are read as UTC
  std::uint64_t other_zone = 0;     ///< instants in a time zone other than UTC
  std::uint64_t client_spans = 0;   ///< spans of callers, which are not invocations
  std::uint64_t not_passed_on = 0;  ///< requests that the gateway answered itself
  std::uint64_t inner_spans = 0;    ///< spans of servers and consumers that are part of another invocation of
                                    ///< their function
  std::uint64_t named_by_file = 0;  ///< invocations whose function has the name of the file
  std::uint64_t proactive = 0;      ///< invocations on an instance that was initialised before it was needed
  std::uint64_t given_up = 0;       ///< cold starts whose initialisation was aborted
  std::uint64_t unused_inits = 0;   ///< initialisations that are not followed by an invocation
  std::uint64_t sampled_away = 0;   ///< requests that are not in the log because of sampling, according to
                                    ///< its records
  std::uint64_t escaped = 0;        ///< texts with bytes that are not UTF-8
};

}  // namespace curtain
