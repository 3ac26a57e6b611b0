#pragma once
// VMs all of whose instances are idle, by the last of them to be evicted, where functions share values.
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "models/platform/idling/idle_order.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Each VM stands in the order by one of its instances; as the last of them has no lower key, the VM is not
/// behind its place. first() looks which one is last by now, and gives the VM its new place if that is
/// another one.
class WholeVms {
 public:
  using Key = IdleOrder::Key;
  static constexpr std::uint32_t kNobody = IdleOrder::kNobody;

  /// All of the VM's instances are idle; `instance`, whose value has the group's part in common, is any of
  /// them. The VM must not be shown.
  void show(std::uint32_t vm, std::uint32_t instance, std::uint32_t group, double own, Time since);
  /// Not all of the VM's instances are idle, or it has none; it need not be shown.
  void hide(std::uint32_t vm);
  void set_shared(std::uint32_t group, double shared) { order_.set_shared(group, shared); }

  /// Of the VMs shown the one whose last instance is evicted before any other's, and that instance's key.
  /// `vm_of(instance)`; `last_of(vm)`: the instance with the largest key of the VM's, its group and its own
  /// part of the value; `wants(group)`: false for groups whose VMs are left out, which costs O(log n) a
  /// group; `may_go(vm)`: false for VMs that are left out. O(log n) for each VM that is looked at: those left
  /// out, those whose last instance is not the one they stand by, and the one found.
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
  IdleOrder order_;                   // of the instances that VMs stand by, all in one class
  std::vector<std::uint32_t> shown_;  // by VM
};

}  // namespace curtain
