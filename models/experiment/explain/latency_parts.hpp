#pragma once
// The parts of one invocation's latency.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "models/metrics/observer.hpp"

namespace curtain {

/// The parts of a latency, which are the parts of PlatformTime (models/metrics/function_tally.hpp) and the
/// execution.
enum class LatencyPart : std::uint8_t {
  frontend,  ///< network time to the scheduler, to the host, and back to the client
  queueing,  ///< wait of the last attempt for admission, for room, or for an instance
  start,     ///< time in which the last attempt was bound to a starting instance
  thaw,      ///< time to thaw the instance of the last attempt
  /// Time from the first attempt's arrival at the scheduler to the last attempt's arrival there. For an
  /// invocation that is given up later, the part also includes the time from the end of its last attempt
  /// until the invocation is given up.
  retry,
  execution,  ///< execution of the last attempt, which ends if the VM crashes
};
inline constexpr std::size_t kLatencyParts = 6;
inline constexpr std::array<std::string_view, kLatencyParts> kLatencyPartNames = {
    "frontend", "queueing", "start", "thaw", "retry", "execution"};

/// A latency, divided into parts.
class LatencyParts {
 public:
  [[nodiscard]] Duration operator[](LatencyPart part) const { return parts_[static_cast<std::size_t>(part)]; }
  void add(LatencyPart part, Duration time) { parts_[static_cast<std::size_t>(part)] += time; }
  [[nodiscard]] Duration total() const;
  /// The longest part, and the first of several equal parts.
  [[nodiscard]] LatencyPart longest() const;
  bool operator==(const LatencyParts&) const = default;

 private:
  std::array<Duration, kLatencyParts> parts_{};
};

/// Divides the time of one invocation while its events arrive. Each instant between the client's request and
/// the answer, or the client's leaving, is in exactly one part.
class LatencyClock {
 public:
  /// Takes the next event of the invocation. The first event must be Change::arrived.
  void observe(const Observation& seen);
  /// Called when an attempt of the invocation is bound to a starting instance.
  void bound(Time now);

  /// The parts of the time up to the last event. After Change::finished or Change::left, these are the parts
  /// of the whole latency.
  [[nodiscard]] LatencyParts parts() const;
  /// The time when the current attempt reached the scheduler.
  [[nodiscard]] Time submitted() const { return submitted_; }
  /// Whether an attempt has reached the scheduler and has not ended.
  [[nodiscard]] bool is_in_attempt() const { return in_attempt_; }

 private:
  /// Adds the time until `now` to the current part, and continues with the part `next`.
  void enter(LatencyPart next, Time now);
  /// Called when an attempt reaches the scheduler now. Does nothing if an attempt has already reached the
  /// scheduler.
  void reach(Time now);

  Time since_;                                // beginning of the current part
  LatencyPart part_ = LatencyPart::frontend;  // the current part
  Time executes_from_;                        // beginning of the execution; earlier time in the part
                                              // `execution` counts as `thaw` or, before thaws_from_, as
                                              // `frontend`
  Time thaws_from_;                           // beginning of the thaw before the execution
  Time submitted_ = Time::never();
  Duration request_latency_;  // time until the first attempt reached the scheduler
  Duration lost_;             // time in earlier attempts and between attempts
  LatencyParts attempt_;      // parts of the current attempt
  bool in_attempt_ = false;
  bool is_final_ = false;
};

}  // namespace curtain
