#include "models/platform/starts/shared_stages.hpp"

#include <algorithm>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

SharedStages::SharedStages(CoreApi& core, const PlatformParameters& parameters, Time from, Time to)
    : core_(core), from_(from), to_(to) {
  for (const SharedStage& shared : parameters.cold_start.shared_stages) {
    Sharing& sharing = stages_[index_of(shared.stage)];
    SIM_CHECK(shared.stage != StartStage::vm_boot && sharing.capacity == 0 && shared.capacity >= 1);
    sharing.capacity = static_cast<std::uint64_t>(shared.capacity * static_cast<double>(kUnit) + 0.5);
    sharing.scope = shared.per;
  }
  std::size_t in_vm = 0;
  std::size_t on_host = 0;
  for (Sharing& sharing : stages_) {
    if (sharing.capacity > 0) {
      sharing.resource = sharing.scope == StageScope::vm ? in_vm++ : on_host++;
    }
  }
}

void SharedStages::begins(std::uint32_t instance, const StageEnds& alone, Time retires,
                          Duration init_timeout) {
  if (instance >= starts_.size()) {
    starts_.resize(core_.rows().instances.capacity());
  }
  Start& start = starts_[instance];
  start.ends = alone;
  start.retires = retires;
  start.init_timeout = init_timeout;
  start.init_limit = Time::never();
  start.place = kNone;
  for (std::size_t i = 1; i < kStartStages; ++i) {
    start.lengths[i] = alone[i] - alone[i - 1];
  }
  go_on(instance, 1, alone[0]);
}

/// Continues the start at `at`, when `stage` and the following stages remain. Either a shared stage begins
/// at a known time, or the end of the start is known.
void SharedStages::go_on(std::uint32_t instance, std::size_t stage, Time at) {
  Start& start = starts_[instance];
  for (; stage < kStartStages; ++stage) {
    if (stage == index_of(StartStage::runtime_start) && !start.init_timeout.is_infinite()) {
      start.init_limit = sim::saturating_add(at, start.init_timeout);
    }
    if (stages_[stage].capacity > 0 && start.lengths[stage] > Duration{}) {
      start.stage = static_cast<std::uint8_t>(stage);
      if (at > core_.now()) {
        core_.schedule<SharedStageBegins>(at, instance, core_.rows().instances.generation(instance));
      } else {
        enter(instance, at);
      }
      return;
    }
    at = sim::saturating_add(at, start.lengths[stage]);
    start.ends[stage] = at;
  }
  core_.end_start(instance, start.ends, start.retires);
}

void SharedStages::stage_begins(std::uint32_t instance, Time now) {
  enter(instance, now);
}

/// Adds the start to those that share its stage.
void SharedStages::enter(std::uint32_t instance, Time now) {
  Start& start = starts_[instance];
  const Sharing& sharing = stages_[start.stage];
  const std::uint32_t vm = core_.rows().instances[instance].vm;
  start.place = sharing.scope == StageScope::vm ? vm : core_.cluster().vm(vm).host;
  start.since = now;
  Place& place = place_of(sharing.scope, start.place);
  const sim::UInt128 work = sim::UInt128{static_cast<std::uint64_t>(start.lengths[start.stage].ns())} * kUnit;
  place.resources[sharing.resource].join(now, instance, {1, kUnit}, work);
  changed(sharing.scope, start.place);
  if (start.init_limit != Time::never()) {
    core_.schedule<InitTimesOut>(std::max(now, start.init_limit), instance,
                                 core_.rows().instances.generation(instance));
  }
}

/// Ends the shared stage of an initialisation that takes too long. A stage that ends at the instant of the
/// limit does not exceed the limit, because its end is handled first.
void SharedStages::init_times_out(std::uint32_t instance, Time now) {
  Start& start = starts_[instance];
  if (start.place == kNone || now != start.init_limit) {
    return;  // the shared stage has ended
  }
  lost(instance);
  for (std::size_t stage = start.stage; stage < kStartStages; ++stage) {
    start.ends[stage] = Time::latest();
  }
  core_.end_start(instance, start.ends, start.retires);
}

