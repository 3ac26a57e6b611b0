#pragma once
// Reviews of idle instances in groups: when the keep-alive policy looks at the idle instances of one function
// on one VM, and how many of them are reclaimed then.
#include <cstdint>
#include <span>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/core/events.hpp"
#include "models/platform/idling/idle_groups.hpp"
#include "models/policies/keep_alive/seam.hpp"

namespace curtain {

struct GroupReview : EventKind<sim::Rank::timer, 7, Subject::idle_group> {};

/// Groups of instances and their timers. The core reports what instances do, and handles GroupReview: if
/// is_due() says so, it calls review(), reclaims, and calls plan_next() if the group is still there.
class Reviews {
 public:
  /// Both must live as long.
  Reviews(CoreApi& core, KeepAlivePolicy& policy) : core_(core), policy_(policy) {}

  /// A new instance, not idle.
  void join(std::uint32_t function, std::uint32_t vm, std::uint32_t instance) {
    groups_.join(function, vm, instance);
  }
  /// The instance is gone, and with the last of its members the group.
  void part(std::uint32_t instance) { groups_.part(instance); }
  /// The instance becomes idle. That is a use of its group; throws PolicyError if the policy wants a review
  /// in the past.
  void enter(std::uint32_t instance);
  /// The instance is idle no more; it must have been.
  void leave(std::uint32_t instance) { groups_.leave(instance); }
  /// An attempt is about to begin on the instance: another use of its group, which sets back the timer of all
  /// that is idle in it. Throws as enter() does.
  void use(std::uint32_t instance);

  /// An event of the group's timer comes up. Returns whether the group is to be reviewed now.
  [[nodiscard]] bool is_due(std::uint32_t group);

  struct Review {
    FunctionId function;
    VmId vm;
    std::uint32_t idle = 0;
    std::span<const std::uint32_t> over;  ///< to be reclaimed, longest idle first; good until the next review
  };
  /// Asks the policy. Throws PolicyError if it reclaims more than are idle.
  [[nodiscard]] Review review(std::uint32_t group);
  /// Asks the policy for the time of the next review, and schedules it. Throws as enter() does.
  void plan_next(std::uint32_t group);

  /// Grows with every group that comes to be.
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
