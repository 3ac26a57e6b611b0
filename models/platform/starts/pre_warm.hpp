#pragma once
// Pre-warm beside its floors: starts at a time that a policy names, and its pool of generic instances,
// started as far as that goes without knowing the function. A spare of the pool is an instance row without a
// function; it takes its memory in a VM, and nothing else counts it.
#include <algorithm>

#include "models/platform/cell/engine.hpp"
#include "sim/check.hpp"

namespace curtain {

/// The function has fallen idle: pre-warm says when it starts an instance. An invocation
/// that is admitted before then cancels that.
template <class Queue, bool observed>
void Engine<Queue, observed>::plan_start(std::uint32_t function, Time now) {
  FunctionRest& rest = rows_.rest[function];
  const auto at = ask(*policies_.pre_warm, now, [&] {
    return policies_.pre_warm->start_at(
        {now, FunctionId{function}, rest.provisioned, rows_.functions[function].live, 0});
  });
  if (at && *at < now) [[unlikely]] {
    blame(*policies_.pre_warm, now,
          fmt::format("starts an instance at {} s, a time in the past", static_cast<double>(at->ns()) / 1e9));
  }
  tell_decision(*policies_.pre_warm, "pre_warm", now, function, [&] {
    return at && *at != Time::never() ? fmt::format("start at {} s", at->seconds()) : std::string("no start");
  });
  if (rest.planned_start.set(at.value_or(Time::never()))) {
    schedule<PlannedStart>(rest.planned_start.armed(), function);
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::start_time_fired(std::uint32_t function, Time now) {
  FunctionRest& rest = rows_.rest[function];
  const sim::LazyTimer::Fired fired = rest.planned_start.fired(now);
  if (fired == sim::LazyTimer::Fired::early) {
    schedule<PlannedStart>(rest.planned_start.armed(), function);
  }
  if (fired != sim::LazyTimer::Fired::due) {
    return;
  }
  rest.planned_start.cancel();
  if (rows_.functions[function].live == 0 && may_start(rest, rows_.functions[function]) &&
      cluster_.fits_vm(rest.memory) &&
      start_instance(function, Cause::of_pre_warm(function, rest.pre_warmed), now) != kNone) {
    ++rows_.rest[function].pre_warmed;
  }
}

template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::start_generic(Mebibytes memory, const Cause& cause) {
  const Time now = now_;
  const std::uint32_t isolation_class = cluster_.isolation_class(0, 0);
  const auto present = cluster_.choose_vm(isolation_class, memory, now, kNone, cause);
  tell_vm_choice(kNone, isolation_class, present, now);
  const std::uint32_t vm_id = present ? *present : open_vm(isolation_class, kNone, cause, now);
  if (vm_id == kNone) {
    return kNone;
  }
  const std::uint32_t id = rows_.instances.allocate();
  if (id >= rows_.instance_rest.size()) {
    rows_.instance_rest.resize(rows_.instances.capacity());
  }
  const auto stage = [&](const sim::Distribution& length, Purpose purpose) {
    return length.sample_duration(key(purpose), cause.function, cause.ordinal);
  };
  const ColdStartParameters& stages = parameters_.cold_start;
  Vm& vm = cluster_.vm(vm_id);
  Time ready = sim::saturating_add(std::max(now, vm.ready), stage(stages.sandbox, Purpose::sandbox));
  ready = sim::saturating_add(ready, stage(stages.runtime_start, Purpose::runtime_start));
  rows_.instances[id] = Instance{};
  rows_.instances[id].vm = vm_id;
  rows_.instance_rest[id] = InstanceRest{};
  rows_.instance_rest[id].number = rows_.instances_ever++;
  rows_.instance_rest[id].created = now;
  rows_.instance_rest[id].memory = memory;
  cluster_.put(vm_id, id, memory, rows_.instance_rest);
  idle_.generic_created(vm_id);
  candidates_.vm_changed(vm_id, now);
  vm.hash.add((std::uint64_t{kNone} << 32) | (cause.ordinal & ~(std::uint64_t{1} << 63)));
  vm.hash.add(static_cast<std::uint64_t>(ready.ns()));
  sync_levels(now);
  schedule<InstanceReady>(ready, id, rows_.instances.generation(id));
  return id;
}

template <class Queue, bool observed>
void Engine<Queue, observed>::spare_ready(std::uint32_t id, Time now) {
  if (cluster_.vm(rows_.instances[id].vm).draining) {
    drop_spare(id, now);
    return;
  }
  rows_.instances[id].state = InstanceState::ready;
  idle_.generic_ready(rows_.instances[id].vm);
  pool_.ready(id);
}

/// A spare of this size that is ready becomes an instance's: its VM, where its memory is free now; none if
/// there is none. The caller puts an instance there at once, and then notes that the pool lacks one.
template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::adopt_spare(Mebibytes memory) {
  const std::uint32_t id = pool_.adoptable(memory);
  if (id == kNone) {
    return kNone;
  }
  const std::uint32_t vm = rows_.instances[id].vm;
  forget_spare(id);
  return vm;
}

/// A spare is lost with its VM.
template <class Queue, bool observed>
void Engine<Queue, observed>::drop_spare(std::uint32_t id, Time now) {
  const std::uint32_t vm = rows_.instances[id].vm;
  forget_spare(id);
  note_room();
  sync_levels(now);
  if (cluster_.vm(vm).instances == 0) {
    vm_is_empty(vm, now);
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::forget_spare(std::uint32_t id) {
  SIM_CHECK(rows_.instances[id].function == kNone);
  pool_.leaves(id);
  const std::uint32_t vm = rows_.instances[id].vm;
  if (rows_.instances[id].state == InstanceState::ready) {
    idle_.generic_gone(vm);
  }
  cluster_.take(vm, id, rows_.instance_rest[id].memory, rows_.instance_rest);
  idle_.taken(vm);
  candidates_.vm_changed(vm, now_);
  rows_.instances.release(id);
}

}  // namespace curtain
