#pragma once
// The lifetime of an instance: cold start, ready, idle, keep-alive, reclaim.
#include <algorithm>
#include <optional>
#include <vector>

#include "models/platform/core/part.hpp"
#include "models/platform/starts/code_loading.hpp"
#include "models/platform/starts/shared_stages.hpp"
#include "sim/mutant.hpp"

namespace curtain {

struct InstanceReady : EventKind<sim::Rank::ready, 0, Subject::instance> {};
struct InstanceLifeEnds : EventKind<sim::Rank::timer, 1, Subject::instance> {
};  // handled by KeepAlive::life_ended()

/// Starts an instance, until the instance is ready.
template <class Core>
class Instances : public Part<Core, Instances<Core>> {
 public:
  /// `cell` and `parameters` must outlive this object.
  Instances(CellState& cell, const PlatformParameters& parameters)
      : stages_(parameters.cold_start),
        life_(parameters.lifetimes.instance),
        caches_code_(parameters.cluster.code_cache == CodeCache::host),
        is_plain_(stages_.shared_stages.empty() && stages_.code_loading.tiers.empty() &&
                  stages_.runtime_start_by.empty() && !stages_.snapshot_restore &&
                  stages_.init_timeout.is_infinite()) {
    if (!stages_.shared_stages.empty()) {
      shared_stages_.emplace(cell, parameters, cell.tally().window().from(), cell.tally().window().to());
    }
    if (!stages_.code_loading.tiers.empty()) {
      code_loading_.emplace(stages_.code_loading, cell.tally().window().from(), cell.tally().window().to());
    }
  }

  /// Called once for each function, in the order of their rows.
  void adopt_runtime(const FunctionSpec& spec) {
    runtimes_.push_back(spec.traits.snapshot && stages_.snapshot_restore
                            ? kSnapshot
                            : stages_.runtime_entry(spec.traits.runtime, spec.memory));
  }
  /// Starts a new instance of the function. Returns kNone if no VM has room.
  std::uint32_t start_instance(std::uint32_t function, const Cause& cause, Time now);
  /// Schedules the end of a start that has just begun. `alone` contains the ends of its stages if it shares
  /// no stage with other starts.
  void schedule_start(std::uint32_t instance, const StageEnds& alone, Time retires);
  /// Sets the ends of the stages of a start that shares stages (see CoreApi::end_start()).
  void start_ends(std::uint32_t instance, const StageEnds& ends, Time retires);
  /// Called when a starting instance is reclaimed or lost.
  void start_is_lost(std::uint32_t instance) {
    if (shared_stages_) [[unlikely]] {
      shared_stages_->lost(instance);
    }
  }
  /// Draws the time of an initialisation within an execution, which is a runtime start and a function init,
  /// or the restore of a snapshot. The cause addresses the draws.
  [[nodiscard]] Duration draw_repeated_init(std::uint32_t function, const Cause& cause);
  /// Registers the events of starts that share stages.
  void claim_stages(EventTable& events);
  /// The module CodeLoading, or null if code is not loaded in chunks.
  [[nodiscard]] const CodeLoading* code_loading() const { return code_loading_ ? &*code_loading_ : nullptr; }
  /// The module SharedStages, or null if starts share no stage.
  [[nodiscard]] const SharedStages* shared_stages() const {
    return shared_stages_ ? &*shared_stages_ : nullptr;
  }
  /// Called when the instance is ready. Attempts that are bound to the instance or wait begin on it.
  void become_ready(std::uint32_t instance, Time now);
  /// Starts instances up to the pre-warm floor of the function.
  void ensure_floor(std::uint32_t function, Time now);
  /// Starts instances until `live` instances of the function are live, as far as the function's limit and the
  /// free memory allow.
  void start_up_to(std::uint32_t function, std::uint32_t live, Time now);

 private:
  /// The entry of `runtimes_` of a function whose instances start from a snapshot.
  static constexpr std::uint32_t kSnapshot = kNone;

  /// Whether the initialisation of a start of the function that begins now has a limit.
  [[nodiscard]] bool may_give_up(std::uint32_t function) const {
    return rows().rest[function].provisioned == 0 ||
           rows().functions[function].live >= rows().rest[function].floor;
  }
  /// Loads the code of the function for a start in the VM. Returns the time that the download takes.
  Duration load_code(std::uint32_t function, std::uint32_t vm, Time now);
  /// Counts the restore of the snapshot of the function.
  void count_restore(std::uint32_t function, Time now);
  /// If the initialisation of the start exceeds its limit, stops it at the limit, which changes the ends of
  /// the stages.
  void limit_init(std::uint32_t instance, StageEnds& ends, Time now);

