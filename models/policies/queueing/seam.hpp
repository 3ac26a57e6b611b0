#pragma once
// Queueing: which attempt is served next when capacity becomes free, in the frontend's queue, in a function's
// queue and among attempts that wait for room.
#include <cstdint>

#include "models/policies/policy.hpp"

namespace curtain {

/// An attempt that is about to wait.
struct QueueingQuery {
  Time now;
  Time arrival;
  TenantId tenant;
  FunctionId function;
  Duration duration;       ///< of its execution, known from the trace; only for policies that declare its use
  std::uint64_t position;  ///< increases by one with every attempt that waits
  std::uint32_t priority = 0;  ///< of its function, if Needs::priority is declared
  /// Deadline: the arrival plus the function's own deadline, else plus its timeout; if Needs::deadline is
  /// declared.
  Duration deadline = Duration::infinite();
  bool admitted =
      true;  ///< true: it waits for an instance; false: it waits for admission in the frontend's queue
};

/// An attempt that stops waiting.
struct LeaveNotice {
  Time now;
  TenantId tenant;
  FunctionId function;
  std::int64_t key;        ///< the key by which it waited
  std::uint64_t position;  ///< as in QueueingQuery
  bool admitted;           ///< as in QueueingQuery
  bool goes_on;            ///< it was admitted or got its instance; otherwise it has given up
};

/// `keyed`: in the order of key(), lowest first.
enum class QueueOrder : std::uint8_t { first_in_first_out, last_in_first_out, keyed };

/// The order among functions: when room becomes free, the functions that wait for it are served by the heads
/// of their queues. The first function starts what it may before the next function does, and an instance that
/// becomes free takes from its own function's queue: fifo and lifo are orders within a function.
///
/// A keyed policy may declare Needs::across_functions. Then each attempt is served by its own key, whatever
/// its function. If idle instances may be evicted (`evict_idle`), an instance that becomes free while a more
/// urgent attempt of another function waits for room counts as idle: its own function waits as well, and the
/// most urgent attempt takes the room.
class QueueingPolicy : public Policy {
 public:
  /// The lowest key is served first; among equal keys the attempt that has waited longest. Called when an
  /// attempt starts to wait; without Needs::across_functions also for the heads of queues when room becomes
  /// free.
  [[nodiscard]] virtual std::int64_t key(const QueueingQuery& query) = 0;
  /// The order, if it is one of the two that need no key; key() must give the same order.
  [[nodiscard]] virtual QueueOrder order() const { return QueueOrder::keyed; }
  /// If declared in Needs.
  virtual void on_leave(const LeaveNotice&) {}
};

}  // namespace curtain
