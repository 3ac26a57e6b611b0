#pragma once
// The scheduler: the path of an attempt to an instance, and the queues.
#include <algorithm>
#include <utility>
#include <vector>

#include "models/platform/core/part.hpp"
#include "models/platform/scheduling/end_tenants.hpp"
#include "models/platform/scheduling/room_queue.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// The result of feed_one(). One attempt left the queue, or no attempt could leave, or no VM had room for an
/// instance.
enum class Fed : std::uint8_t { one, none, no_room };

/// Brings an admitted attempt to an instance, either at once, bound to a starting instance, or through a
/// queue.
template <class Core>
class Attempts : public Part<Core, Attempts<Core>> {
 public:
  /// `cell` must outlive this object.
  Attempts(CellState& cell, const SchedulerParameters& parameters)
      : room_(cell.rows(), cell.cluster()),
        end_tenants_(cell.key(Purpose::end_tenant)),
        queue_capacity_(parameters.queue_capacity),
        binds_early_(parameters.binding == Binding::early),
        waits_for_room_(parameters.no_room == NoRoom::wait) {}

  /// Called when the attempt has been admitted. The attempt starts, is bound, waits, or is rejected.
  void route(std::uint32_t request, Time now);
  /// Puts the attempt into its queue, or rejects the attempt if the queue is full. Returns whether the
  /// attempt waits.
  bool enqueue(std::uint32_t request, Time now);
  /// Removes the attempt from the queue of its function. `goes_on` means that the attempt starts or is bound.
  void leave_queue(std::uint32_t request, bool goes_on, Time now);
  /// Lets the first attempt in the function's queue start an instance or join a starting instance.
  Fed feed_one(std::uint32_t function, Time now);
  /// Called when an instance of the function has ended. Attempts that waited for the instance may start
  /// another instance.
  void feed(std::uint32_t function, Time now);
  /// Called when new room may exist. Functions whose attempts wait for room try again, in the order that the
  /// queueing policy gives to the first attempts of their queues.
  void pump_starved(Time now);
  /// Starts waiting attempts on a ready instance with free slots.
  void take_from_queue(std::uint32_t instance, Time now);
  /// Starts the first attempt in the function's queue on a ready instance with a free slot.
  void take_one(std::uint32_t instance, Time now);

  /// Puts the list of free instances of the request's end tenant into the row of the function, whose
  /// instances serve one end tenant each. Turns the attempt away and returns true if the request names no end
  /// tenant, or if it needs an instance and the function may have no more.
  bool turns_away_end_tenant(std::uint32_t request, Time now);
  /// Puts the list of free instances of an end tenant into the row of the function.
  void show_end_tenant(std::uint32_t function, std::uint32_t end_tenant);
  /// Called before an instance enters or leaves the list of free instances. Puts the list of the instance's
  /// end tenant into the row of the function, if the function has such lists.
  void show_list_of(std::uint32_t instance) {
    const std::uint32_t function = rows().instances[instance].function;
    if ((rows().functions[function].mask & special::end_tenants) != 0) [[unlikely]] {
      show_end_tenant(function, end_tenants_.of_instance(instance));
    }
  }
  /// The end tenants of requests and instances.
  [[nodiscard]] EndTenants& end_tenants() { return end_tenants_; }

  /// The functions whose attempts wait for room.
  [[nodiscard]] RoomQueue& room() { return room_; }
  [[nodiscard]] const RoomQueue& room() const { return room_; }
  /// Whether an attempt waits for the instance that was started for it.
  [[nodiscard]] bool binds_early() const { return binds_early_; }
  /// Whether an attempt waits, and is not rejected, if no VM has room for an instance.
  [[nodiscard]] bool waits_for_room() const { return waits_for_room_; }

 private:
  using P = Part<Core, Attempts<Core>>;
  using P::cluster;
  using P::core;
  using P::policies;
  using P::rows;

  RoomQueue room_;
  EndTenants end_tenants_;
  std::uint32_t queue_capacity_;  // capacity of a function's queue
  bool binds_early_;
  bool waits_for_room_;
};