  using P = Part<Core, Instances<Core>>;
  using P::agenda;
  using P::clock;
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
  bool is_plain_;  // the stages depend only on the cause of the start, and are not shared
  std::vector<std::uint32_t>
      runtimes_;  // indexed by function: ColdStartParameters::runtime_entry(), or kSnapshot
  std::optional<SharedStages> shared_stages_;  // created if starts share stages
  std::optional<CodeLoading> code_loading_;    // created if code is loaded in chunks
};

template <class Core>
std::uint32_t Instances<Core>::start_instance(std::uint32_t function, const Cause& cause, Time now) {
  FunctionRest& rest = rows().rest[function];
  const std::uint32_t runtime = is_plain_ ? 0 : runtimes_[function];
  const std::uint32_t spare_in = runtime == kSnapshot ? kNone : core().adopt_spare(rest.memory);
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
  bool has_code = false;
  StageEnds ends;
  const auto stage_ends = [&ends, &ready](StartStage stage) { ends[index_of(stage)] = ready; };
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
    ready = std::max(ready, *since);  // the start waits for a download in progress
    has_code = true;
  } else {
    pass(stages_.code_download, Purpose::code_download);
    if (!is_plain_ && code_loading_) [[unlikely]] {
      ready = sim::saturating_add(ready, load_code(function, vm_id, now));
    }
    cluster().note_code(vm.host, function, CURTAIN_MUTANT(download_not_waited_for, ready, now));
  }
  const Time init_from = ready;
  stage_ends(StartStage::code_download);
  const bool is_restored = runtime == kSnapshot;
  if (is_restored) [[unlikely]] {
    count_restore(function, now);
  }
  if (!is_spare) {
    pass(is_restored ? *stages_.snapshot_restore : stages_.runtime_time(runtime),
         is_restored ? Purpose::snapshot_restore : Purpose::runtime_start);
  }
  stage_ends(StartStage::runtime_start);
  if (!is_restored) [[likely]] {
    const auto& own_init =
        table()[FunctionId{function}].traits.init;  // a reference, valid only until the table grows
    pass(own_init ? *own_init : stages_.function_init, Purpose::function_init);
  }
  stage_ends(StartStage::function_init);

  const bool is_limited = !is_plain_ && stages_.init_timeout != Duration::infinite() && may_give_up(function);
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
  more.may_give_up = is_limited;
  if (is_limited && !shared_stages_) [[unlikely]] {
    limit_init(id, ends, now);
    ready = ends.back();
  }
  more.ready = ready;
  more.last_used = ready;
  more.init = ready - init_from;
  more.memory = rest.memory;
  const bool in_new_vm = vm.instances == 0 && vm.created == now;
  cluster().put(vm_id, id, rest.memory, rows().instance_rest);
  core().idle_set().created(function, vm_id, id);
  cluster().count_in(vm_id, function, rest.tenant);
  core().candidates().vm_changed(vm_id, now);
  vm.hash.add((std::uint64_t{function} << 32) | row.serial);
  vm.hash.add(static_cast<std::uint64_t>(now.ns()));
  rows().functions[function].hash.add(static_cast<std::uint64_t>(ready.ns()));
  ++rows().functions[function].live;
  ++rest.starting;
  const bool is_counted = tally().instance_created(function, now);
  sync_levels(now);
  if constexpr (Core::kObserved) {
    core().tell(Change::instance_created, now, kNone, id, ready, rest.memory);
    InstanceStart start{};
    start.now = now;
    start.in_new_vm = in_new_vm;
    start.vm_from_pool = in_new_vm && vm.from_pool;
    start.is_spare = is_spare;
    start.has_code = has_code;
    start.is_restored = is_restored;
    start.init_given_up = row.must_init;
    start.stage_ends = ends;
    core().tell_start(start, id);
  }
  if ((rows().functions[function].mask & special::updates) != 0 && core().updates().instance_created(id)) {
    tally().extras_of(function).old_instances += tally().window().holds(now) ? 1 : 0;
  }
  Time retires = Time::never();
  if (life_) {
    const Duration life = at_least_an_instant(
        life_->sample_gap(key(Purpose::instance_lifetime), cause.function, cause.ordinal));
    retires = sim::saturating_add(now, life);
  }
  if (is_counted && !shared_stages_) [[likely]] {
    tally().starts().add(now, ends);
  }
  schedule_start(id, ends, retires);
  if (CURTAIN_MUTANT(pool_not_filled, is_spare, false)) {
    agenda().note_pool();
  }
  return id;
}

