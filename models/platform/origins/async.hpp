#pragma once
// Asynchronous invocations: the client has its answer when the platform has accepted the event, and the
// platform tries until the event has been processed or is given up.
#include <cstdint>
#include <optional>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/parameters.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// An event is about to be older than it may get.
struct AsyncEventTooOld : EventKind<sim::Rank::timer, 11, Subject::attempt> {};

/// The platform's internal queue of events that wait for their next attempt.
class AsyncQueue final : public Origin {
 public:
  AsyncQueue(CoreApi& core, const AsyncParameters& parameters) : core_(core), parameters_(parameters) {}

  /// Requests of the function are events for this queue, if its traits say so. Throws std::invalid_argument
  /// if the platform does not say how it retries them.
  void adopt(std::uint32_t function, const FunctionSpec& spec);

  /// Nothing is answered: the client has not waited for it.
  void answered(std::uint32_t request, const Answer& answer) override;
  /// After an execution that failed or timed out: the platform's delays one after another, as many as the
  /// function may have. After an attempt that did not run (throttled, no room, lost in a crash): a backoff
  /// that grows up to a longest one. An event whose next attempt would come too late is given up when it
  /// reaches its age.
  [[nodiscard]] std::optional<Time> tries_again(std::uint32_t request, Time sent,
                                                const AttemptEnd& end) override;
  void too_old(std::uint32_t request, Time now);

 private:
  struct OfFunction {
    std::uint32_t retries = 0;
    Duration max_age;
  };
  /// What has become of an event so far.
  struct Progress {
    std::uint32_t executed = 0;  ///< attempts that ran
    std::uint32_t refused = 0;   ///< attempts that did not
    AttemptEnd last;
  };

  [[nodiscard]] Duration backoff(std::uint32_t refused) const;

  CoreApi& core_;
  AsyncParameters parameters_;
  std::vector<OfFunction> functions_;
  std::vector<Progress> events_;  // by request; of those that have had an attempt
};

}  // namespace curtain