template <class Core>
void Attempts<Core>::route(std::uint32_t request, Time now) {
  const std::uint32_t id = rows().requests[request].function;
  FunctionRest& rest = rows().rest[id];
  const bool is_isolated = (rows().functions[id].mask & special::end_tenants) != 0;
  if (is_isolated && turns_away_end_tenant(request, now)) {
    return;
  }
  if (rows().functions[id].front != kNone) {
    core().start(request, core().choose_instance(request, now), now, StartKind::warm);
    core().mark_unusual(request);
    core().count_waits(request, {});
    core().take_provisioned(request, now);
    return;
  }
  if (binds_early_ && rest.joinable != kNone) {
    core().bind(request, rest.joinable);
    return;
  }
  if (!cluster().fits_vm(rest.memory)) {
    core().turn_away(request, Rejection::too_large, now);
    return;
  }
  const Scale decision = core().may_start(rest, rows().functions[id])
                             ? core().ask_scaling(id, rest.queue.size(), now)
                             : Scale::wait;
  if (decision == Scale::wait) {
    enqueue(request, now);
    return;
  }
  if (decision == Scale::both && rows().functions[id].live > rest.draining) {
    core().wait_and_start(request, now);
    return;
  }
  const Request& row = rows().requests[request];
  if constexpr (Core::kObserved) {
    core().note_start(StartReason::attempt, row.ordinal);
  }
  const std::uint32_t instance =
      core().start_instance(id, Cause::of_attempt(id, row.ordinal, row.attempt), now);
  if (instance != kNone) {
    if (is_isolated) {
      end_tenants_.starts(instance, request);
    }
    if (binds_early_) {
      core().bind(request, instance);
    } else {
      enqueue(request, now);
    }
  } else if (waits_for_room_) {
    enqueue(request, now);
    room_.wait(id);
  } else {
    core().turn_away(request, Rejection::no_room, now);
  }
}

template <class Core>
bool Attempts<Core>::turns_away_end_tenant(std::uint32_t request, Time now) {
  const std::uint32_t id = rows().requests[request].function;
  const std::uint32_t end_tenant = end_tenants_.of_request(request);
  if (end_tenant == 0) {
    core().turn_away(request, Rejection::no_end_tenant, now);
    return true;
  }
  show_end_tenant(id, CURTAIN_MUTANT(end_tenants_share_instances, end_tenant, 1u));
  const Function& function = rows().functions[id];
  if (function.front == kNone && function.live >= end_tenants_.most_instances(id)) {
    core().turn_away(request, Rejection::end_tenants, now);
    return true;
  }
  return false;
}

template <class Core>
void Attempts<Core>::show_end_tenant(std::uint32_t id, std::uint32_t end_tenant) {
  Function& function = rows().functions[id];
  const EndTenants::List list = end_tenants_.exchange(id, end_tenant, {function.front, function.back});
  function.front = list.front;
  function.back = list.back;
}

template <class Core>
bool Attempts<Core>::enqueue(std::uint32_t request, Time now) {
  const std::uint32_t id = rows().requests[request].function;
  if (rows().rest[id].queue.size() >= queue_capacity_) {
    core().turn_away(request, Rejection::function_queue, now);
    return false;
  }
  rows().functions[id].mask |= special::waiting;
  core().wait_in(rows().rest[id].queue, request, RequestPlace::function_queue, now);
  return true;
}

template <class Core>
void Attempts<Core>::leave_queue(std::uint32_t request, bool goes_on, Time now) {
  const std::uint32_t id = rows().requests[request].function;
  rows().waits[request].queued += now - rows().requests[request].started;
  core().tell_leaving(rows().rest[id].queue, request, true, goes_on, now);
  rows().rest[id].queue.remove(rows().requests, request);
  if (rows().rest[id].queue.empty()) {
    rows().functions[id].mask &= ~special::waiting;
  }
  room_.head_changed(id);
}

