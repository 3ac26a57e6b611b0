#pragma once
// Scaling, which decides between starting an instance and waiting, and applies the number of instances that a
// policy requests.
#include <algorithm>

#include "models/platform/core/part.hpp"
#include "sim/mutant.hpp"

namespace curtain {

struct LateStart : EventKind<sim::Rank::timer, 10, Subject::attempt> {
};  // has an effect if the attempt still waits

/// Decides whether an attempt starts an instance, and how many instances a function has.
template <class Core>
class Scaling : public Part<Core, Scaling<Core>> {
 public:
  /// Whether the function may have one more instance.
  bool may_start(const FunctionRest& rest, const Function& function) const;
  /// The scaling policy's decision for an attempt with `waiting` attempts before it in the queue. Throws
  /// PolicyError if the policy decides to wait although the function has no instance.
  Scale ask_scaling(std::uint32_t function, std::uint32_t waiting, Time now);
  /// Lets the attempt wait. An instance starts at once or later; when it is ready, it takes the first attempt
  /// in the queue.
  void wait_and_start(std::uint32_t request, Time now);
  /// Called when the delay after which the scaling policy starts an instance for a waiting attempt has
  /// passed.
  void late_start(std::uint32_t request, Time now);
  /// Handles the scaling policy's tick. Each function gets the requested number of instances.
  void scale_at_tick(Time now);

 private:
  using P = Part<Core, Scaling<Core>>;
  using P::core;
  using P::policies;
  using P::push;
  using P::rows;

  [[nodiscard]] ScalingQuery scaling_query(std::uint32_t function, std::uint32_t waiting, Time now) const;
};

template <class Core>
bool Scaling<Core>::may_start(const FunctionRest& rest, const Function& function) const {
  return function.live <
         CURTAIN_MUTANT(max_instances_off_by_one, rest.max_instances, std::uint64_t{rest.max_instances} + 1);
}

template <class Core>
ScalingQuery Scaling<Core>::scaling_query(std::uint32_t function, std::uint32_t waiting, Time now) const {
  const Function& row = rows().functions[function];
  const FunctionRest& rest = rows().rest[function];
  return {now,       FunctionId{function},        waiting, rest.starting, row.live - rest.draining,
          row.slots, rest.starting - rest.claimed};
}

template <class Core>
Scale Scaling<Core>::ask_scaling(std::uint32_t function, std::uint32_t waiting, Time now) {
  const ScalingQuery query = scaling_query(function, waiting, now);
  const Scale decision = ask(*policies().scaling, now, [&] { return policies().scaling->decide(query); });
  if (decision == Scale::wait && query.live == 0) [[unlikely]] {
    blame(*policies().scaling, now,
          "waits for an instance although the function has none, so the wait would never end");
  }
  core().tell_scale(function, decision, now);
  return decision;
}

template <class Core>
void Scaling<Core>::wait_and_start(std::uint32_t request, Time now) {
  const std::uint32_t id = rows().requests[request].function;
  const Duration after = ask(*policies().scaling, now, [&] {
    return policies().scaling->start_after(scaling_query(id, rows().rest[id].queue.size(), now));
  });
  if (after < Duration{}) [[unlikely]] {
    blame(*policies().scaling, now,
          fmt::format("starts an instance after {} ns, which is in the past", after.ns()));
  }
  if (after > Duration{}) {
    core().tell_decision(*policies().scaling, "scaling", now, id, [&] {
      return after.is_infinite() ? std::string("start no further instance")
                                 : fmt::format("start after {} s", after.seconds());
    });
  }
  if (!core().enqueue(request, now)) {
    return;
  }
  if (after == Duration{}) {
    late_start(request, now);
  } else if (!after.is_infinite()) {
    push(LateStart::event(sim::saturating_add(now, after), request, rows().requests.generation(request)));
  }
}

template <class Core>
void Scaling<Core>::late_start(std::uint32_t request, Time now) {
  const Request& row = rows().requests[request];
  const std::uint32_t id = row.function;
  if (CURTAIN_MUTANT(hedge_starts_in_vain,
                     row.place != static_cast<std::uint8_t>(RequestPlace::function_queue), false) ||
      !may_start(rows().rest[id], rows().functions[id])) {
    return;  // the attempt has started, or the function is at its maximum
  }
  const Cause cause = Cause::of_attempt(id, row.ordinal, row.attempt);
  if constexpr (Core::kObserved) {
    core().note_start(StartReason::hedge, row.ordinal);
  }
  if (core().start_instance(id, cause, now) == kNone && core().waits_for_room()) {
    core().room().wait(id);
  }
}

template <class Core>
void Scaling<Core>::scale_at_tick(Time now) {
  for (std::uint32_t id = 0; id < rows().functions.size(); ++id) {
    const Function& row = rows().functions[id];
    if ((row.mask & special::not_deployed) != 0) {
      continue;
    }
    const std::uint64_t integral =
        rows().rest[id].concurrency_ns + std::uint64_t{row.in_flight} * static_cast<std::uint64_t>(now.ns());
    const auto desired = ask(*policies().scaling, now, [&] {
      return policies().scaling->desired({now, FunctionId{id}, row.live, rows().rest[id].starting,
                                          core().serving(id), row.slots, row.in_flight, integral});
    });
    if (desired) {
      if (*desired != row.live) {
        core().tell_decision(*policies().scaling, "scaling", now, id,
                             [&] { return fmt::format("{} instances instead of {}", *desired, row.live); });
      }
      if constexpr (Core::kObserved) {
        core().note_start(StartReason::scaling);
      }
      core().start_up_to(id, *desired, now);
      if constexpr (Core::kObserved) {
        core().note_end(EndReason::scaling);  // noted after the starts, which may evict
      }
      core().reclaim_idle_above(
          id, CURTAIN_MUTANT(autoscaler_takes_the_floor, std::max(*desired, rows().rest[id].floor), *desired),
          Time::never(), now);
    }
  }
  core().note_room();
}

}  // namespace curtain
