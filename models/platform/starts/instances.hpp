#pragma once
// The lifetime of an instance: cold start, ready, idle, keep-alive, reclaim.
#include <algorithm>

#include "models/platform/core/part.hpp"
#include "sim/mutant.hpp"

namespace curtain {

struct InstanceReady : EventKind<sim::Rank::ready, 0, Subject::instance> {};
struct InstanceLifeEnds : EventKind<sim::Rank::timer, 1, Subject::instance> {
};  // handled by KeepAlive::life_ended()

/// Starts an instance, until the instance is ready.
template <class Core>
class Instances : public Part<Core, Instances<Core>> {
 public:
  /// `parameters` must outlive this object.
  explicit Instances(const PlatformParameters& parameters)
      : stages_(parameters.cold_start),
        life_(parameters.lifetimes.instance),
        caches_code_(parameters.cluster.code_cache == CodeCache::host) {}

  /// Starts a new instance of the function. Returns kNone if no VM has room.
  std::uint32_t start_instance(std::uint32_t function, const Cause& cause, Time now);
  /// Called when the instance is ready. Attempts that are bound to the instance or wait begin on it.
  void become_ready(std::uint32_t instance, Time now);
  /// Starts instances up to the pre-warm floor of the function.
  void ensure_floor(std::uint32_t function, Time now);
  /// Starts instances until `live` instances of the function are live, as far as the function's limit and the
  /// free memory allow.
  void start_up_to(std::uint32_t function, std::uint32_t live, Time now);

 private:
  using P = Part<Core, Instances<Core>>;
  using P::agenda;
  using P::cluster;
  using P::core;
  using P::key;
  using P::notices;
  using P::push;
  using P::rows;
  using P::sync_levels;
  using P::table;
  using P::tally;

