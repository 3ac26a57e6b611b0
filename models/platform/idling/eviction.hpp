#pragma once
// Selects the idle instances that are evicted to make room for a new instance.
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

/// The order of eviction of all idle instances, and the memory that evictions would free. The core reports
/// the VMs of instances and which instances are idle. find() names the victims, and the core reclaims them.
/// Instances must be linked to their VMs through the rows before they are reported.
class Eviction {
 public:
  /// All arguments must outlive this object. `isolation` is the isolation of the cluster's VMs.
  Eviction(const Rows& rows, const Cluster& cluster, KeepAlivePolicy& policy, Isolation isolation);
  Eviction(const Eviction&) = delete;
  Eviction& operator=(const Eviction&) = delete;

  /// Called when a busy or starting instance was added to the VM.
  void put(std::uint32_t vm);
  /// Called when an instance that is not idle was removed from the VM.
  void take(std::uint32_t vm);
  /// Called when the empty VM was released.
  void release(std::uint32_t vm) { idle_vms_.release(vm); }

  /// Called when the instance becomes idle. Calls the policy for the instance's value, and for the function's
  /// value if functions share values. Throws PolicyError if a value is NaN.
  void enter(const IdleInstanceView& instance);
  /// Called when the instance, which must have been idle, is no longer idle.
  void leave(std::uint32_t instance);
  /// Called when an attempt of the function is about to begin. Calls the policy for the value that the
  /// function's idle instances share.
  void attempt_begins(std::uint32_t function, Time now);
  /// The value of an idle instance.
  [[nodiscard]] double value(std::uint32_t instance) const { return order_.value(instance); }

  /// Returns a VM without instances, which only waits for its release.
  [[nodiscard]] std::optional<std::uint32_t> empty_vm() const;

  struct Victims {
    std::uint32_t vm = kNone;
    std::span<const std::uint32_t> instances;  ///< in the order of eviction; valid until the next find()
  };
  /// Finds the VM on which evictions in order free enough memory first, and the instances of this VM to
  /// evict. The victims are enough for an instance of the function to fit, or are all instances of the VM, so
  /// that the VM can be released. Returns kNone if all idle instances are not enough. Instances that pre-warm
  /// holds are not evicted. Each instance of the function's isolation class that is examined costs O(log n).
  Victims find(std::uint32_t function);

 private:
  /// The memory that evictions could free on a VM, as far as the current call of find() has computed it.
  struct Gain {
    std::uint64_t search = 0;  ///< number of the find() call that wrote `memory`
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
  bool all_share_vms_;  // all VMs have the same isolation class
  bool shares_values_;  // the instances of a function share a value
  bool shows_whole_vms_;
  IdleOrder order_;
  IdleVms idle_vms_;
  WholeVms whole_vms_;                        // used if VMs of other classes are evicted by shared values
  std::vector<Gain> gains_;                   // indexed by VM
  std::vector<std::uint32_t> victim_before_;  // indexed by instance: the previous victim on the same VM
  std::vector<std::uint32_t> victims_;
  std::uint64_t searches_ = 0;
};

}  // namespace curtain
