#pragma once
// Pre-warm: the floors of functions, starts at times that the policy plans, and the policy's pool of generic
// instances. A spare of the pool is an instance row without a function. A spare uses its memory in a VM, and
// is not counted anywhere else.
#include <algorithm>

#include "models/platform/core/part.hpp"
#include "models/platform/starts/instances.hpp"
#include "models/platform/starts/pool.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

struct PlannedStart : EventKind<sim::Rank::timer, 8, Subject::number> {};  // the subject is a function

/// Applies the floors that the pre-warm policy sets and the starts that it plans, and manages the spare
/// instances of its pool.
template <class Core>
class PreWarming : public Part<Core, PreWarming<Core>> {
 public:
  /// `stages` must outlive this object.
  PreWarming(CellState& cell, const ColdStartParameters& stages)
      : pool_(cell, cell.policies().pre_warm->pool().value_or(GenericPool{})), stages_(stages) {}

  /// Starts a spare instance of the pool (see CoreApi::start_generic()).
  std::uint32_t start_spare(Mebibytes memory, const Cause& cause);
  /// Calls the pre-warm policy for the floor of the function and applies the floor. Instances above a lower
  /// floor may be reclaimed now; missing instances start with the next facts of the agenda.
  void renew_floor(std::uint32_t function, Time now);
  /// Handles the pre-warm policy's tick, which renews the floors of all functions.
  void floors_at_tick(Time now);
  /// Called when the function has become idle. The pre-warm policy plans the start of an instance. An
  /// invocation that is admitted before this time cancels the start.
  void plan_start(std::uint32_t function, Time now);
  /// Handles the timer for the planned start of an instance of the function.
  void start_time_fired(std::uint32_t function, Time now);
  /// Called when the spare instance is ready.
  void spare_ready(std::uint32_t instance, Time now);
  /// Takes a ready spare of this memory size out of the pool, so that an instance can replace it. Returns the
  /// spare's VM, in which the memory is now free, or kNone. The caller must place an instance there at once,
  /// and must then note that the pool lacks a spare.
  std::uint32_t adopt_spare(Mebibytes memory);
  /// Called when a spare is lost with its VM.
  void drop_spare(std::uint32_t instance, Time now);

  /// The pool of spare instances, which have no function yet.
  [[nodiscard]] Pool& pool() { return pool_; }

 private:
  using P = Part<Core, PreWarming<Core>>;
  using P::agenda;
  using P::clock;
  using P::cluster;
  using P::core;
  using P::key;
  using P::policies;
  using P::push;
  using P::rows;
  using P::sync_levels;
  using P::table;

  void forget_spare(std::uint32_t instance);

  Pool pool_;
  const ColdStartParameters& stages_;
};

template <class Core>
void PreWarming<Core>::renew_floor(std::uint32_t function, Time now) {
  const Function& row = rows().functions[function];
  const FunctionRest& rest = rows().rest[function];
  PreWarmQuery query{now, FunctionId{function}, rest.provisioned, row.live, row.in_flight};
  const PreWarmNeeds& needs = policies().pre_warm.needs();
  if (needs.provisioned_schedule || needs.provisioned_use) {
    const FunctionTraits& traits = table()[FunctionId{function}].traits;
    query.schedule = traits.provisioned_schedule;
    query.provisioned_max = traits.provisioned_max;
    query.provisioned_busy_ns =
        rest.provisioned_busy_ns + std::uint64_t{rest.on_provisioned} * static_cast<std::uint64_t>(now.ns());
  }
  const std::uint32_t floor =
      ask(*policies().pre_warm, now, [&] { return policies().pre_warm->floor(query); });
  core().tell_floor(function, floor, now);
  core().set_floor(function, floor, now);
  core().lower_floor(function, now);
  agenda().note_floor(function);
}

template <class Core>
void PreWarming<Core>::floors_at_tick(Time now) {
  for (std::uint32_t function = 0; function < rows().functions.size(); ++function) {
    if (CURTAIN_MUTANT(ticks_look_at_the_unknown,
                       (rows().functions[function].mask & special::not_deployed) == 0, true)) {
      renew_floor(function, now);
    }
  }
  core().note_room();
}

template <class Core>
void PreWarming<Core>::plan_start(std::uint32_t function, Time now) {
  FunctionRest& rest = rows().rest[function];
  const auto at = ask(*policies().pre_warm, now, [&] {
    return policies().pre_warm->start_at(
        {now, FunctionId{function}, rest.provisioned, rows().functions[function].live, 0});
  });
  if (at && *at < now) [[unlikely]] {
    blame(*policies().pre_warm, now,
          fmt::format("plans the start of an instance at {} s, which is in the past",
                      static_cast<double>(at->ns()) / 1e9));
  }
  core().tell_decision(*policies().pre_warm, "pre_warm", now, function, [&] {
    return at && *at != Time::never() ? fmt::format("start at {} s", at->seconds()) : std::string("no start");
  });
  if (rest.planned_start.set(at.value_or(Time::never()))) {
    push(PlannedStart::event(rest.planned_start.armed(), function));
  }
}

