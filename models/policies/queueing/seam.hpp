#pragma once
// Queueing, which decides which attempt is served next when capacity becomes free. A queueing policy orders
// the frontend's queues, the queues of functions, and the attempts that wait for room.
#include <cstdint>

#include "models/policies/policy.hpp"

namespace curtain {

/// An attempt that is about to wait.
struct QueueingQuery {
  Time now;
  Time arrival;
  TenantId tenant;
  FunctionId function;
  Duration duration;  ///< duration of the execution, from the trace; only for policies that declare its use
  std::uint64_t position;      ///< increases by one with every attempt that waits
  std::uint32_t priority = 0;  ///< priority of the function, if Needs::priority is declared
  /// The arrival plus the function's deadline or, without a deadline, plus its timeout. Set if
  /// Needs::deadline is declared.
  Duration deadline = Duration::infinite();
  bool admitted = true;  ///< true if the attempt waits for an instance, false if it waits for admission
};

/// An attempt that stops waiting.
struct LeaveNotice {
  Time now;
  TenantId tenant;
  FunctionId function;
  std::int64_t key;        ///< the key of the attempt
  std::uint64_t position;  ///< like QueueingQuery::position
  bool admitted;           ///< like QueueingQuery::admitted
  bool goes_on;            ///< true if the attempt was admitted or got an instance, false if it waited too
                           ///< long
};

/// The order of a queue. `keyed` means the order of key(), lowest first.
enum class QueueOrder : std::uint8_t { first_in_first_out, last_in_first_out, keyed };

/// The order between functions. When room becomes free, the functions that wait for room are served in the
/// order of the heads of their queues. The first function starts all instances that it may start before the
/// next function starts any. An instance that becomes free serves the queue of its own function. So fifo and
/// lifo are orders within a function.
///
/// A keyed policy may declare Needs::across_functions. The attempts of all functions are then served in the
/// order of their keys. If idle instances may be evicted (`evict_idle`), an instance may become free while a
/// more urgent attempt of another function waits for room. The instance then counts as idle, its function
/// also waits, and the most urgent attempt takes the room.
class QueueingPolicy : public Policy {
 public:
  /// Returns the key of the attempt. The lowest key is served first; among equal keys, the attempt that has
  /// waited longest. Called when an attempt starts to wait and, without Needs::across_functions, also for the
  /// heads of queues when room becomes free.
  [[nodiscard]] virtual std::int64_t key(const QueueingQuery& query) = 0;
  /// Returns the order if it needs no key. key() must give the same order.
  [[nodiscard]] virtual QueueOrder order() const { return QueueOrder::keyed; }
  /// Called if the policy declares Needs::on_leave.
  virtual void on_leave(const LeaveNotice&) {}
};

}  // namespace curtain
