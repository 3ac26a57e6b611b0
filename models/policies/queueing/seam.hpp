#pragma once
// Queueing: who goes next when capacity frees, in the frontend's queue, a function's queue and among attempts
// that wait for room.
#include <cstdint>

#include "models/policies/policy.hpp"

namespace curtain {

/// An attempt that is about to wait.
struct QueueingQuery {
  Time now;
  Time arrival;
  TenantId tenant;
  FunctionId function;
  Duration duration;           ///< of its execution, known from the trace: only policies that say so use it
  std::uint64_t position;      ///< grows by one with every attempt that ever waited
  std::uint32_t priority = 0;  ///< of its function, if Needs::priority is declared
  /// Of its function, from the arrival: its own, else its timeout; if Needs::deadline is declared.
  Duration deadline = Duration::infinite();
  bool admitted = true;  ///< it waits for an instance, not in the frontend's queue for its admission
};

/// An attempt that waits no more.
struct LeaveNotice {
  Time now;
  TenantId tenant;
  FunctionId function;
  std::int64_t key;        ///< by which it waited
  std::uint64_t position;  ///< as in QueueingQuery
  bool admitted;           ///< as in QueueingQuery
  bool goes_on;            ///< it is admitted, or has got its instance; else it has given up
};

/// `keyed`: the order is that of key(), lowest first.
enum class QueueOrder : std::uint8_t { first_in_first_out, last_in_first_out, keyed };

/// Among functions the order is this. Where room comes free, the functions that wait for it go by the heads
/// of their queues. A function that is first starts what it may before the next one does, and an instance
/// that comes free takes from its own function's queue: fifo and lifo are orders within a function.
///
/// A keyed policy may declare Needs::across_functions. Then each attempt goes by its own key, whatever its
/// function; and if idle instances may be evicted (`evict_idle`), an instance that comes free while a more
/// urgent attempt of another function waits for room counts as idle: its own function waits, too, and whoever
/// is first takes the room.
class QueueingPolicy : public Policy {
 public:
  /// The lowest key goes first; among equal keys the one that has waited longest. Asked when an attempt comes
  /// to wait; without Needs::across_functions also of the heads of queues when room comes free.
  [[nodiscard]] virtual std::int64_t key(const QueueingQuery& query) = 0;
  /// If the order is one of the two that need no key; key() must order alike.
  [[nodiscard]] virtual QueueOrder order() const { return QueueOrder::keyed; }
  /// If declared in Needs.
  virtual void on_leave(const LeaveNotice&) {}
};

}  // namespace curtain
