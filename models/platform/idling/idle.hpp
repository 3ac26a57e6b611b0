#pragma once
// Idle instances for keep-alive policies: in order of eviction, counted, and in groups that are reviewed.
// This part is called only if the scenario has eviction or the policy declares a need.
#include <algorithm>

#include "models/platform/core/part.hpp"
#include "models/platform/idling/freeze.hpp"
#include "models/platform/idling/idle_set.hpp"
#include "models/platform/idling/updates.hpp"

namespace curtain {

/// Keeps idle instances in the order of their eviction, and in groups that the keep-alive policy reviews.
template <class Core>
class Idling : public Part<Core, Idling<Core>> {
 public:
  /// Both arguments must outlive this object.
  Idling(CellState& cell, const PlatformParameters& parameters)
      : idle_(cell, cell.cluster(), parameters, *cell.policies().keep_alive, cell.notices().of_starts()),
        freeze_(parameters.freeze, cell.key(Purpose::thaw)),
        updates_(cell, parameters.updates) {}

  /// Called when an attempt is about to begin on the instance, if starts are tracked.
  void attend_start(std::uint32_t function, std::uint32_t instance, Time now);
  /// Called when the instance has become idle, if idle instances are kept in order.
  void enter_idleness(std::uint32_t instance, Time now);
  /// Called when the instance is no longer idle. Does nothing if the instance was not idle.
  void leave_idleness(std::uint32_t instance);
  /// Handles the timer of a group. If a review is due, the instances that the policy chooses are reclaimed.
  void review_group(std::uint32_t group, Time now);
  /// Called when the attempt starts on the instance, and counts as in flight there. Returns the time until
  /// the instance is thawed, which is zero if the instance is not frozen.
  [[nodiscard]] Duration thaw(std::uint32_t request, std::uint32_t instance, Time now);

  /// The rule by which idle instances are frozen.
  [[nodiscard]] const Freeze& freeze() const { return freeze_; }
  /// Determines which instances have old code.
  [[nodiscard]] Updates& updates() { return updates_; }
  /// The data about idle instances.
  [[nodiscard]] IdleSet& idle_set() { return idle_; }
  [[nodiscard]] const IdleSet& idle_set() const { return idle_; }

 private:
  using P = Part<Core, Idling<Core>>;
  using P::core;
  using P::counted;
  using P::notices;
  using P::policies;
  using P::rows;
  using P::tally;

  IdleSet idle_;
  Freeze freeze_;
  Updates updates_;
};

template <class Core>
void Idling<Core>::enter_idleness(std::uint32_t id, Time now) {
  InstanceRest& more = rows().instance_rest[id];
  more.last_used = now;
  more.idle = true;
  ++rows().rest[rows().instances[id].function].idle;
  idle_.enter(id, rows().instances[id].vm, [&] { return core().view_of(id, now); });
}

template <class Core>
void Idling<Core>::leave_idleness(std::uint32_t id) {
  if (!rows().instance_rest[id].idle) {
    return;
  }
  rows().instance_rest[id].idle = false;
  --rows().rest[rows().instances[id].function].idle;
  idle_.leave(id, rows().instances[id].vm);
}

template <class Core>
void Idling<Core>::attend_start(std::uint32_t function, std::uint32_t id, Time now) {
  leave_idleness(id);
  const InstanceRest& more = rows().instance_rest[id];
  notices().started(now, [&] {
    return StartNotice{now, FunctionId{function}, InstanceId{id}, more.memory, more.ready - more.created};
  });
  idle_.attempt_begins(function, id, now);
}

template <class Core>
Duration Idling<Core>::thaw(std::uint32_t request, std::uint32_t instance, Time now) {
  const Request& row = rows().requests[request];
  InstanceRest& more = rows().instance_rest[instance];
  if (rows().instances[instance].in_flight == 1 && freeze_.is_frozen(more.last_used, now)) {
    tally().extras_of(row.function).thawed += counted(row) ? 1 : 0;
    const Duration time = freeze_.thaw(Cause::of_attempt(row.function, row.ordinal, row.attempt));
    more.thawed = sim::saturating_add(now, time);
  }
  const Duration left =
      std::max(more.thawed - now, Duration{});  // an earlier attempt may already have begun the thaw
  rows().waits[request].thaw = left;
  return left;
}

template <class Core>
void Idling<Core>::review_group(std::uint32_t id, Time now) {
  if (!idle_.reviews().is_due(id)) {
    return;
  }
  const std::uint32_t generation = idle_.reviews().generation(id);
  const Reviews::Review review = idle_.reviews().review(id);
  const std::uint32_t function = review.function.value();
  core().tell_decision(*policies().keep_alive, "keep_alive", now, function, [&] {
    return fmt::format("reclaim {} of {} idle on {}", review.over.size(), review.idle,
                       core().vm_name(review.vm.value()));
  });
  for (const std::uint32_t instance : review.over) {
    rows().instances[instance].keep_alive.note_due(now);
    if constexpr (Core::kObserved) {
      core().tell(Change::instance_idle, now, kNone, instance, now);
    }
    if (rows().functions[function].live >
        rows().rest[function].floor) {  // otherwise pre-warm holds the instance until the floor falls
      if constexpr (Core::kObserved) {
        core().note_end(EndReason::review);
      }
      core().reclaim(instance, now);
    }
  }
  if (idle_.reviews().live(id, generation)) {
    idle_.reviews().plan_next(id);
  }
}

}  // namespace curtain
