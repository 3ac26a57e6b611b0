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
  Mebibytes vm_free;           ///< memory of its VM that no instance has
  std::uint32_t vm_instances;  ///< instances in its VM, of any function, starting ones included
};

/// Where an instance stands on its function's ring, the circle of all 64-bit numbers.
[[nodiscard]] constexpr std::uint64_t ring_point(FunctionId function, std::uint32_t serial) {
  return sim::entity_fingerprint(function.value(), serial);
}
/// Where the attempts of a session start to look for an instance, on the same ring.
[[nodiscard]] constexpr std::uint64_t session_point(FunctionId function, std::uint64_t session) {
  return sim::mix(~sim::entity_fingerprint(function.value(), session));
}

/// A function's instances with a free slot; never empty when a policy is asked.
class Candidates {
 public:
  virtual ~Candidates() = default;
  [[nodiscard]] virtual InstanceId most_recent() const = 0;
  [[nodiscard]] virtual InstanceId least_recent() const = 0;
  /// By position, in an order that is fixed but has no meaning; only with Needs::candidates_by_index.
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual CandidateView operator[](std::size_t position) const = 0;
  /// The one with the lowest RoutingPolicy::key(), of equals the one used last. With
  /// Needs::candidates_by_key: O(1), and O(log n) for each change of a key, of which there are as many as
  /// instances in a VM that changes if keys follow VMs. With Needs::candidates_by_vm: O(log n) for each VM
  /// with candidates that has changed since the function was last asked for, however many instances it holds.
  [[nodiscard]] virtual InstanceId lowest() const = 0;
  /// The first at or after a point of the ring; only with Needs::candidates_on_ring; O(log n).
  [[nodiscard]] virtual InstanceId clockwise_from(std::uint64_t point) const = 0;
  /// The one that follows on the ring; with one candidate, itself.
  [[nodiscard]] virtual InstanceId clockwise_after(InstanceId candidate) const = 0;
  [[nodiscard]] virtual CandidateView view(InstanceId candidate) const = 0;
};

struct RoutingQuery {
  Time now;
  FunctionId function;
  std::uint64_t ordinal;  ///< of the attempt within its function: the address of a draw, with the function
  sim::DrawKey draws;     ///< the seam's own family of draws
  /// Whose attempt it is: with Needs::sessions the client of a closed loop, else one of the function's
  /// `sessions` by lot, else one of its own.
  Kept<std::uint64_t, SessionsNeed> session = {};
  std::uint32_t running = 0;  ///< attempts that run on the function's instances, this one excluded
  std::uint32_t serving = 0;  ///< instances that are up and take attempts, those without a free slot included
};

enum class RoutingRule : std::uint8_t { most_recent, least_recent, asked };

class RoutingPolicy : public Policy {
 public:
  [[nodiscard]] virtual InstanceId choose(const RoutingQuery& query, const Candidates& candidates) = 0;
  /// With Needs::candidates_by_key: their order. Asked whenever the view changes, but for `last_used`. With
  /// Needs::candidates_by_vm it must be the same for all of a VM's candidates: it looks at nothing but
  /// vm_free and vm_instances.
  [[nodiscard]] virtual std::int64_t key(const CandidateView&) const { return 0; }
  /// If the answer is always the same end of the list.
  [[nodiscard]] virtual RoutingRule rule() const { return RoutingRule::asked; }
};

}  // namespace curtain
