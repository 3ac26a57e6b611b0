#pragma once
// Clients that wait for an answer up to a timeout, such as clients behind an API gateway with an integration
// timeout. The platform does not notice that a client has left, so the attempt continues.
#include "models/platform/core/core_api.hpp"
#include "models/workload/arrival.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// An event: the timeout of a client has passed without an answer.
struct ClientLeaves : EventKind<sim::Rank::timer, 13, Subject::attempt> {};

/// Determines when clients leave. Request::is_abandoned marks the invocations whose client has left.
class ClientTimeout final {
 public:
  /// Clients wait for at most `longest` after they have sent their request. An infinite value means no limit.
  ClientTimeout(CoreApi& core, Duration longest) : core_(core), longest_(longest) {}

  /// Whether clients of the function have a timeout. No client waits for an asynchronous function.
  [[nodiscard]] bool concerns(const FunctionSpec& spec) const {
    return !longest_.is_infinite() && spec.traits.invoke == Invoke::sync;
  }
  /// The time at which the client of a request that was sent at `sent` leaves.
  [[nodiscard]] Time leaves_at(Time sent) const { return sim::saturating_add(sent, longest_); }
  /// Whether an answer that arrives at `answered` reaches the client. An answer at the instant of the timeout
  /// still reaches the client.
  [[nodiscard]] bool is_in_time(Time sent, Time answered) const {
    return CURTAIN_MUTANT(answer_at_the_timeout_late, answered <= leaves_at(sent),
                          answered < leaves_at(sent));
  }

  /// Schedules that the client leaves, unless the client has left already. Must be called again when the
  /// request gets another generation, because events of the old generation are stale.
  void watch(std::uint32_t request);
  /// Handles ClientLeaves. The invocation is abandoned.
  void leaves(std::uint32_t request, Time now);

 private:
  CoreApi& core_;
  Duration longest_;
};

}  // namespace curtain
