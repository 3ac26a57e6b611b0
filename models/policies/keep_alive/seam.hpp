#pragma once
// Keep-alive: how long an idle instance is kept, and which goes first when room is needed.
#include <cstdint>
#include <optional>

#include "models/policies/kept.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

/// An instance that has just become idle (its last attempt ended, or it became ready and nothing waited for
/// it).
struct IdleInstanceView {
  Time now;
  InstanceId instance;
  FunctionId function;
  VmId vm;
  Mebibytes memory;
  Time created;
  std::uint32_t uses;  ///< attempts it has served
  std::uint32_t live;  ///< live instances of its function
  Duration start_up;   ///< what its own cold start took
  Kept<std::uint32_t, IdleCountsNeed>
      idle;                 ///< idle instances of its function, itself included; only with Needs::idle_counts
  std::uint64_t ordinal;    ///< of this idling within its function: the address of a draw, with the function
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
  std::uint32_t reviews;  ///< since then
};

class KeepAlivePolicy : public Policy {
 public:
  /// How long to keep it if no attempt comes: it is gone at now + this. Infinite: until evicted.
  [[nodiscard]] virtual Duration keep_for(const IdleInstanceView& instance) = 0;
  /// If keep_for() is the same for every instance at all times.
  [[nodiscard]] virtual std::optional<Duration> constant() const { return std::nullopt; }
  /// Under pressure the idle instance with the lowest value goes first, the longest idle of equals; asked
  /// when it becomes idle. The default makes that the least recently used one.
  [[nodiscard]] virtual double eviction_value(const IdleInstanceView& instance) {
    return static_cast<double>(instance.now.ns());
  }
  /// What is added to the value of every idle instance of the function. Needs::shared_values; asked after
  /// on_start() for each attempt of the function that begins, and when an instance of it becomes idle. A
  /// change costs O(log functions), however many instances are idle.
  [[nodiscard]] virtual double shared_value(FunctionId) { return 0; }

  /// How long after its last use the group is reviewed next; infinite: not before it is used again. Later
  /// than now. Needs::reviews; asked when the group is used and after each review.
  [[nodiscard]] virtual Duration next_review(const IdleGroupView&) { return Duration::infinite(); }
  /// How many of the group's instances are reclaimed now, those idle longest first. Needs::reviews.
  [[nodiscard]] virtual std::uint32_t review(const IdleGroupView&) { return 0; }
};

}  // namespace curtain
