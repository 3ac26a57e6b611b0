#include "models/platform/execution/background_work.hpp"

#include "sim/mutant.hpp"

namespace curtain {

BackgroundWork::OfInstance& BackgroundWork::of(std::uint32_t instance) {
  if (instance >= instances_.size()) {
    instances_.resize(core_.rows().instances.capacity());
  }
  return instances_[instance];
}

/// Counts work that the job did since it started or continued.
void BackgroundWork::count(const OfInstance& state, sim::UInt128 done) {
  if (is_counted()) {
    use_.done += static_cast<sim::Int128>(done);
    use_.unbilled += state.executions == 0 ? static_cast<sim::Int128>(done) : 0;
  }
}

void BackgroundWork::pause(std::uint32_t instance) {
  OfInstance& state = of(instance);
  if (!state.runs) {
    return;
  }
  state.runs = false;
  const sim::UInt128 left = cpu_.take_out(VmShares::kBackground + instance, core_.now());
  count(state, state.left - left);
  state.left = left;
}

void BackgroundWork::resume(std::uint32_t instance) {
  OfInstance& state = of(instance);
  const bool may_run =
      state.executions > 0 || CURTAIN_MUTANT(frozen_work_runs, rule_ == Background::runs, true);
  if (state.left > 0 && may_run) {
    state.runs = true;
    cpu_.join_work(VmShares::kBackground + instance, state.demand, state.left, Time::never(), core_.now());
  }
}

void BackgroundWork::execution_begins(std::uint32_t instance, const ResourceDemand& demand) {
  OfInstance& state = of(instance);
  state.demand = demand;
  if (state.executions > 0) {
    ++state.executions;
    return;
  }
  pause(instance);
  ++state.executions;
  resume(instance);
}

void BackgroundWork::execution_ends(std::uint32_t instance, bool adds) {
  OfInstance& state = of(instance);
  pause(instance);
  --state.executions;
  if (adds) {
    const sim::UInt128 work =
        sim::UInt128{static_cast<std::uint64_t>(state.demand.fixed.ns())} * state.demand.job_cap;
    state.left += work;
    use_.added += is_counted() ? static_cast<sim::Int128>(work) : 0;
  }
  resume(instance);
}

void BackgroundWork::ended(std::uint32_t instance) {
  OfInstance& state = of(instance);
  if (state.runs) {
    state.runs = false;
    count(state, state.left);
    state.left = 0;
  }
}

void BackgroundWork::instance_gone(std::uint32_t instance) {
  if (instance >= instances_.size()) {
    return;
  }
  pause(instance);
  OfInstance& state = instances_[instance];
  use_.lost += is_counted() ? static_cast<sim::Int128>(state.left) : 0;
  state = {};
}

}  // namespace curtain