template <class Core>
[[gnu::noinline]] void Instances<Core>::limit_init(std::uint32_t id, StageEnds& ends, Time now) {
  const Time latest = sim::saturating_add(ends[index_of(StartStage::code_download)], stages_.init_timeout);
  if (ends.back() <= latest) {
    return;
  }
  for (const StartStage stage : {StartStage::runtime_start, StartStage::function_init}) {
    ends[index_of(stage)] = std::min(ends[index_of(stage)], latest);
  }
  tally().starts().given_up += tally().window().holds(now) ? 1 : 0;
  CURTAIN_MUTANT_SKIPS(init_is_not_repeated)
  core().mark_reset(id);
}

template <class Core>
Duration Instances<Core>::draw_repeated_init(std::uint32_t function, const Cause& cause) {
  if (runtimes_[function] == kSnapshot) {
    count_restore(function, clock());
    return stages_.snapshot_restore->sample_duration(key(Purpose::repeated_restore), cause.function,
                                                     cause.ordinal);
  }
  const auto& own_init = table()[FunctionId{function}].traits.init;
  const sim::Distribution& of_function = own_init ? *own_init : stages_.function_init;
  return stages_.runtime_time(runtimes_[function])
             .sample_duration(key(Purpose::repeated_runtime_start), cause.function, cause.ordinal) +
         of_function.sample_duration(key(Purpose::repeated_function_init), cause.function, cause.ordinal);
}

template <class Core>
[[gnu::noinline]] Duration Instances<Core>::load_code(std::uint32_t function, std::uint32_t vm_id, Time now) {
  const Vm& vm = cluster().vm(vm_id);
  const CodeLoading::Site site{vm_id, vm.number, vm.host, cluster().losses_of(vm.host),
                               cluster().zone_of(vm.host)};
  return code_loading_->load(function, table()[FunctionId{function}].traits.code_size, site, now);
}

template <class Core>
void Instances<Core>::count_restore(std::uint32_t function, Time now) {
  if (tally().window().holds(now)) {
    ++tally().extras_of(function).restored;
    ++tally().starts().restored;
    tally().starts().restored_mib += rows().rest[function].memory;
  }
}

template <class Core>
inline void Instances<Core>::schedule_start(std::uint32_t id, const StageEnds& alone, Time retires) {
  if (shared_stages_) [[unlikely]] {
    const bool is_limited = rows().instance_rest[id].may_give_up;
    shared_stages_->begins(id, alone, retires, is_limited ? stages_.init_timeout : Duration::infinite());
    return;
  }
  const Time ready = alone.back();
  push(InstanceReady::event(ready, id, rows().instances.generation(id)));
  if (retires != Time::never()) {
    push(InstanceLifeEnds::event(std::max(ready, retires), id, rows().instances.generation(id)));
  }
}

template <class Core>
void Instances<Core>::start_ends(std::uint32_t id, const StageEnds& known, Time retires) {
  StageEnds ends = known;
  if (rows().instance_rest[id].may_give_up) {
    limit_init(id, ends, clock());
  }
  const Time ready = ends.back();
  InstanceRest& more = rows().instance_rest[id];
  const std::uint32_t function = rows().instances[id].function;
  if (function == kNone) {
    cluster().vm(rows().instances[id].vm).hash.add(static_cast<std::uint64_t>(ready.ns()));
  } else {
    more.ready = ready;
    more.last_used = ready;
    more.init = ready - ends[index_of(StartStage::code_download)];
    rows().functions[function].hash.add(static_cast<std::uint64_t>(ready.ns()));
    if (tally().window().holds(more.created)) {
      tally().starts().add(more.created, ends);
    }
    if constexpr (Core::kObserved) {
      core().tell_stages(id, ends, clock());
    }
  }
  push(InstanceReady::event(ready, id, rows().instances.generation(id)));
  if (retires != Time::never()) {
    push(InstanceLifeEnds::event(std::max(ready, retires), id, rows().instances.generation(id)));
  }
}

template <class Core>
void Instances<Core>::claim_stages(EventTable& events) {
  if (shared_stages_) {
    events.handle<SharedStageBegins, &SharedStages::stage_begins>(*shared_stages_);
    events.handle<SharedStageEndsInVm, &SharedStages::stage_ends_in_vm>(*shared_stages_);
    events.handle<SharedStageEndsOnHost, &SharedStages::stage_ends_on_host>(*shared_stages_);
    events.handle<InitTimesOut, &SharedStages::init_times_out>(*shared_stages_);
  }
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
  if ((rows().functions[function].mask & special::updates) != 0) {
    core().updates().instance_ready(id);
  }
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
    core().show_list_of(id);
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