  const ColdStartParameters& stages_;
  const std::optional<sim::Distribution>& life_;
  bool caches_code_;
};

template <class Core>
std::uint32_t Instances<Core>::start_instance(std::uint32_t function, const Cause& cause, Time now) {
  FunctionRest& rest = rows().rest[function];
  const std::uint32_t spare_in = core().adopt_spare(rest.memory);
  const bool is_spare = spare_in != kNone;
  const std::uint32_t vm_id = is_spare ? spare_in : core().find_room(function, cause, now);
  if (vm_id == kNone) {
    return kNone;
  }
  const std::uint32_t id = rows().instances.allocate();
  if (id >= rows().instance_rest.size()) {
    rows().instance_rest.resize(rows().instances.capacity());
  }
  Vm& vm = cluster().vm(vm_id);
  Time ready = CURTAIN_MUTANT(boot_not_shared, std::max(now, vm.ready), now);
  InstanceStart start{};  // data for an observer
  const auto stage_ends = [&start, &ready](StartStage stage) {
    if constexpr (Core::kObserved) {
      start.stage_ends[static_cast<std::size_t>(stage)] = ready;
    }
  };
  stage_ends(StartStage::vm_boot);
  const std::uint64_t drawn_by = CURTAIN_MUTANT(draws_not_paired, cause.ordinal, rest.serial);
  const auto pass = [&](const sim::Distribution& stage, Purpose purpose) {
    ready = sim::saturating_add(ready, stage.sample_duration(key(purpose), cause.function, drawn_by));
  };
  if (!is_spare) {
    pass(stages_.sandbox, Purpose::sandbox);
  }
  stage_ends(StartStage::sandbox);
  if (const auto since = caches_code_ ? cluster().code_since(vm.host, function) : std::nullopt) {
    ready = std::max(ready, *since);  // waits for a download in progress
    start.has_code = true;
  } else {
    pass(stages_.code_download, Purpose::code_download);
    cluster().note_code(vm.host, function, CURTAIN_MUTANT(download_not_waited_for, ready, now));
  }
  const Time init_from = ready;
  stage_ends(StartStage::code_download);
  if (!is_spare) {
    pass(stages_.runtime_start, Purpose::runtime_start);
  }
  stage_ends(StartStage::runtime_start);
  const auto& own_init =
      table()[FunctionId{function}].traits.init;  // a reference, valid only until the table grows
  pass(own_init ? *own_init : stages_.function_init, Purpose::function_init);
  stage_ends(StartStage::function_init);

  Instance& row = rows().instances[id];
  row = Instance{};
  row.function = function;
  row.slots = rows().functions[function].slots;
  row.serial = rest.serial++;
  row.vm = vm_id;
  row.distance = cluster().distance(vm.host);
  InstanceRest& more = rows().instance_rest[id];
  more = InstanceRest{};
  more.number = rows().instances_ever++;
  more.created = now;
  more.ready = ready;
  more.last_used = ready;
  more.init = ready - init_from;
  more.memory = rest.memory;
  start.in_new_vm = vm.instances == 0 && vm.created == now;
  cluster().put(vm_id, id, rest.memory, rows().instance_rest);
  core().idle_set().created(function, vm_id, id);
  cluster().count_in(vm_id, function, rest.tenant);
  core().candidates().vm_changed(vm_id, now);
  vm.hash.add((std::uint64_t{function} << 32) | row.serial);
  vm.hash.add(static_cast<std::uint64_t>(now.ns()));
  rows().functions[function].hash.add(static_cast<std::uint64_t>(ready.ns()));
  ++rows().functions[function].live;
  ++rest.starting;
  tally().instance_created(function, now);
  sync_levels(now);
  if constexpr (Core::kObserved) {
    core().tell(Change::instance_created, now, kNone, id, ready, rest.memory);
    start.now = now;
    start.is_spare = is_spare;
    core().tell_start(start, id);
  }
  push(InstanceReady::event(ready, id, rows().instances.generation(id)));
  if (life_) {
    const Duration life = at_least_an_instant(
        life_->sample_gap(key(Purpose::instance_lifetime), cause.function, cause.ordinal));
    push(InstanceLifeEnds::event(std::max(ready, sim::saturating_add(now, life)), id,
                                 rows().instances.generation(id)));
  }
  if (CURTAIN_MUTANT(pool_not_filled, is_spare, false)) {
    agenda().note_pool();
  }
  return id;
}

template <class Core>
void Instances<Core>::become_ready(std::uint32_t id, Time now) {
  const std::uint32_t function = rows().instances[id].function;
  if (function == kNone) {
    core().spare_ready(id, now);
    return;
  }
  rows().instances[id].state = InstanceState::ready;
  FunctionRest& rest = rows().rest[function];
  --rest.starting;
  if (rest.joinable == id) {
    rest.joinable = kNone;
  }
  core().release_claim(id);
  tally().instance_ready(function, now);
  notices().ready(now, [&] {
    return ReadyNotice{now, FunctionId{function}, InstanceId{id}, now - rows().instance_rest[id].created};
  });
  if constexpr (Core::kObserved) {
    core().tell(Change::instance_ready, now, kNone, id, {},
                static_cast<std::uint64_t>(rows().instance_rest[id].init.ns()));
  }
  // Sorts the bound attempts by arrival. In the list, the last attempt is in front.
  std::uint32_t bound = kNone;
  for (std::uint32_t request = rows().instances[id].first_request; request != kNone;
       request = rows().requests[request].next) {
    bound = request;
  }
  rows().instances[id].first_request = kNone;
  rows().instances[id].in_flight = 0;
  while (bound != kNone) {
    const std::uint32_t later = rows().requests[bound].previous;
    const Duration starting = now - CURTAIN_MUTANT(room_counts_as_cold_start, rows().requests[bound].started,
                                                   rows().requests[bound].dispatched);
    rows().waits[bound].starting = starting;
    core().start(bound, id, now, StartKind::cold);
    core().mark_unusual(bound);
    core().count_waits(bound, starting);
    bound = later;
  }
  if (cluster().vm(rows().instances[id].vm).draining) {
    rows().instances[id].state = InstanceState::draining;
    if constexpr (Core::kObserved) {
      core().tell(Change::instance_draining, now, kNone, id);
    }
    ++rest.draining;
    if (rows().instances[id].in_flight == 0) {
      core().bill_unused_start(id, now);
      if constexpr (Core::kObserved) {
        core().note_end(EndReason::drained);
      }
      core().reclaim(id, now);
    }
    return;
  }
  core().take_from_queue(id, now);
  if (rows().instances[id].in_flight < rows().instances[id].slots) {
    core().list(id);
  }
  if (rows().instances[id].in_flight == 0) {
    core().bill_unused_start(id, now);
    core().become_idle(id, now);
    if (core().idle_set().evicts()) {
      agenda().note_room();  // the new instance may be evicted
    }
  }
}

template <class Core>
void Instances<Core>::ensure_floor(std::uint32_t function, Time now) {
  if constexpr (Core::kObserved) {
    core().note_start(StartReason::floor);
  }
  start_up_to(function, rows().rest[function].floor, now);
}

template <class Core>
void Instances<Core>::start_up_to(std::uint32_t function, std::uint32_t live, Time now) {
  while (rows().functions[function].live < live &&
         core().may_start(rows().rest[function], rows().functions[function]) &&
         cluster().fits_vm(rows().rest[function].memory)) {
    if (start_instance(function, Cause::of_pre_warm(function, rows().rest[function].pre_warmed), now) ==
        kNone) {
      return;
    }
    if ((rows().functions[function].live & 63u) == 0 && core().stop_asked()) {
      return;  // checked because a policy may request millions of instances
    }
    ++rows().rest[function].pre_warmed;
  }
}

}  // namespace curtain
