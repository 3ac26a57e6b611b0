#pragma once
// Asynchronous invocations. The client receives an answer when the platform has accepted the event. The
// platform then tries the event until it is processed or dropped.
#include <cstdint>
#include <optional>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/parameters.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// An event: an asynchronous invocation has reached its maximum age.
struct AsyncEventTooOld : EventKind<sim::Rank::timer, 11, Subject::attempt> {};

/// The platform's internal queue of events that wait for their next attempt.
class AsyncQueue final : public Origin {
 public:
  AsyncQueue(CoreApi& core, const AsyncParameters& parameters) : core_(core), parameters_(parameters) {}

  /// If the function is invoked asynchronously, makes this queue the sender of its requests. Throws
  /// std::invalid_argument if the platform does not define the retries of asynchronous events.
  void adopt(std::uint32_t function, const FunctionSpec& spec);

  /// Removes the progress of the event. No answer is sent, because no client waits for it.
  void answered(std::uint32_t request, const Answer& answer) override;
  /// After an execution that failed or timed out, the platform's delays apply one after another, up to the
  /// function's number of retries. After an attempt that did not run (throttled, no room, lost in a crash), a
  /// backoff applies, which grows up to a maximum. If the next attempt would come after the event's maximum
  /// age, the event is dropped when it reaches this age.
  [[nodiscard]] std::optional<Time> tries_again(std::uint32_t request, Time sent,
                                                const AttemptEnd& end) override;
  /// Handles AsyncEventTooOld. Drops the event, with the outcome of its last attempt.
  void too_old(std::uint32_t request, Time now);

 private:
  struct OfFunction {
    std::uint32_t retries = 0;
    Duration max_age;
  };
  /// The progress of an event.
  struct Progress {
    std::uint32_t executed = 0;  ///< attempts that ran
    std::uint32_t refused = 0;   ///< number of attempts that did not run
    AttemptEnd last;
  };

  [[nodiscard]] Duration backoff(std::uint32_t refused) const;

  CoreApi& core_;
  AsyncParameters parameters_;
  std::vector<OfFunction> functions_;
  std::vector<Progress> events_;  // indexed by request; for events that have had an attempt
};

}  // namespace curtain
