#pragma once
// Reads the records that AWS Lambda writes about functions: REPORT, START, INIT_START and INIT_REPORT lines,
// and the platform.* events of the JSON format.
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "models/import/held_back.hpp"
#include "models/import/init_records.hpp"
#include "models/import/log_format.hpp"
#include "models/import/log_names.hpp"
#include "models/import/start_times.hpp"

namespace curtain {

/// A message with its time, its stream and its function.
struct LambdaEvent {
  std::optional<LogTime> time;
  std::string_view time_text;  ///< the text at the position of the time, if it is not a time
  std::string_view message;
  std::string_view
      stream;  ///< the log stream, which belongs to one instance; empty if the log does not name it
  std::string_view named;  ///< the function, if a separate column contains it
  LogOwner owner;          ///< the function and account in the name of the log group
};

/// Combines the records of an invocation and passes the invocation on. The log may have the oldest records
/// first, or the newest first, which is the default order in the console of Logs Insights.
class LambdaRecords {
 public:
  explicit LambdaRecords(LogReading& reading)
      : reading_(reading), held_([this](const HeldInvocation& held) { release(held); }) {}

  /// Reads a message, which is text or JSON in a text.
  void say(const LambdaEvent& event);
  /// Reads a platform.* event. The time in the event takes precedence over the time of `outer`.
  void say_platform(JsonView event, const LambdaEvent& outer);
  /// Reads the fields that Logs Insights extracted from a REPORT whose message is missing.
  void say_discovered(const LambdaEvent& event, const LogFields& fields);
  /// Called after the last file.
  void finish();

 private:
  [[nodiscard]] std::string_view stream_of(const LambdaEvent& event) const;
  bool say_start_up(std::string_view message, const LambdaEvent& event);
  void platform_init(JsonView event, std::int64_t ns, const LambdaEvent& outer);
  void platform_report(JsonView event, const LambdaEvent& outer);
  void refuse_time(std::string_view text);
  void take(LoggedInvocation& invocation, const LambdaEvent& event);
  void set_name(LoggedInvocation& invocation, const LambdaEvent& event);
  std::optional<std::int64_t> start_of(const LoggedInvocation& invocation);
  bool set_times(LoggedInvocation& invocation, std::string_view stream, bool is_named,
                 std::optional<std::int64_t> start);
  void release(const HeldInvocation& held);

  LogReading& reading_;
  StartTimes starts_;
  InitRecords inits_;
  HeldBack held_;
  std::unordered_map<std::string, std::string> names_;  // indexed by stream; only looked up, never iterated
  JsonTree message_;
};

}  // namespace curtain
