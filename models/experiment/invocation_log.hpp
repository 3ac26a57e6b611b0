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

/// The history of one invocation. Events that did not happen are Time::never() or kNoNumber.
struct InvocationRow {
  static constexpr std::uint64_t kNoNumber = std::numeric_limits<std::uint64_t>::max();

  FunctionId function;
  TenantId tenant;
  std::uint64_t n = 0;      ///< number of the arrival within its function, from 1, including the warm-up
  bool is_counted = false;  ///< the invocation arrived in the window, so the metrics of the run include it
  std::uint32_t attempts =
      1;         ///< number of attempts that have begun, including attempts that were turned away
  Time arrival;  ///< time at which the client sent the request
  // Members about the last attempt
  Time dispatched = Time::never();     ///< time of admission and transfer to the scheduler
  Time started = Time::never();        ///< beginning of the execution
  Time ended = Time::never();          ///< end of the execution
  std::uint64_t instance = kNoNumber;  ///< number of the instance within its function, in order of creation,
                                       ///< from 0
  std::uint64_t vm = kNoNumber;        ///< number in the order of opening, from 0
  std::uint64_t host = kNoNumber;      ///< number in the order of opening, from 0
  StartKind start = StartKind::warm;   ///< valid if the attempt started
  Time answered = Time::never();  ///< time when the answer arrived or the client left; Time::never() if the
                                  ///< run ended earlier
  Outcome outcome = Outcome::completed;  ///< valid if the invocation was answered
  Rejection why = Rejection::unstated;   ///< reason, if the outcome is throttled, expired or refused
  Duration charged;  ///< billed time of all executions, including the initialisation billed with them
};

/// Makes the rows. A row is complete when its invocation ends, so rows are in the order of the ends. The row
/// of an abandoned invocation is complete when its last attempt ends. Memory is proportional to the number of
/// invocations in flight.
class InvocationLog final : public Observer {
 public:
  using Write = std::function<void(const InvocationRow&)>;

  /// Invocations that arrive at or after `from` are counted.
  InvocationLog(Time from, Write write)
      : Observer({Change::arrived, Change::admitted, Change::queued, Change::started, Change::ended,
                  Change::retried, Change::left, Change::finished}),
        from_(from),
        write_(std::move(write)) {}

  void observe(const Observation& seen) override;
  void observe_warm_start(const Observation& started, Duration duration) override;
  void observe_end(const Observation& ended, const InvocationEnd& end) override;
  /// Called when the run has ended. Writes the rows that are not complete, in the order of arrivals.
  void finish();

 private:
  InvocationRow& of(const Observation& seen);
  void begin(const Observation& seen, InvocationRow& row) const;
  /// An attempt that followed a retry has begun.
  void next_attempt(const Observation& seen, InvocationRow& row);
  static void start(const Observation& seen, InvocationRow& row);

  Time from_;
  Write write_;
  std::vector<InvocationRow> in_flight_;  // by request; `n` is 0 if the row holds no invocation
  std::vector<Time> again_;  // indexed by request, once a request was retried: the time when its next attempt
                             // begins, or never
};

}  // namespace curtain
