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
  Duration duration;       ///< of its execution, known from the trace: only policies that say so use it
  std::uint64_t position;  ///< grows by one with every attempt that ever waited
};

/// `keyed`: the order is that of key(), lowest first.
enum class QueueOrder : std::uint8_t { first_in_first_out, last_in_first_out, keyed };

class QueueingPolicy : public Policy {
 public:
  /// The lowest key goes first; among equal keys the one that has waited longest.
  [[nodiscard]] virtual std::int64_t key(const QueueingQuery& query) = 0;
  /// If the order is one of the two that need no key; key() must order alike.
  [[nodiscard]] virtual QueueOrder order() const { return QueueOrder::keyed; }
};

}  // namespace curtain
