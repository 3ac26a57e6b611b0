#pragma once
// A function's instances with a free slot, and the routing policy's choice among them. The instances are kept
// in the orders that the routing policy declares, in addition to the order of use.
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/cluster.hpp"
#include "models/platform/scheduling/candidate_heap.hpp"
#include "models/platform/scheduling/vm_candidates.hpp"
#include "models/policies/routing/seam.hpp"

namespace curtain {

/// Keeps the orders that the routing policy's Needs declare: candidates by position, by key, by VM and on a
/// hash ring. The order of use is not kept by this class; the rows of instances form a linked list in this
/// order. If the policy declares none of the four orders, the caller may omit list(), unlist(), renew() and
/// vm_changed().
class CandidateIndex {
 public:
  /// All three arguments must outlive the index. Rows and the cluster may change between calls.
  CandidateIndex(const Rows& rows, const Cluster& cluster, RoutingPolicy& policy);

  /// Whether the policy declares an order that is kept here.
  [[nodiscard]] bool is_needed() const { return is_needed_; }
  /// Whether renew() has an effect.
  [[nodiscard]] bool has_keys() const { return by_key_; }

  /// Called when the instance, which must not be listed here, has a free slot. O(log n) in the function's
  /// candidates, and one call of the policy if candidates have keys.
  void list(std::uint32_t instance, Time now);
  /// Called when the instance, which must be listed here, no longer has a free slot, or is about to be
  /// reclaimed. O(log n).
  void unlist(std::uint32_t instance);
  /// Called when the policy's view of a listed instance has changed. Calls the policy for the key again.
  /// Requires has_keys().
  void renew(std::uint32_t instance, Time now);
  /// Called when the contents of the VM have changed, which changes the keys of its candidates.
  void vm_changed(std::uint32_t vm, Time now) {
    if (by_vm_ || keys_follow_vms_) [[unlikely]] {
      renew_keys_in(vm, now);
    }
  }

  /// Returns the policy's choice for an attempt of query.function, which must have an instance with a free
  /// slot. Throws PolicyError if the policy chooses an instance that cannot take the attempt.
  std::uint32_t choose(const RoutingQuery& query);

 private:
  /// Instances sorted by their points on the ring, see ring_point().
  using Ring = std::set<std::pair<std::uint64_t, std::uint32_t>>;
  /// The data of a function.
  struct Home {
    std::vector<std::uint32_t> candidates;  // in the order of positions, or a heap by key
    Ring ring;
  };
  class View;

  Home& home_of(std::uint32_t function);
  [[nodiscard]] CandidateView view_of(std::uint32_t instance) const;
  [[nodiscard]] std::int64_t ask_key(std::uint32_t instance, Time now) const;
  [[nodiscard]] std::uint64_t point_of(std::uint32_t instance) const;
  [[nodiscard]] std::uint32_t lowest(std::uint32_t function, Time now);
  void renew_keys_in(std::uint32_t vm, Time now);
  void check(InstanceId chosen, std::uint32_t function, Time now) const;

  const Rows& rows_;
  const Cluster& cluster_;
  RoutingPolicy& policy_;
  bool on_ring_;
  bool by_key_;
  bool keys_follow_vms_;
  bool by_vm_;
  bool by_index_;
  bool is_needed_;
  std::vector<Home> homes_;             // indexed by function
  std::vector<CandidatePlace> places_;  // indexed by instance
  VmCandidates of_vms_;
  std::uint64_t listings_ = 0;
  std::vector<Ring::node_type> spare_nodes_;  // nodes of instances that left a ring, for reuse
};

}  // namespace curtain
