#pragma once
// Routing, which chooses the instance that takes an attempt among the function's instances with a free slot.
#include <cstddef>
#include <cstdint>

#include "models/policies/kept.hpp"
#include "models/policies/policy.hpp"
#include "sim/fingerprint.hpp"

namespace curtain {

/// An instance that could take the attempt.
struct CandidateView {
  InstanceId instance;
  VmId vm;
  Time created;
  Time last_used;  ///< end of the instance's last attempt or, before the first attempt, time when the
                   ///< instance became ready
  std::uint32_t in_flight;  ///< number of attempts that run on the instance
  std::uint32_t serial;     ///< number of the instance within its function, in order of creation
  Mebibytes vm_free;        ///< memory of the instance's VM that no instance uses
  std::uint32_t
      vm_instances;  ///< number of instances of any function in the same VM, including starting instances
};

/// The position of an instance on its function's ring, which is the circle of all 64-bit numbers.
[[nodiscard]] constexpr std::uint64_t ring_point(FunctionId function, std::uint32_t serial) {
  return sim::entity_fingerprint(function.value(), serial);
}
/// The point of the same ring at which the search for a session's instance begins.
[[nodiscard]] constexpr std::uint64_t session_point(FunctionId function, std::uint64_t session) {
  return sim::mix(~sim::entity_fingerprint(function.value(), session));
}

/// A function's instances with a free slot. Never empty when a policy is called.
class Candidates {
 public:
  virtual ~Candidates() = default;
  [[nodiscard]] virtual InstanceId most_recent() const = 0;
  [[nodiscard]] virtual InstanceId least_recent() const = 0;
  /// The number of candidates, and each candidate by position, in a fixed order without meaning. Requires
  /// Needs::candidates_by_index.
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual CandidateView operator[](std::size_t position) const = 0;
  /// Returns the candidate with the lowest RoutingPolicy::key(), and the most recently used of several equal
  /// candidates. With Needs::candidates_by_key the call costs O(1), plus O(log n) for each change of a key.
  /// If keys follow VMs, a change in a VM changes the keys of all its instances. With Needs::candidates_by_vm
  /// the call costs O(log n) for each VM with candidates that has changed since the function's last query,
  /// independent of the number of instances in the VM.
  [[nodiscard]] virtual InstanceId lowest() const = 0;
  /// Returns the first candidate at or after a point of the ring. Requires Needs::candidates_on_ring. O(log
  /// n).
  [[nodiscard]] virtual InstanceId clockwise_from(std::uint64_t point) const = 0;
  /// Returns the next candidate on the ring. If there is only one candidate, returns this candidate.
  [[nodiscard]] virtual InstanceId clockwise_after(InstanceId candidate) const = 0;
  [[nodiscard]] virtual CandidateView view(InstanceId candidate) const = 0;
};

struct RoutingQuery {
  Time now;
  FunctionId function;
  std::uint64_t ordinal;  ///< number of the attempt within its function; addresses a draw, with the function
  sim::DrawKey draws;     ///< the family of draws of this seam
  /// The session of the attempt; requires Needs::sessions. The session is the client of a closed loop, or one
  /// of the function's `sessions` at random, or a session for this attempt only.
  Kept<std::uint64_t, SessionsNeed> session = {};
  std::uint32_t running = 0;  ///< number of other attempts that run on the function's instances
  std::uint32_t serving = 0;  ///< number of ready instances that take attempts, with or without a free slot
};

enum class RoutingRule : std::uint8_t { most_recent, least_recent, asked };

class RoutingPolicy : public Policy {
 public:
  [[nodiscard]] virtual InstanceId choose(const RoutingQuery& query, const Candidates& candidates) = 0;
  /// Returns the key that orders candidates with Needs::candidates_by_key. Called whenever the view changes,
  /// except for `last_used`. With Needs::candidates_by_vm the key must be the same for all candidates of a
  /// VM, so it may read only vm_free and vm_instances.
  [[nodiscard]] virtual std::int64_t key(const CandidateView&) const { return 0; }
  /// Returns the rule, if the policy always chooses the same end of the list.
  [[nodiscard]] virtual RoutingRule rule() const { return RoutingRule::asked; }
};

}  // namespace curtain