void SharedStages::report(StartCounts& counts) const {
  counts.shared = shared_;
  counts.shared_ns = shared_ns_;
  counts.shared_alone_ns = shared_alone_ns_;
}

/// Returns the state of the VM or host. Resets the state if another VM used the row earlier.
SharedStages::Place& SharedStages::place_of(StageScope scope, std::uint32_t number) {
  std::vector<Place>& all = places(scope);
  if (number >= all.size()) {
    all.resize(std::size_t{number} + 1);
  }
  Place& place = all[number];
  if (place.resources.empty()) {
    for (const Sharing& sharing : stages_) {
      if (sharing.capacity > 0 && sharing.scope == scope) {
        place.resources.emplace_back(sharing.capacity, kNegligible);
      }
    }
  }
  const std::uint32_t generation = scope == StageScope::vm ? core_.cluster().generation(number) : 0;
  if (place.generation != generation) {
    place.generation = generation;
    place.timer = {};
  }
  return place;
}

void SharedStages::lost(std::uint32_t instance) {
  if (instance >= starts_.size() || starts_[instance].place == kNone) {
    return;  // the event of a stage that has not begun is stale
  }
  Start& start = starts_[instance];
  const Sharing& sharing = stages_[start.stage];
  CURTAIN_MUTANT_SKIPS(lost_start_keeps_its_share)
  place_of(sharing.scope, start.place).resources[sharing.resource].leave(core_.now(), instance);
  changed(sharing.scope, start.place);
  start.place = kNone;
}

void SharedStages::stage_ends_in_vm(std::uint32_t vm, Time now) {
  ends(StageScope::vm, vm, now);
}

void SharedStages::stage_ends_on_host(std::uint32_t host, Time now) {
  ends(StageScope::host, host, now);
}

void SharedStages::ends(StageScope scope, std::uint32_t number, Time now) {
  Place& place = places(scope)[number];
  const sim::LazyTimer::Fired fired = place.timer.fired(now);
  if (fired == sim::LazyTimer::Fired::early) {
    schedule(scope, number);
  }
  if (fired != sim::LazyTimer::Fired::due) {
    return;
  }
  ended_.clear();
  for (sim::SharedResource& resource : place.resources) {
    for (std::uint32_t instance = resource.take_ended(now); instance != kNone;
         instance = resource.take_ended(now)) {
      ended_.push_back(instance);
    }
  }
  for (const std::uint32_t instance : ended_) {
    Start& start = starts_[instance];
    const std::size_t stage = start.stage;
    start.place = kNone;
    start.ends[stage] = now;
    if (now >= from_ && now < to_) {
      ++shared_;
      shared_ns_ += (now - start.since).ns();
      shared_alone_ns_ += start.lengths[stage].ns();
    }
    go_on(instance, CURTAIN_MUTANT(stages_after_the_shared_are_skipped, stage + 1, kStartStages), now);
  }
  changed(scope, number);
}

/// Sets the timer of the VM or host after starts joined or left.
void SharedStages::changed(StageScope scope, std::uint32_t number) {
  Place& place = places(scope)[number];
  Time next = Time::never();
  for (sim::SharedResource& resource : place.resources) {
    next = std::min(next, resource.next_end());
  }
  if (place.timer.set(next)) {
    schedule(scope, number);
  }
}

void SharedStages::schedule(StageScope scope, std::uint32_t number) {
  const Place& place = places(scope)[number];
  if (scope == StageScope::vm) {
    core_.schedule<SharedStageEndsInVm>(place.timer.armed(), number, place.generation);
  } else {
    core_.schedule<SharedStageEndsOnHost>(place.timer.armed(), number);
  }
}

}  // namespace curtain
