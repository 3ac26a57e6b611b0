#pragma once
// Keep-alive, which decides how long an idle instance is kept, and which instance is evicted first when room
// is needed.
#include <cstdint>
#include <optional>

#include "models/policies/kept.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

/// An instance that has just become idle, because its last attempt ended or because it became ready and no
/// attempt waited for it.
struct IdleInstanceView {
  Time now;
  InstanceId instance;
  FunctionId function;
  VmId vm;
  Mebibytes memory;
  Time created;
  std::uint32_t uses;  ///< number of attempts that the instance has served
  std::uint32_t live;  ///< number of live instances of the function
  Duration start_up;   ///< duration of the instance's cold start
  Kept<std::uint32_t, IdleCountsNeed>
      idle;  ///< number of idle instances of the function, including this instance; needs Needs::idle_counts
  std::uint64_t
      ordinal;  ///< number of this idle period within the function; addresses a draw, with the function
  sim::DrawKey draws;       ///< the family of draws of this seam
  std::uint32_t in_flight;  ///< number of invocations of the function that are admitted and have not ended
};

/// The idle instances of one function on one VM.
struct IdleGroupView {
  Time now;
  FunctionId function;
  VmId vm;
  std::uint32_t idle;
  Time last_use;          ///< last time when an attempt began or ended on an instance of this group
  std::uint32_t reviews;  ///< number of reviews since last_use
  sim::DrawKey draws;     ///< the family of draws of this seam
};

class KeepAlivePolicy : public Policy {
 public:
  /// Returns how long to keep the instance if no attempt arrives. The instance is reclaimed after that time,
  /// or kept until it is evicted if the time is infinite.
  [[nodiscard]] virtual Duration keep_for(const IdleInstanceView& instance) = 0;
  /// Returns the answer of keep_for() if it is the same for every instance at all times.
  [[nodiscard]] virtual std::optional<Duration> constant() const { return std::nullopt; }
  /// Under pressure the idle instance with the lowest value is evicted first; among equal values, the
  /// instance that has been idle longest. Called when the instance becomes idle. The default evicts the least
  /// recently used instance.
  [[nodiscard]] virtual double eviction_value(const IdleInstanceView& instance) {
    return static_cast<double>(instance.now.ns());
  }
  /// Returns the part of the value that all idle instances of the function share. Requires
  /// Needs::shared_values. Called after on_start() for each attempt of the function that begins, and when an
  /// instance of the function becomes idle. A change costs O(log functions), independent of the number of
  /// idle instances.
  [[nodiscard]] virtual double shared_value(FunctionId) { return 0; }

  /// Returns the time from the last use of the group to its next review, which must be later than now. An
  /// infinite time means that there is no review before the group is used again. Requires Needs::reviews.
  /// Called when the group is used and after each review.
  [[nodiscard]] virtual Duration next_review(const IdleGroupView&) { return Duration::infinite(); }
  /// Returns the number of instances of the group to reclaim now, longest idle first. Requires
  /// Needs::reviews.
  [[nodiscard]] virtual std::uint32_t review(const IdleGroupView&) { return 0; }
};

}  // namespace curtain
