#pragma once
// The parts of one invocation's latency.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "models/metrics/observer.hpp"

namespace curtain {

/// The parts of a latency, as in PlatformTime (models/metrics/tally.hpp), and the execution.
enum class LatencyPart : std::uint8_t {
  frontend,  ///< the request's way to the scheduler and to the host, and the answer's way to the client
  queueing,  ///< waiting for admission, for room, or for an instance, of the last attempt
  start,     ///< bound to an instance that was starting, of the last attempt
  /// From first reaching the scheduler to reaching it for the last attempt; and if the invocation is given up
  /// later, from the end of its last attempt until then.
  retry,
  execution,  ///< of the last attempt; if its VM crashed, until then
};
inline constexpr std::size_t kLatencyParts = 5;
inline constexpr std::array<std::string_view, kLatencyParts> kLatencyPartNames = {
    "frontend", "queueing", "start", "retry", "execution"};

/// A latency by parts.
class LatencyParts {
 public:
  [[nodiscard]] Duration operator[](LatencyPart part) const { return parts_[static_cast<std::size_t>(part)]; }
  void add(LatencyPart part, Duration time) { parts_[static_cast<std::size_t>(part)] += time; }
  [[nodiscard]] Duration total() const;
  /// The longest part; of equal ones the first.
  [[nodiscard]] LatencyPart longest() const;
  bool operator==(const LatencyParts&) const = default;

 private:
  std::array<Duration, kLatencyParts> parts_{};
};

/// Divides the time of one invocation as its events come: each instant between the client's request and the
/// answer, or the client's leaving, is in exactly one part.
class LatencyClock {
 public:
  /// Takes the next event of the invocation; the first is Change::arrived.
  void observe(const Observation& seen);
  /// An attempt of it is bound to a starting instance.
  void bound(Time now);

  /// The parts of the time up to the last event. They are those of the whole latency once Change::finished or
  /// Change::left was observed.
  [[nodiscard]] LatencyParts parts() const;
  /// When the current attempt reached the scheduler.
  [[nodiscard]] Time submitted() const { return submitted_; }
  /// Whether an attempt has reached the scheduler and has not ended.
  [[nodiscard]] bool is_in_attempt() const { return in_attempt_; }

 private:
  /// Adds the time until `now` to the current part, and continues with `next`.
  void enter(LatencyPart next, Time now);
  /// An attempt reaches the scheduler now, unless one is there.
  void reach(Time now);

  Time since_;                                // beginning of the current part
  LatencyPart part_ = LatencyPart::frontend;  // the current part
  Time executes_from_;                        // if the part is the execution: before that, it is the frontend
  Time submitted_ = Time::never();
  Duration request_latency_;  // until the first attempt reached the scheduler
  Duration lost_;             // in attempts before the current one, and between attempts
  LatencyParts attempt_;      // of the current attempt
  bool in_attempt_ = false;
  bool is_final_ = false;
};

}  // namespace curtain
