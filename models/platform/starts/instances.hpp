#pragma once
// The life of an instance: cold start, ready, idle, keep-alive, reclaim.
#include <algorithm>

#include "models/platform/cell/engine.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// A new instance of the function, on its way; none if there is no room.
template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::start_instance(std::uint32_t function, const Cause& cause, Time now) {
  FunctionRest& rest = rows_.rest[function];
  const std::uint32_t spare_in = adopt_spare(rest.memory);
  const bool is_spare = spare_in != kNone;
  const std::uint32_t vm_id = is_spare ? spare_in : find_room(function, cause, now);
  if (vm_id == kNone) {
    return kNone;
  }
  const std::uint32_t id = rows_.instances.allocate();
  if (id >= rows_.instance_rest.size()) {
    rows_.instance_rest.resize(rows_.instances.capacity());
  }
  Vm& vm = cluster_.vm(vm_id);
  const ColdStartParameters& stages = parameters_.cold_start;
  Time ready = CURTAIN_MUTANT(boot_not_shared, std::max(now, vm.ready), now);
  const std::uint64_t drawn_by = CURTAIN_MUTANT(draws_not_paired, cause.ordinal, rest.serial);
  const auto pass = [&](const sim::Distribution& stage, Purpose purpose) {
    ready = sim::saturating_add(ready, stage.sample_duration(key(purpose), cause.function, drawn_by));
  };
  if (!is_spare) {
    pass(stages.sandbox, Purpose::sandbox);
  }
  const bool cached = parameters_.cluster.code_cache == CodeCache::host;
  if (const auto since = cached ? cluster_.code_since(vm.host, function) : std::nullopt) {
    ready = std::max(ready, *since);  // a download that is under way is waited for
  } else {
    pass(stages.code_download, Purpose::code_download);
    cluster_.note_code(vm.host, function, CURTAIN_MUTANT(download_not_waited_for, ready, now));
  }
  const Time init_from = ready;
  if (!is_spare) {
    pass(stages.runtime_start, Purpose::runtime_start);
  }
  const auto& own_init = table_[FunctionId{function}].traits.init;  // the table may move while it grows
  pass(own_init ? *own_init : stages.function_init, Purpose::function_init);

  Instance& row = rows_.instances[id];
  row = Instance{};
  row.function = function;
  row.slots = rows_.functions[function].slots;
  row.serial = rest.serial++;
  row.vm = vm_id;
  row.distance = cluster_.distance(vm.host);
  InstanceRest& more = rows_.instance_rest[id];
  more = InstanceRest{};
  more.number = rows_.instances_ever++;
  more.created = now;
  more.ready = ready;
  more.last_used = ready;
  more.init = ready - init_from;
  more.memory = rest.memory;
  cluster_.put(vm_id, id, rest.memory, rows_.instance_rest);
  idle_.created(function, vm_id, id);
  cluster_.count_in(vm_id, function, rest.tenant);
  candidates_.vm_changed(vm_id, now);
  vm.hash.add((std::uint64_t{function} << 32) | row.serial);
  vm.hash.add(static_cast<std::uint64_t>(now.ns()));
  rows_.functions[function].hash.add(static_cast<std::uint64_t>(ready.ns()));
  ++rows_.functions[function].live;
  ++rest.starting;
  FunctionExtras& extras = tally_.extras[function];
  extras.created += now >= tally_.from && now < tally_.to ? 1 : 0;
  extras.live_ns -= static_cast<sim::Int128>(tally_.clamped(now));
  levels_.instance_came(tally_, now);
  sync_levels(now);
  if constexpr (observed) {
    tell(Change::instance_created, now, kNone, id, ready, rest.memory);
  }
  schedule<InstanceReady>(ready, id, rows_.instances.generation(id));
  if (parameters_.lifetimes.instance) {
    const Duration life = at_least_an_instant(parameters_.lifetimes.instance->sample_gap(
        key(Purpose::instance_lifetime), cause.function, cause.ordinal));
    schedule<InstanceLifeEnds>(std::max(ready, sim::saturating_add(now, life)), id,
                               rows_.instances.generation(id));
  }
  if (CURTAIN_MUTANT(pool_not_filled, is_spare, false)) {
    agenda_.note_pool();
  }
  return id;
}

template <class Queue, bool observed>
void Engine<Queue, observed>::become_ready(std::uint32_t id, Time now) {
  const std::uint32_t function = rows_.instances[id].function;
  if (function == kNone) {
    spare_ready(id, now);
    return;
  }
  rows_.instances[id].state = InstanceState::ready;
  FunctionRest& rest = rows_.rest[function];
  --rest.starting;
  if (rest.joinable == id) {
    rest.joinable = kNone;
  }
  release_claim(id);
  tally_.extras[function].ready_ns -= static_cast<sim::Int128>(tally_.clamped(now));
  notices_.ready(now, [&] {
    return ReadyNotice{now, FunctionId{function}, InstanceId{id}, now - rows_.instance_rest[id].created};
  });
  if constexpr (observed) {
    tell(Change::instance_ready, now, kNone, id, {},
         static_cast<std::uint64_t>(rows_.instance_rest[id].init.ns()));
  }
  // Those bound to it, first come first served: the list has the last one in front.
  std::uint32_t bound = kNone;
  for (std::uint32_t request = rows_.instances[id].first_request; request != kNone;
       request = rows_.requests[request].next) {
    bound = request;
  }
  rows_.instances[id].first_request = kNone;
  rows_.instances[id].in_flight = 0;
  while (bound != kNone) {
    const std::uint32_t later = rows_.requests[bound].previous;
    const Duration starting = now - CURTAIN_MUTANT(room_counts_as_cold_start, rows_.requests[bound].started,
                                                   rows_.requests[bound].dispatched);
    rows_.waits[bound].starting = starting;
    start(bound, id, now, StartKind::cold);
    mark_unusual(bound);
    count_waits(bound, starting);
    bound = later;
  }
  if (cluster_.vm(rows_.instances[id].vm).draining) {
    rows_.instances[id].state = InstanceState::draining;
    ++rest.draining;
    if (rows_.instances[id].in_flight == 0) {
      bill_unused_start(id, now);
      reclaim(id, now);
    }
    return;
  }
  take_from_queue(id, now);
  if (rows_.instances[id].in_flight < rows_.instances[id].slots) {
    list(id);
  }
  if (rows_.instances[id].in_flight == 0) {
    bill_unused_start(id, now);
    become_idle(id, now);
    if (idle_.evicts()) {
      agenda_.note_room();  // it may be evicted
    }
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::ensure_floor(std::uint32_t function, Time now) {
  start_up_to(function, rows_.rest[function].floor, now);
}

/// Starts what is missing to so many live instances, as far as the function may have them and there is room.
template <class Queue, bool observed>
void Engine<Queue, observed>::start_up_to(std::uint32_t function, std::uint32_t live, Time now) {
  while (rows_.functions[function].live < live &&
         may_start(rows_.rest[function], rows_.functions[function]) &&
         cluster_.fits_vm(rows_.rest[function].memory)) {
    if (start_instance(function, Cause::of_pre_warm(function, rows_.rest[function].pre_warmed), now) ==
        kNone) {
      return;
    }
    if ((rows_.functions[function].live & 63u) == 0 && stop_asked()) {
      return;  // a policy may want millions
    }
    ++rows_.rest[function].pre_warmed;
  }
}

}  // namespace curtain
