#pragma once
// The end of a run: instances, VMs and levels that still exist are closed, and the sums are completed.
#include <algorithm>

#include "models/platform/cell/engine.hpp"

namespace curtain {

template <class Queue, bool observed>
RunOutcome Engine<Queue, observed>::finish() {
  const Time last = std::max(now(), this->last_client());
  Time end = tally().window().to();
  const bool is_partial = !pace_.is_over();
  if (end == Time::never() || is_partial) {
    end = std::max(tally().window().from(), std::min(end, last));
  }
  this->close_busy(std::min(end, tally().window().to()));
  tally().responses().finish();
  const Time settled = std::max(end, now());
  tally().fleet().finish(settled);
  if (const SharedWork* const work = this->shared_work(); work != nullptr) {
    work->report(tally().shared_use());
  }
  tally().shared_use().finish(settled);
  if (const SharedStages* const stages = this->shared_stages(); stages != nullptr) {
    stages->report(tally().starts());
  }
  if (const CodeLoading* const code = this->code_loading(); code != nullptr) {
    code->report(tally().starts());
  }
  if (VmPool* const pool = this->vm_pool(); pool != nullptr) {
    pool->finish(end, tally().starts());
  }
  const Time last_covered =
      end - Duration{1};  // the series extends to the window's end even if the last event is earlier
  if (last_covered >= tally().series().current_end()) {
    advance_series(last_covered);
  }
  const Course sums = by_time_ ? course(end) : Course{};
  tally().series().finish(levels(), by_time_ ? &sums : nullptr);

  // What still exists is closed at the window's end.
  const auto close = static_cast<std::uint64_t>(std::min(end, tally().window().to()).ns());
  std::uint64_t in_flight = 0;
  for (std::uint32_t id = 0; id < rows().requests.capacity(); ++id) {
    if (rows().requests.live(id) && !rows().requests[id].is_abandoned) {
      const Request& row = rows().requests[id];
      tally().is_in_flight(row.arrival, end);
      in_flight += counted(row) ? 1 : 0;
    }
  }
  this->close_provisioned(close);
  for (std::uint32_t id = 0; id < rows().instances.capacity(); ++id) {
    if (rows().instances.live(id) && rows().instances[id].function != kNone) {
      const Instance& row = rows().instances[id];
      const InstanceRest& rest = rows().instance_rest[id];
      const bool is_ready = row.state != InstanceState::starting;
      tally().is_live(row.function, rest.created, is_ready ? std::optional(rest.ready) : std::nullopt, close);
      if (is_ready && row.in_flight > 0) {
        tally().is_busy(row.function, close);
      }
    }
  }
  tally().settle(this->latency().request() + this->latency().response());
  std::uint64_t fingerprint = cluster().fingerprint();
  for (std::size_t id = 0; id < rows().functions.size(); ++id) {
    fingerprint += sim::entity_fingerprint(id, rows().functions[id].hash.value());
  }
  Warnings warnings = this->crashes().without_effect(is_partial);
  const Warnings of_outages = this->outages().without_effect(is_partial);
  warnings.insert(warnings.end(), of_outages.begin(), of_outages.end());
  const Warnings of_updates = this->updates().without_effect();
  warnings.insert(warnings.end(), of_updates.begin(), of_updates.end());
  const Warnings of_programmes = this->origins().programmes().cut_short(is_partial);
  warnings.insert(warnings.end(), of_programmes.begin(), of_programmes.end());
  return {std::move(tally()),
          fingerprint,
          end,
          is_partial,
          in_flight,
          std::move(warnings),
          this->origins().programmes().records()};
}

}  // namespace curtain
