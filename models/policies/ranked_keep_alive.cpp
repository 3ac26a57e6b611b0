#include "models/policies/ranked_keep_alive.hpp"

#include <fmt/format.h>

#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr double kNsPerMs = 1e6;

template <class Row>
Row& row(std::vector<Row>& rows, std::size_t id) {
  if (id >= rows.size()) {
    rows.resize(id + 1);
  }
  return rows[id];
}

}  // namespace

RankedKeepAlive::FunctionRow& RankedKeepAlive::of(FunctionId function) {
  return row(functions_, function.index());
}

RankedKeepAlive::InstanceRow& RankedKeepAlive::of(InstanceId instance) {
  return row(instances_, instance.index());
}

void RankedKeepAlive::revalue(FunctionRow& function) {
  const bool has_common_clock = has_clock_ && by_ == RankedBy::simulator;
  function.value = worth(function) + (has_common_clock ? clock_ : 0);
}

void RankedKeepAlive::on_start(const StartNotice& start) {
  FunctionRow& function = of(start.function);
  if (++function.frequency == 1) {
    function.cost = static_cast<double>(start.start_up.ns()) / kNsPerMs;
    function.size = start.memory;
  }
  InstanceRow& instance = of(start.instance);
  ++instance.uses;
  instance.clock = clock_;
  revalue(function);
}

double RankedKeepAlive::eviction_value(const IdleInstanceView& view) {
  InstanceRow& instance = of(view.instance);
  if (view.uses == 0) {  // the instance was started in advance
    instance = {clock_, 0};
    FunctionRow& function = of(view.function);
    if (function.frequency == 0) {
      function.cost = static_cast<double>(view.start_up.ns()) / kNsPerMs;
      function.size = view.memory;
      revalue(function);
    }
  }
  last_ = view.function;
  last_clock_ = instance.clock;
  return has_clock_ && by_ == RankedBy::paper ? instance.clock : 0;
}

std::string RankedKeepAlive::explain() const {
  if (!last_.valid()) {
    return {};  // no instance was evicted, so no value was computed
  }
  const FunctionRow& function = functions_[last_.index()];
  return fmt::format("{}value {} from frequency {}, cold start {} ms, {} MiB",
                     has_clock_ ? fmt::format("clock {}, ", last_clock_) : "", worth(function),
                     function.frequency, function.cost, function.size);
}

void RankedKeepAlive::on_eviction(const EvictionNotice& eviction) {
  if (eviction.under_pressure) {
    CURTAIN_MUTANT_SKIPS(clock_stands_still)
    clock_ = eviction.value;
  }
  FunctionRow& function = of(eviction.function);
  InstanceRow& instance = of(eviction.instance);
  if (by_ == RankedBy::simulator) {
    function.frequency -= instance.uses;  // instances keep their values until the next use
  }
  instance = {};
  if (CURTAIN_MUTANT(frequency_outlives_instances, eviction.live == 0, false)) {
    function.frequency = 0;
  }
}

std::vector<ParameterDeclaration> ranked_parameters() {
  return {{"max_idle", ParameterKind::duration, "forever", 0, 9.2e18,
           "how long an instance is kept if its memory is not needed"},
          {"follows",
           ParameterKind::choice,
           "paper",
           0,
           0,
           "paper: Fuerst & Sharma, section 4; simulator: faascache-sim, where the instances of a function "
           "share the clock of its last use, and only the uses of live instances count",
           {"paper", "simulator"}}};
}

}  // namespace curtain