template <class Core>
auto Attempts<Core>::feed_one(std::uint32_t id, Time now) -> Fed {
  FunctionRest& rest = rows().rest[id];
  if (rest.queue.empty()) {
    return Fed::none;
  }
  const std::uint32_t request = rest.queue.front();
  if (binds_early_ && rest.joinable != kNone) {
    leave_queue(request, true, now);
    core().bind(request, rest.joinable);
    return Fed::one;
  }
  if (!core().may_start(rest, rows().functions[id]) ||
      (!binds_early_ && rest.starting >= rest.queue.size())) {
    return Fed::none;
  }
  const Scale decision = core().ask_scaling(id, rest.queue.size() - 1, now);
  const bool binds = binds_early_ && (decision == Scale::start || rows().functions[id].live == rest.draining);
  if (decision == Scale::wait || (!binds && rest.starting - rest.claimed >= rest.queue.size())) {
    return Fed::none;
  }
  // With late binding, the first attempt of the queue may start several instances. Each instance has its own
  // draws.
  const Request& row = rows().requests[request];
  const Cause cause =
      binds ? Cause::of_attempt(id, row.ordinal, row.attempt) : Cause::of_pre_warm(id, rest.pre_warmed++);
  if constexpr (Core::kObserved) {
    core().note_start(binds ? StartReason::attempt : StartReason::queue, row.ordinal);
  }
  const std::uint32_t instance = core().start_instance(id, cause, now);
  if (instance == kNone) {
    room_.wait(id);  // an attempt that has already waited may continue to wait, even if a new attempt would
                     // be rejected
    return Fed::no_room;
  }
  if (binds) {
    leave_queue(request, true, now);
    core().bind(request, instance);
  }
  return Fed::one;
}

template <class Core>
void Attempts<Core>::feed(std::uint32_t id, Time now) {
  while (feed_one(id, now) == Fed::one) {
  }
}

template <class Core>
void Attempts<Core>::pump_starved(Time now) {
  if (room_.empty()) {
    return;
  }
  if (room_.skips_groups()) {
    room_.begin_round();
    for (std::uint32_t id = room_.next(); id != kNone; id = room_.next()) {
      feed(id, now);
    }
    return;
  }
  if (policies().queueing.needs().across_functions) {
    core().pump_turns(now);
    return;
  }
  std::vector<std::pair<std::int64_t, std::uint32_t>> order;
  for (const std::uint32_t id : room_.take_all()) {
    if (rows().rest[id].queue.empty()) {
      continue;
    }
    const Request& row = rows().requests[rows().rest[id].queue.front()];
    const auto since = static_cast<std::uint64_t>(
        row.started.ns());  // this key orders attempts like their positions in one common queue
    const std::int64_t rank_key = ask(*policies().queueing, now, [&] {
      return policies().queueing->key({now, row.arrival, TenantId{rows().functions[id].tenant},
                                       FunctionId{id}, row.duration, since, rows().rest[id].priority,
                                       rows().rest[id].deadline});
    });
    core().tell_key(id, rank_key, now);
    order.emplace_back(rank_key, id);
  }
  std::sort(order.begin(), order.end());
  for (const auto& head : order) {
    feed(head.second, now);
  }
}

template <class Core>
void Attempts<Core>::take_from_queue(std::uint32_t instance, Time now) {
  const FunctionRest& rest = rows().rest[rows().instances[instance].function];
  while (!rest.queue.empty() && rows().instances[instance].in_flight < rows().instances[instance].slots) {
    take_one(instance, now);
  }
}

template <class Core>
void Attempts<Core>::take_one(std::uint32_t instance, Time now) {
  const std::uint32_t request = rows().rest[rows().instances[instance].function].queue.front();
  leave_queue(request, true, now);
  // A start is cold if the instance was not ready when the attempt was dispatched, and serves this attempt
  // first.
  const bool cold = rows().instance_rest[instance].ready >= rows().requests[request].dispatched &&
                    rows().instances[instance].uses == 0;
  const InstanceRest& more = rows().instance_rest[instance];
  const Time from = std::max(more.created, rows().requests[request].dispatched);
  core().start(request, instance, now, cold ? StartKind::cold : StartKind::waited);
  core().mark_unusual(request);
  core().count_waits(request, more.ready - from);
  if (!cold) {
    core().take_provisioned(request, now);
  }
}

}  // namespace curtain
