#pragma once
// Reviews of idle instances in groups. The keep-alive policy reviews the idle instances of one function on
// one VM, and decides how many of them are then reclaimed.
#include <cstdint>
#include <span>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/core/events.hpp"
#include "models/platform/idling/idle_groups.hpp"
#include "models/policies/keep_alive/seam.hpp"

namespace curtain {

struct GroupReview : EventKind<sim::Rank::timer, 7, Subject::idle_group> {};

/// Groups of instances and their timers. The core reports changes of instances and handles GroupReview. If
/// is_due() returns true, the core calls review(), reclaims the instances, and calls plan_next() if the group
/// still exists.
class Reviews {
 public:
  /// Both arguments must outlive this object.
  Reviews(CoreApi& core, KeepAlivePolicy& policy) : core_(core), policy_(policy) {}

  /// Called when an instance, which is not idle, was created.
  void join(std::uint32_t function, std::uint32_t vm, std::uint32_t instance) {
    groups_.join(function, vm, instance);
  }
  /// Called when the instance was removed. A group ceases to exist with its last member.
  void part(std::uint32_t instance) { groups_.part(instance); }
  /// Called when the instance becomes idle, which counts as a use of its group. Throws PolicyError if the
  /// policy wants a review in the past.
  void enter(std::uint32_t instance);
  /// Called when the instance, which must have been idle, is no longer idle.
  void leave(std::uint32_t instance) { groups_.leave(instance); }
  /// Called when an attempt is about to begin on the instance. The start counts as a use of the instance's
  /// group, which restarts the time until the review. Throws the exceptions of enter().
  void use(std::uint32_t instance);

  /// Called when an event of the group's timer is due. Returns whether the group must be reviewed now.
  [[nodiscard]] bool is_due(std::uint32_t group);

  struct Review {
    FunctionId function;
    VmId vm;
    std::uint32_t idle = 0;
    std::span<const std::uint32_t>
        over;  ///< instances to reclaim, longest idle first; valid until the next review
  };
  /// Calls the policy for a review. Throws PolicyError if the policy reclaims more instances than are idle.
  [[nodiscard]] Review review(std::uint32_t group);
  /// Calls the policy for the time of the next review, and schedules the review. Throws the exceptions of
  /// enter().
  void plan_next(std::uint32_t group);

  /// The number of the group, which increases with every new group.
  [[nodiscard]] std::uint64_t number(std::uint32_t group) const { return groups_[group].number; }
  [[nodiscard]] std::uint32_t generation(std::uint32_t group) const { return groups_.generation(group); }
  [[nodiscard]] bool live(std::uint32_t group, std::uint32_t generation) const {
    return groups_.live(group, generation);
  }

 private:
  [[nodiscard]] IdleGroupView view_of(std::uint32_t group) const;
  void schedule(std::uint32_t group);

  CoreApi& core_;
  KeepAlivePolicy& policy_;
  IdleGroups groups_;
  std::vector<std::uint32_t> over_;
};

}  // namespace curtain
