#pragma once
// A log of calls that were measured on a real platform, in memory.
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// A time or a length of time in nanoseconds, or nothing if the log does not contain it. It is as small as
/// the number, because a log may have millions of calls.
class MeasuredTime {
 public:
  constexpr MeasuredTime() = default;
  constexpr MeasuredTime(std::int64_t ns) : ns_(ns) {}  // NOLINT(google-explicit-constructor): a value

  [[nodiscard]] constexpr bool has_value() const { return ns_ != kNothing; }
  constexpr explicit operator bool() const { return has_value(); }
  /// The nanoseconds. There must be a value.
  constexpr std::int64_t operator*() const { return ns_; }
  [[nodiscard]] constexpr std::int64_t value_or(std::int64_t other) const {
    return has_value() ? ns_ : other;
  }
  constexpr bool operator==(const MeasuredTime&) const = default;

 private:
  static constexpr std::int64_t kNothing = std::numeric_limits<std::int64_t>::min();
  std::int64_t ns_ = kNothing;
};

/// Whether a call was the first use of its instance.
enum class MeasuredStart : std::uint8_t { unknown, warm, cold };

/// The index of a name that the log does not contain.
inline constexpr std::uint32_t kNoName = std::numeric_limits<std::uint32_t>::max();

/// A call. Instants are in nanoseconds since 1970, UTC. The clocks of the client and of the function may
/// differ by tens of milliseconds.
struct MeasuredCall {
  MeasuredTime sent;      ///< the client sent the request, by the clock of the client
  MeasuredTime started;   ///< the handler began, by the clock of the function
  MeasuredTime ended;     ///< the handler ended, by the clock of the function
  MeasuredTime answered;  ///< the client received the answer, by the clock of the client
  MeasuredTime day;       ///< the beginning of the day of the call, if the log contains only the day

  MeasuredTime idle;      ///< the time since the previous call, if the log contains it instead of instants
  MeasuredTime response;  ///< from `sent` to `answered`
  MeasuredTime duration;  ///< the execution without the start-up
  MeasuredTime init;      ///< the initialisation of a cold start
  MeasuredTime billed;    ///< the billed duration

  std::uint32_t function = kNoName;  ///< an index of MeasuredLog::functions
  std::uint32_t instance = kNoName;  ///< an index of MeasuredLog::instances
  std::uint32_t vm = kNoName;        ///< an index of MeasuredLog::vms
  std::uint32_t group = kNoName;     ///< an index of MeasuredLog::groups
  Mebibytes memory = 0;              ///< 0: the log does not contain it
  Mebibytes max_memory = 0;          ///< 0: the log does not contain it
  std::uint32_t line = 0;            ///< the line in the file
  MeasuredStart start = MeasuredStart::unknown;

  [[nodiscard]] bool is_cold() const { return start == MeasuredStart::cold; }
  /// The length of the execution, from `duration` or else from the clock of the function.
  [[nodiscard]] MeasuredTime execution() const {
    return duration ? duration : started && ended ? MeasuredTime(*ended - *started) : MeasuredTime();
  }
};

/// A record that is not a usable call.
struct RefusedRow {
  std::uint64_t line = 0;
  std::string what;  ///< "FILE:LINE: what was found; what was expected"
};

/// One log, which is one measured run. Calls are in the order of `sent` if all calls have it, and otherwise
/// in the order of the file.
struct MeasuredLog {
  static constexpr std::size_t kMostRefusedShown = 20;

  std::string path;
  std::string_view kind;  ///< the name of the kind of log, such as "pacslab-lambda"
  std::vector<MeasuredCall> calls;
  std::vector<std::string> functions;  ///< the function, or the configuration: "python3.8/zip/x86_64"
  std::vector<std::string> instances;
  std::vector<std::string> vms;
  std::vector<std::string> groups;   ///< classes in which the log puts calls, such as "warm-one"
  std::uint64_t rows = 0;            ///< records that were read, without blank lines
  std::uint64_t refused = 0;         ///< records that were refused
  std::uint64_t others = 0;          ///< records that are not about calls
  std::vector<RefusedRow> refusals;  ///< the first kMostRefusedShown refused records
};

}  // namespace curtain
