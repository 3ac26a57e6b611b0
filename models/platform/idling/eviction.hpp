#pragma once
// Which idle instances are evicted to make room for a new one.
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/cluster.hpp"
#include "models/platform/idling/idle_order.hpp"
#include "models/platform/idling/idle_vms.hpp"
#include "models/platform/idling/whole_vms.hpp"
#include "models/platform/parameters.hpp"
#include "models/policies/keep_alive/seam.hpp"

namespace curtain {

/// The order of eviction of all idle instances, and the room that evictions would make. The core reports the
/// VMs of instances and which instances are idle; find() names the victims, and the core reclaims them. The
/// instances must be linked to their VMs through the rows before they are reported.
class Eviction {
 public:
  /// All arguments must outlive this object. `isolation` is that of the cluster's VMs.
  Eviction(const Rows& rows, const Cluster& cluster, KeepAlivePolicy& policy, Isolation isolation);
  Eviction(const Eviction&) = delete;
  Eviction& operator=(const Eviction&) = delete;

  /// A busy or starting instance was added to the VM.
  void put(std::uint32_t vm);
  /// An instance that is not idle was removed from the VM.
  void take(std::uint32_t vm);
  /// The empty VM was released.
  void release(std::uint32_t vm) { idle_vms_.release(vm); }

  /// The instance becomes idle. Calls the policy for its value, and for its function's value if functions
  /// share values; throws PolicyError if one of them is NaN.
  void enter(const IdleInstanceView& instance);
  /// The instance, which must have been idle, is no longer idle.
  void leave(std::uint32_t instance);
  /// An attempt of the function is about to begin: calls the policy for the value that its idle instances
  /// share.
  void attempt_begins(std::uint32_t function, Time now);
  /// The value of an idle instance.
  [[nodiscard]] double value(std::uint32_t instance) const { return order_.value(instance); }

  /// A VM without instances, which only waits for its release.
  [[nodiscard]] std::optional<std::uint32_t> empty_vm() const;

  struct Victims {
    std::uint32_t vm = kNone;
    std::span<const std::uint32_t> instances;  ///< in the order of eviction; valid until the next find()
  };
  /// The VM on which room is made first if idle instances are evicted in order, and its instances to evict:
  /// enough for an instance of the function to fit, or all of them, so that the VM can be released. kNone if
  /// all idle instances are not enough; instances that pre-warm holds are not evicted. Each instance of the
  /// function's isolation class that is passed costs O(log n).
  Victims find(std::uint32_t function);

 private:
  /// The memory that the current find() could gain from a VM so far.
  struct Gain {
    std::uint64_t search = 0;  ///< the find() that wrote this
    Mebibytes memory = 0;
    std::uint32_t last_victim = kNone;
  };
  using WholeVm = std::pair<std::uint32_t, IdleOrder::Key>;

  void share_value(std::uint32_t function, Time now);
  [[nodiscard]] double checked(double value, Time now) const;
  [[nodiscard]] IdleOrder::Key key_in_vm(std::uint32_t instance) const;
  void show_if_whole(std::uint32_t vm, std::uint32_t instance);
  [[nodiscard]] WholeVm find_whole_vm(std::uint32_t isolation_class);
  [[nodiscard]] IdleOrder::Key last_key(std::uint32_t vm) const;
  [[nodiscard]] bool may_be_emptied(std::uint32_t vm) const;
  [[nodiscard]] bool is_held(std::uint32_t instance, std::uint32_t last_victim) const;

  const Rows& rows_;
  const Cluster& cluster_;
  KeepAlivePolicy& policy_;
  bool all_share_vms_;  // there is a single isolation class
  bool shares_values_;  // functions share values
  bool shows_whole_vms_;
  IdleOrder order_;
  IdleVms idle_vms_;
  WholeVms whole_vms_;       // if VMs of other classes are evicted by values that functions share
  std::vector<Gain> gains_;  // by VM
  std::vector<std::uint32_t> victim_before_;  // by instance, the victim before it on its VM
  std::vector<std::uint32_t> victims_;
  std::uint64_t searches_ = 0;
};

}  // namespace curtain
