#pragma once
// Routing: which of a function's instances with a free slot takes an attempt.
#include <cstddef>
#include <cstdint>

#include "models/policies/kept.hpp"
#include "models/policies/policy.hpp"
#include "sim/fingerprint.hpp"

namespace curtain {

/// One instance that could take the attempt.
struct CandidateView {
  InstanceId instance;
  VmId vm;
  Time created;
  Time last_used;              ///< when its last attempt ended, or when it became ready
  std::uint32_t in_flight;     ///< attempts it is running
  std::uint32_t serial;        ///< within its function, in order of creation
  Mebibytes vm_free;           ///< memory of its VM that is not given to an instance
  std::uint32_t vm_instances;  ///< instances in its VM, of any function, starting ones included
};

/// An instance's position on its function's ring, the circle of all 64-bit numbers.
[[nodiscard]] constexpr std::uint64_t ring_point(FunctionId function, std::uint32_t serial) {
  return sim::entity_fingerprint(function.value(), serial);
}
/// The point of the same ring at which the search for a session's instance begins.
[[nodiscard]] constexpr std::uint64_t session_point(FunctionId function, std::uint64_t session) {
  return sim::mix(~sim::entity_fingerprint(function.value(), session));
}

/// A function's instances with a free slot; never empty when a policy is asked.
class Candidates {
 public:
  virtual ~Candidates() = default;
  [[nodiscard]] virtual InstanceId most_recent() const = 0;
  [[nodiscard]] virtual InstanceId least_recent() const = 0;
  /// By position, in a fixed order without meaning; only with Needs::candidates_by_index.
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual CandidateView operator[](std::size_t position) const = 0;
  /// The candidate with the lowest RoutingPolicy::key(); among equals the candidate used last. Cost with
  /// Needs::candidates_by_key: O(1), plus O(log n) for each change of a key; if keys follow VMs, a change in
  /// a VM changes the keys of all its instances. Cost with Needs::candidates_by_vm: O(log n) for each VM with
  /// candidates that has changed since the function's last query, independent of the number of instances in
  /// it.
  [[nodiscard]] virtual InstanceId lowest() const = 0;
  /// The first candidate at or after a point of the ring; only with Needs::candidates_on_ring; O(log n).
  [[nodiscard]] virtual InstanceId clockwise_from(std::uint64_t point) const = 0;
  /// The candidate that follows on the ring; if there is only one candidate, that one.
  [[nodiscard]] virtual InstanceId clockwise_after(InstanceId candidate) const = 0;
  [[nodiscard]] virtual CandidateView view(InstanceId candidate) const = 0;
};

struct RoutingQuery {
  Time now;
  FunctionId function;
  std::uint64_t ordinal;  ///< of the attempt within its function: the address of a draw, with the function
  sim::DrawKey draws;     ///< the seam's own family of draws
  /// The session of the attempt. With Needs::sessions: the client of a closed loop, else one of the
  /// function's `sessions` at random, else a session of its own.
  Kept<std::uint64_t, SessionsNeed> session = {};
  std::uint32_t running = 0;  ///< attempts that run on the function's instances, this one excluded
  std::uint32_t serving = 0;  ///< instances that are up and take attempts, those without a free slot included
};

enum class RoutingRule : std::uint8_t { most_recent, least_recent, asked };

class RoutingPolicy : public Policy {
 public:
  [[nodiscard]] virtual InstanceId choose(const RoutingQuery& query, const Candidates& candidates) = 0;
  /// The order of candidates with Needs::candidates_by_key. Called whenever the view changes, except for
  /// `last_used`. With Needs::candidates_by_vm it must be the same for all candidates of a VM, that is, it
  /// may read only vm_free and vm_instances.
  [[nodiscard]] virtual std::int64_t key(const CandidateView&) const { return 0; }
  /// The end of the list, if the answer is always the same end.
  [[nodiscard]] virtual RoutingRule rule() const { return RoutingRule::asked; }
};

}  // namespace curtain
