#pragma once
// Keep-alive: how long an idle instance is kept, and which instance is evicted first when room is needed.
#include <cstdint>
#include <optional>

#include "models/policies/kept.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

/// An instance that has just become idle: its last attempt ended, or it became ready and no attempt waited
/// for it.
struct IdleInstanceView {
  Time now;
  InstanceId instance;
  FunctionId function;
  VmId vm;
  Mebibytes memory;
  Time created;
  std::uint32_t uses;  ///< attempts it has served
  std::uint32_t live;  ///< live instances of its function
  Duration start_up;   ///< duration of its own cold start
  Kept<std::uint32_t, IdleCountsNeed>
      idle;                 ///< idle instances of its function, itself included; only with Needs::idle_counts
  std::uint64_t ordinal;    ///< of this idle period within its function: address of a draw, with the function
  sim::DrawKey draws;       ///< the seam's own family of draws
  std::uint32_t in_flight;  ///< invocations of its function that are admitted and have not ended
};

/// The idle instances of one function on one VM.
struct IdleGroupView {
  Time now;
  FunctionId function;
  VmId vm;
  std::uint32_t idle;
  Time last_use;          ///< when an attempt began or ended on an instance of the function on this VM
  std::uint32_t reviews;  ///< reviews since last_use
};

class KeepAlivePolicy : public Policy {
 public:
  /// How long to keep it if no attempt comes: it is reclaimed at now + this. Infinite: kept until evicted.
  [[nodiscard]] virtual Duration keep_for(const IdleInstanceView& instance) = 0;
  /// The answer of keep_for(), if it is the same for every instance at all times.
  [[nodiscard]] virtual std::optional<Duration> constant() const { return std::nullopt; }
  /// Under pressure the idle instance with the lowest value is evicted first; among equal values the instance
  /// that has been idle longest. Called when the instance becomes idle. The default evicts the least recently
  /// used instance.
  [[nodiscard]] virtual double eviction_value(const IdleInstanceView& instance) {
    return static_cast<double>(instance.now.ns());
  }
  /// A part of the value that all idle instances of the function share. Needs::shared_values; called after
  /// on_start() for each attempt of the function that begins, and when an instance of it becomes idle. A
  /// change costs O(log functions), independent of the number of idle instances.
  [[nodiscard]] virtual double shared_value(FunctionId) { return 0; }

  /// The time from the last use of the group to its next review; infinite: no review before it is used again.
  /// Must be later than now. Needs::reviews; called when the group is used and after each review.
  [[nodiscard]] virtual Duration next_review(const IdleGroupView&) { return Duration::infinite(); }
  /// How many of the group's instances to reclaim now, the longest idle first. Needs::reviews.
  [[nodiscard]] virtual std::uint32_t review(const IdleGroupView&) { return 0; }
};

}  // namespace curtain
