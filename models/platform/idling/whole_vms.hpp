#pragma once
// VMs whose instances are all idle, ordered by their last instance to be evicted, for values that functions
// share.
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "models/platform/idling/idle_order.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Each VM is listed by the key of one of its instances. The VM's last instance to be evicted has no lower
/// key, so a VM is never listed too late. first() determines the last instance again and moves the VM if its
/// place has changed.
class WholeVms {
 public:
  using Key = IdleOrder::Key;
  static constexpr std::uint32_t kNobody = IdleOrder::kNobody;

  /// All of the VM's instances are idle; `instance` is any of them, and its value contains the common part of
  /// its group. The VM must not be shown.
  void show(std::uint32_t vm, std::uint32_t instance, std::uint32_t group, double own, Time since);
  /// Not all of the VM's instances are idle, or it has none. The VM need not be shown.
  void hide(std::uint32_t vm);
  void set_shared(std::uint32_t group, double shared) { order_.set_shared(group, shared); }

  /// The shown VM whose last instance is evicted before that of any other, and that instance's key.
  /// `vm_of(instance)` is the VM of an instance. `last_of(vm)` is the instance with the largest key of the
  /// VM, with its group and the own part of its value. `wants(group)` is false for groups whose VMs are left
  /// out, which costs O(log n) per group. `may_go(vm)` is false for VMs that are left out. O(log n) for each
  /// VM that is visited: those left out, those whose last instance has changed, and the result.
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
  IdleOrder order_;                   // the instances by which VMs are listed, all in one class
  std::vector<std::uint32_t> shown_;  // by VM
};

}  // namespace curtain
