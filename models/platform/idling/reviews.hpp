#pragma once
// Reviews of idle instances in groups: when the keep-alive policy reviews the idle instances of one function
// on one VM, and how many of them are then reclaimed.
#include <cstdint>
#include <span>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/core/events.hpp"
#include "models/platform/idling/idle_groups.hpp"
#include "models/policies/keep_alive/seam.hpp"

namespace curtain {

struct GroupReview : EventKind<sim::Rank::timer, 7, Subject::idle_group> {};

/// Groups of instances and their timers. The core reports changes of instances, and handles GroupReview: if
/// is_due() returns true, it calls review(), reclaims the instances, and calls plan_next() if the group still
/// exists.
class Reviews {
 public:
  /// Both must outlive this object.
  Reviews(CoreApi& core, KeepAlivePolicy& policy) : core_(core), policy_(policy) {}

  /// A new instance, which is not idle.
  void join(std::uint32_t function, std::uint32_t vm, std::uint32_t instance) {
    groups_.join(function, vm, instance);
  }
  /// The instance was removed; its group ceases to exist with its last member.
  void part(std::uint32_t instance) { groups_.part(instance); }
  /// The instance becomes idle, which counts as a use of its group. Throws PolicyError if the policy asks for
  /// a review in the past.
  void enter(std::uint32_t instance);
  /// The instance, which must have been idle, is no longer idle.
  void leave(std::uint32_t instance) { groups_.leave(instance); }
  /// An attempt is about to begin on the instance: another use of its group, which restarts the time until
  /// its review. Throws as enter() does.
  void use(std::uint32_t instance);

  /// An event of the group's timer has come up. Returns whether the group must be reviewed now.
  [[nodiscard]] bool is_due(std::uint32_t group);

  struct Review {
    FunctionId function;
    VmId vm;
    std::uint32_t idle = 0;
    std::span<const std::uint32_t>
        over;  ///< to be reclaimed, longest idle first; valid until the next review
  };
  /// Calls the policy. Throws PolicyError if it reclaims more instances than are idle.
  [[nodiscard]] Review review(std::uint32_t group);
  /// Asks the policy for the time of the next review, and schedules it. Throws as enter() does.
  void plan_next(std::uint32_t group);

  /// Increases with every new group.
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
