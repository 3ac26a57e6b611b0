#pragma once
// Routing: which instance with a free slot takes an attempt.
#include "models/platform/cell/engine.hpp"
#include "sim/draws.hpp"

namespace curtain {

template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::choose_instance(std::uint32_t request, Time now) {
  const Request& attempt = rows_.requests[request];
  const std::uint32_t function = attempt.function;
  const FunctionRest& rest = rows_.rest[function];
  const std::uint64_t address = Cause::of_attempt(function, attempt.ordinal, attempt.attempt).ordinal;
  const std::uint32_t running = rows_.functions[function].in_flight - rest.queue.size() - rest.bound - 1;
  RoutingQuery query{now,     FunctionId{function}, address, key(Purpose::routing), {},
                     running, serving(function)};
  if (policies_.routing.needs().sessions) {
    query.session = session_of(request);
  }
  const std::uint32_t chosen = candidates_.choose(query);
  tell_decision(*policies_.routing, "routing", now, function,
                [&] { return fmt::format("instance {}", rows_.instances[chosen].serial); });
  return chosen;
}

/// Clients, lots and requests on their own are numbered apart.
template <class Queue, bool observed>
std::uint64_t Engine<Queue, observed>::session_of(std::uint32_t request) const {
  constexpr std::uint64_t of_client = std::uint64_t{1} << 62;
  constexpr std::uint64_t own = std::uint64_t{1} << 63;
  const Request& row = rows_.requests[request];
  if ((rows_.functions[row.function].mask & special::senders) != 0 &&
      origins_.senders().of(request).origin != nullptr) {
    return of_client | origins_.senders().of(request).number;
  }
  const std::uint32_t sessions = table_[FunctionId{row.function}].traits.sessions;
  if (sessions == 0) {
    return own | row.ordinal;
  }
  sim::Draw draw(key(Purpose::session), row.function, row.ordinal);
  return draw.below(sessions);
}

/// Instances that are up and take attempts.
template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::serving(std::uint32_t function) const {
  return rows_.functions[function].live - rows_.rest[function].starting - rows_.rest[function].draining;
}

}  // namespace curtain
