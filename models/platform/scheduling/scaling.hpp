#pragma once
// Scaling: starting an instance or waiting for one, and the number of instances that a policy wants.
#include <algorithm>

#include "models/platform/cell/engine.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
bool Engine<Queue, observed>::may_start(const FunctionRest& rest, const Function& function) const {
  return function.live <
         CURTAIN_MUTANT(max_instances_off_by_one, rest.max_instances, std::uint64_t{rest.max_instances} + 1);
}

template <class Queue, bool observed>
ScalingQuery Engine<Queue, observed>::scaling_query(std::uint32_t function, std::uint32_t waiting,
                                                    Time now) const {
  const Function& row = rows_.functions[function];
  const FunctionRest& rest = rows_.rest[function];
  return {now,       FunctionId{function},        waiting, rest.starting, row.live - rest.draining,
          row.slots, rest.starting - rest.claimed};
}

template <class Queue, bool observed>
Scale Engine<Queue, observed>::ask_scaling(std::uint32_t function, std::uint32_t waiting, Time now) {
  const ScalingQuery query = scaling_query(function, waiting, now);
  const Scale decision = ask(*policies_.scaling, now, [&] { return policies_.scaling->decide(query); });
  if (decision == Scale::wait && query.live == 0) [[unlikely]] {
    blame(*policies_.scaling, now, "waits for an instance where there is none: that would never end");
  }
  tell_scale(function, decision, now);
  return decision;
}

/// The attempt waits, and an instance starts at once or later for the first attempt in the queue when it is
/// ready.
template <class Queue, bool observed>
void Engine<Queue, observed>::wait_and_start(std::uint32_t request, Time now) {
  const std::uint32_t id = rows_.requests[request].function;
  const Duration after = ask(*policies_.scaling, now, [&] {
    return policies_.scaling->start_after(scaling_query(id, rows_.rest[id].queue.size(), now));
  });
  if (after < Duration{}) [[unlikely]] {
    blame(*policies_.scaling, now,
          fmt::format("starts an instance after {} ns: at a time in the past", after.ns()));
  }
  if (after > Duration{}) {
    tell_decision(*policies_.scaling, "scaling", now, id, [&] {
      return after.is_infinite() ? std::string("start no other")
                                 : fmt::format("start after {} s", after.seconds());
    });
  }
  if (!enqueue(request, now)) {
    return;
  }
  if (after == Duration{}) {
    late_start(request, now);
  } else if (!after.is_infinite()) {
    schedule<LateStart>(sim::saturating_add(now, after), request, rows_.requests.generation(request));
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::late_start(std::uint32_t request, Time now) {
  const Request& row = rows_.requests[request];
  const std::uint32_t id = row.function;
  if (CURTAIN_MUTANT(hedge_starts_in_vain,
                     row.place != static_cast<std::uint8_t>(RequestPlace::function_queue), false) ||
      !may_start(rows_.rest[id], rows_.functions[id])) {
    return;  // it has gone on, or the function has all it may have
  }
  const Cause cause = Cause::of_attempt(id, row.ordinal, row.attempt);
  if (start_instance(id, cause, now) == kNone && parameters_.scheduler.no_room == NoRoom::wait) {
    room_.wait(id);
  }
}

/// The scaling policy's tick: functions get the instances that it wants.
template <class Queue, bool observed>
void Engine<Queue, observed>::scale_at_tick(Time now) {
  for (std::uint32_t id = 0; id < rows_.functions.size(); ++id) {
    const Function& row = rows_.functions[id];
    if ((row.mask & special::not_deployed) != 0) {
      continue;
    }
    const std::uint64_t integral =
        rows_.rest[id].concurrency_ns + std::uint64_t{row.in_flight} * static_cast<std::uint64_t>(now.ns());
    const auto desired = ask(*policies_.scaling, now, [&] {
      return policies_.scaling->desired({now, FunctionId{id}, row.live, rows_.rest[id].starting, serving(id),
                                         row.slots, row.in_flight, integral});
    });
    if (desired) {
      if (*desired != row.live) {
        tell_decision(*policies_.scaling, "scaling", now, id,
                      [&] { return fmt::format("{} instances in place of {}", *desired, row.live); });
      }
      start_up_to(id, *desired, now);
      reclaim_idle_above(
          id, CURTAIN_MUTANT(autoscaler_takes_the_floor, std::max(*desired, rows_.rest[id].floor), *desired),
          Time::never(), now);
    }
  }
  note_room();
}

}  // namespace curtain
