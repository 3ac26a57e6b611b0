#pragma once
// One row for each invocation of a run.
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "models/metrics/observer.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// What became of one invocation. What has not happened is Time::never(), kNoNumber, or attempts == 0.
struct InvocationRow {
  static constexpr std::uint64_t kNoNumber = std::numeric_limits<std::uint64_t>::max();

  FunctionId function;
  TenantId tenant;
  std::uint64_t n = 0;         ///< which arrival of its function it is, from 1; those of the warm-up count
  bool is_counted = false;     ///< it arrived in the window: the metrics of the run have it
  std::uint32_t attempts = 0;  ///< that were admitted
  Time arrival;                ///< when the client sent it
  // Of the last attempt:
  Time dispatched = Time::never();  ///< when it was admitted and handed to the scheduler
  Time started = Time::never();     ///< when its execution began
  Time ended = Time::never();       ///< when its execution ended
  std::uint64_t instance =
      kNoNumber;                      ///< of its function's instances, in the order of their creation, from 0
  std::uint64_t vm = kNoNumber;       ///< in the order in which VMs opened, from 0
  std::uint64_t host = kNoNumber;     ///< likewise
  StartKind start = StartKind::warm;  ///< if it started
  Time answered = Time::never();      ///< when the client has its answer; never: the run ended before
  Outcome outcome = Outcome::completed;  ///< if it was answered
  Rejection why = Rejection::unstated;   ///< where the outcome is throttled, expired or refused
  Duration charged;  ///< for all of its executions, with the initialisation that is billed with them
};

/// Makes the rows. A row is complete when the invocation ends, so rows come in the order of the ends. Memory
/// grows with what is in flight.
class InvocationLog final : public Observer {
 public:
  using Write = std::function<void(const InvocationRow&)>;

  /// Invocations that arrive at `from` or later are counted.
  InvocationLog(Time from, Write write) : from_(from), write_(std::move(write)) {}

  void observe(const Observation& seen) override;
  /// The run is over. Writes those that have not ended, in the order of their arrivals.
  void finish();

 private:
  struct InFlight {
    InvocationRow row;
    bool is_there = false;
  };

  InFlight& of(const Observation& seen);

  Time from_;
  Write write_;
  std::vector<InFlight> in_flight_;  // by request
};

}  // namespace curtain
