#pragma once
// The end of a run: what is still open is closed, and the sums are whole.
#include <algorithm>

#include "models/platform/cell/engine.hpp"

namespace curtain {

template <class Queue, bool observed>
RunOutcome Engine<Queue, observed>::finish() {
  const Time last = std::max(now_, last_client_);
  Time end = tally_.to;
  const bool is_partial = !pace_.is_over();
  if (end == Time::never() || is_partial) {
    end = std::max(tally_.from, std::min(end, last));
  }
  tally_.responses.finish();
  const Time settled = std::max(end, now_);
  tally_.instances.finish(settled);
  tally_.vms.finish(settled);
  tally_.hosts.finish(settled);
  tally_.hosts_down.finish(settled);
  tally_.placed_mib.finish(settled);
  tally_.used_capacity_mib.finish(settled);
  tally_.vm_lower_bound.finish(settled);
  if (shared_cpu_) {
    tally_.cpu_used = shared_cpu_->used();
    tally_.cpu_of_vm = shared_cpu_->capacity();
  }
  tally_.cpu_used.finish(settled);
  const Time last_covered =
      end - Duration{1};  // the series reaches to the window's end, whatever happens last
  if (last_covered >= tally_.series.current_end()) {
    advance_series(last_covered);
  }
  const Course sums = options_.by_time ? course(end) : Course{};
  tally_.series.finish(levels(), options_.by_time ? &sums : nullptr);

  // What is still open is closed at the window's end.
  const auto close = static_cast<std::uint64_t>(std::min(end, tally_.to).ns());
  std::uint64_t in_flight = 0;
  for (std::uint32_t id = 0; id < rows_.requests.capacity(); ++id) {
    if (rows_.requests.live(id)) {
      const Request& row = rows_.requests[id];
      tally_.in_system.add(std::max(close, tally_.clamped(row.arrival)));
      const Time from = std::max(row.arrival, tally_.from);
      tally_.unfinished_ns += end > from ? (end - from).ns() : 0;
      in_flight += counted(row) ? 1 : 0;
    }
  }
  close_provisioned(close);
  sim::Int128 completed = 0;
  for (const FunctionTally& function : tally_.functions) {
    completed += function.completed;
  }
  tally_.platform.frontend_ns +=
      completed * (latency_.request() + latency_.response()).ns() + 2 * tally_.distance.value();
  tally_.in_system_ns = tally_.in_system.value();
  for (std::uint32_t id = 0; id < rows_.instances.capacity(); ++id) {
    if (rows_.instances.live(id) && rows_.instances[id].function != kNone) {
      const Instance& row = rows_.instances[id];
      FunctionExtras& extras = tally_.extras[row.function];
      extras.live_ns +=
          static_cast<sim::Int128>(std::max(close, tally_.clamped(rows_.instance_rest[id].created)));
      if (row.state != InstanceState::starting) {
        extras.ready_ns +=
            static_cast<sim::Int128>(std::max(close, tally_.clamped(rows_.instance_rest[id].ready)));
        if (row.in_flight > 0) {
          tally_.busy_until(row.function, Time{static_cast<std::int64_t>(close)});
        }
      }
    }
  }
  tally_.settle_busy();
  std::uint64_t fingerprint = cluster_.fingerprint();
  for (std::size_t id = 0; id < rows_.functions.size(); ++id) {
    fingerprint += sim::entity_fingerprint(id, rows_.functions[id].hash.value());
  }
  Warnings warnings = crashes_.without_effect(is_partial);
  const Warnings of_outages = outages_.without_effect(is_partial);
  warnings.insert(warnings.end(), of_outages.begin(), of_outages.end());
  return {std::move(tally_), fingerprint, end, is_partial, in_flight, std::move(warnings)};
}

}  // namespace curtain
