#pragma once
// Routing, which chooses the instance with a free slot that takes an attempt.
#include "models/platform/core/part.hpp"
#include "models/platform/scheduling/candidates.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// Chooses the instance with a free slot that takes an attempt.
template <class Core>
class Routing : public Part<Core, Routing<Core>> {
 public:
  /// `cell` must outlive this object.
  explicit Routing(const CellState& cell)
      : candidates_(cell.rows(), cell.cluster(), *cell.policies().routing) {}

  /// Returns the instance that takes the attempt. The attempt's function must have an instance with a free
  /// slot.
  std::uint32_t choose_instance(std::uint32_t request, Time now);
  /// The number of ready instances of the function that take attempts.
  [[nodiscard]] std::uint32_t serving(std::uint32_t function) const;

  /// The orders of instances with a free slot that the routing policy has declared.
  [[nodiscard]] CandidateIndex& candidates() { return candidates_; }

 private:
  using P = Part<Core, Routing<Core>>;
  using P::core;
  using P::key;
  using P::policies;
  using P::rows;
  using P::table;

  /// The session of the request. Sessions of clients, random sessions and sessions of single requests are
  /// numbered separately.
  [[nodiscard]] std::uint64_t session_of(std::uint32_t request) const;

  CandidateIndex candidates_;
};

template <class Core>
std::uint32_t Routing<Core>::choose_instance(std::uint32_t request, Time now) {
  const Request& attempt = rows().requests[request];
  const std::uint32_t function = attempt.function;
  const FunctionRest& rest = rows().rest[function];
  const std::uint64_t address = Cause::of_attempt(function, attempt.ordinal, attempt.attempt).ordinal;
  const std::uint32_t running = rows().functions[function].in_flight - rest.queue.size() - rest.bound - 1;
  RoutingQuery query{now,     FunctionId{function}, address, key(Purpose::routing), {},
                     running, serving(function)};
  if (policies().routing.needs().sessions) {
    query.session = session_of(request);
  }
  const std::uint32_t chosen = candidates_.choose(query);
  core().tell_decision(
      *policies().routing, "routing", now, function,
      [&] { return fmt::format("instance {}", rows().instances[chosen].serial); }, {}, request);
  return chosen;
}

template <class Core>
std::uint64_t Routing<Core>::session_of(std::uint32_t request) const {
  constexpr std::uint64_t of_client = std::uint64_t{1} << 62;
  constexpr std::uint64_t own = std::uint64_t{1} << 63;
  const Request& row = rows().requests[request];
  if ((rows().functions[row.function].mask & special::senders) != 0 &&
      core().origins().senders().of(request).origin != nullptr) {
    return of_client | core().origins().senders().of(request).number;
  }
  const std::uint32_t sessions = table()[FunctionId{row.function}].traits.sessions;
  if (sessions == 0) {
    return own | row.ordinal;
  }
  sim::Draw draw(key(Purpose::session), row.function, row.ordinal);
  return draw.below(sessions);
}

template <class Core>
std::uint32_t Routing<Core>::serving(std::uint32_t function) const {
  return rows().functions[function].live - rows().rest[function].starting - rows().rest[function].draining;
}

}  // namespace curtain
