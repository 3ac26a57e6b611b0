#pragma once
// VMs whose instances are all idle. VMs are ordered by the last of their instances in the order of eviction.
// This class is used if the instances of a function share a value.
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "models/platform/idling/idle_order.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Lists each VM by the key of one of its instances. The last instance of the VM in the order of eviction has
/// the same or a higher key, so a VM is never listed too late. first() determines the last instance again and
/// moves the VM if its position has changed.
class WholeVms {
 public:
  using Key = IdleOrder::Key;
  static constexpr std::uint32_t kNobody = IdleOrder::kNobody;

  /// Adds a VM that is not listed. All its instances must be idle; `instance` is any of them, and its value
  /// contains the common part of its group.
  void show(std::uint32_t vm, std::uint32_t instance, std::uint32_t group, double own, Time since);
  /// Called when the VM has no instance, or an instance that is not idle. Does nothing if the VM is not
  /// listed.
  void hide(std::uint32_t vm);
  void set_shared(std::uint32_t group, double shared) { order_.set_shared(group, shared); }

  /// Returns the listed VM whose last instance is evicted before the last instance of any other VM, and the
  /// key of that instance. `vm_of(instance)` is the VM of an instance. `last_of(vm)` is the instance with the
  /// largest key of the VM, with its group and the own part of its value. `wants(group)` is false for groups
  /// whose VMs are skipped, which costs O(log n) per group. `may_go(vm)` is false for VMs that are skipped.
  /// The function visits the skipped VMs, the VMs whose last instance has changed, and the result. Each
  /// visited VM costs O(log n).
  template <class VmOf, class LastOf, class Wants, class MayGo>
  std::optional<std::pair<std::uint32_t, Key>> first(const VmOf& vm_of, const LastOf& last_of,
                                                     const Wants& wants, const MayGo& may_go) {
    order_.begin_walk(0);
    for (std::uint32_t id = order_.next_in_walk(wants); id != kNobody;) {
      const std::uint32_t vm = vm_of(id);
      const Last last = last_of(vm);
      if (CURTAIN_MUTANT(whole_vm_goes_by_any_instance, std::get<2>(last.key) != id, false)) {
        hide(vm);
        show(vm, std::get<2>(last.key), last.group, last.own, std::get<1>(last.key));
        order_.begin_walk(0);
      } else if (may_go(vm)) {
        return std::pair(vm, last.key);
      }
      id = order_.next_in_walk(wants);
    }
    return std::nullopt;
  }

  struct Last {
    Key key{};
    std::uint32_t group = 0;
    double own = 0;
  };

 private:
  IdleOrder order_;                   // the instances by which VMs are listed, in a single class
  std::vector<std::uint32_t> shown_;  // indexed by VM
};

}  // namespace curtain