template <class Core>
void PreWarming<Core>::start_time_fired(std::uint32_t function, Time now) {
  FunctionRest& rest = rows().rest[function];
  const sim::LazyTimer::Fired fired = rest.planned_start.fired(now);
  if (fired == sim::LazyTimer::Fired::early) {
    push(PlannedStart::event(rest.planned_start.armed(), function));
  }
  if (fired != sim::LazyTimer::Fired::due) {
    return;
  }
  rest.planned_start.cancel();
  if constexpr (Core::kObserved) {
    core().note_start(StartReason::planned);
  }
  if (rows().functions[function].live == 0 && core().may_start(rest, rows().functions[function]) &&
      cluster().fits_vm(rest.memory) &&
      core().start_instance(function, Cause::of_pre_warm(function, rest.pre_warmed), now) != kNone) {
    ++rows().rest[function].pre_warmed;
  }
}

template <class Core>
std::uint32_t PreWarming<Core>::start_spare(Mebibytes memory, const Cause& cause) {
  const Time now = clock();
  const std::uint32_t isolation_class = cluster().isolation_class(0, 0);
  const auto present = cluster().choose_vm(isolation_class, memory, now, kNone, cause);
  core().tell_vm_choice(kNone, isolation_class, present, cause, now);
  const std::uint32_t vm_id = present ? *present : core().open_vm(isolation_class, kNone, cause, now);
  if (vm_id == kNone) {
    return kNone;
  }
  const std::uint32_t id = rows().instances.allocate();
  if (id >= rows().instance_rest.size()) {
    rows().instance_rest.resize(rows().instances.capacity());
  }
  const auto stage = [&](const sim::Distribution& length, Purpose purpose) {
    return length.sample_duration(key(purpose), cause.function, cause.ordinal);
  };
  Vm& vm = cluster().vm(vm_id);
  const Time booted = std::max(now, vm.ready);
  const Time isolated = sim::saturating_add(booted, stage(stages_.sandbox, Purpose::sandbox));
  const Time ready = sim::saturating_add(isolated, stage(stages_.runtime_start, Purpose::runtime_start));
  rows().instances[id] = Instance{};
  rows().instances[id].vm = vm_id;
  rows().instance_rest[id] = InstanceRest{};
  rows().instance_rest[id].number = rows().instances_ever++;
  rows().instance_rest[id].created = now;
  rows().instance_rest[id].memory = memory;
  cluster().put(vm_id, id, memory, rows().instance_rest);
  core().idle_set().generic_created(vm_id);
  core().candidates().vm_changed(vm_id, now);
  vm.hash.add((std::uint64_t{kNone} << 32) | (cause.ordinal & ~(std::uint64_t{1} << 63)));
  vm.hash.add(static_cast<std::uint64_t>(ready.ns()));
  sync_levels(now);
  core().schedule_start(id, {booted, isolated, isolated, ready, ready}, Time::never());
  return id;
}

template <class Core>
void PreWarming<Core>::spare_ready(std::uint32_t id, Time now) {
  if (cluster().vm(rows().instances[id].vm).draining) {
    if constexpr (Core::kObserved) {
      core().note_end(EndReason::drained);
    }
    drop_spare(id, now);
    return;
  }
  rows().instances[id].state = InstanceState::ready;
  core().idle_set().generic_ready(rows().instances[id].vm);
  pool_.ready(id);
}

template <class Core>
std::uint32_t PreWarming<Core>::adopt_spare(Mebibytes memory) {
  const std::uint32_t id = pool_.adoptable(memory);
  if (id == kNone) {
    return kNone;
  }
  const std::uint32_t vm = rows().instances[id].vm;
  forget_spare(id);
  return vm;
}

template <class Core>
void PreWarming<Core>::drop_spare(std::uint32_t id, Time now) {
  const std::uint32_t vm = rows().instances[id].vm;
  forget_spare(id);
  core().note_room();
  sync_levels(now);
  if (cluster().vm(vm).instances == 0) {
    core().vm_is_empty(vm, now);
  }
}

template <class Core>
void PreWarming<Core>::forget_spare(std::uint32_t id) {
  SIM_CHECK(rows().instances[id].function == kNone);
  pool_.leaves(id);
  const std::uint32_t vm = rows().instances[id].vm;
  if (rows().instances[id].state == InstanceState::ready) {
    core().idle_set().generic_gone(vm);
  } else {
    core().start_is_lost(id);
  }
  cluster().take(vm, id, rows().instance_rest[id].memory, rows().instance_rest);
  core().idle_set().taken(vm);
  core().candidates().vm_changed(vm, clock());
  rows().instances.release(id);
}

}  // namespace curtain
