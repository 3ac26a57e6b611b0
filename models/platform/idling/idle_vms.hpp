#pragma once
// VMs that eviction may release, which are empty VMs and VMs whose instances are all idle.
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "models/platform/idling/idle_order.hpp"

namespace curtain {

/// VMs, indexed by row. VMs that have instances, all of which are idle, are ordered by the key of the
/// instance that would be evicted last.
class IdleVms {
 public:
  using Key = IdleOrder::Key;

  /// Called when an instance that is not idle was added to the VM, or removed from the VM.
  void put(std::uint32_t vm);
  void take(std::uint32_t vm);
  /// Called when the empty VM was released.
  void release(std::uint32_t vm) { empty_.erase(vm); }
  /// The VMs that have no instances.
  [[nodiscard]] const std::set<std::uint32_t>& empty() const { return empty_; }
  /// Whether the VM has instances and all of them are idle.
  [[nodiscard]] bool is_whole(std::uint32_t vm) const { return vm < rows_.size() && is_whole(rows_[vm]); }
  /// Called when an instance of the VM becomes idle or stops being idle. If keys are used, `key` must be the
  /// same in both calls.
  void enter(std::uint32_t vm, const Key& key);
  void leave(std::uint32_t vm, const Key& key);

  /// The VMs whose instances are all idle, in the order of release. `last_key(vm)` returns the largest key of
  /// the VM's instances. last_key() is called only if that key is unknown, which is the case after the
  /// instance with the largest key has stopped being idle.
  template <class LastKey>
  const std::set<std::pair<Key, std::uint32_t>>& in_order(const LastKey& last_key) {
    for (const std::uint32_t vm : unsure_) {
      Row& row = rows_[vm];
      row.is_unsure = false;
      if (is_whole(row) && !row.exact) {
        row.largest = last_key(vm);
        row.exact = true;
        list(vm);
      }
    }
    unsure_.clear();
    return whole_;
  }

 private:
  struct Row {
    std::uint32_t instances = 0;
    std::uint32_t idle = 0;
    Key largest{};  ///< largest key of the idle instances if `exact`, otherwise an upper bound
    bool exact = true;
    bool is_listed = false;  ///< the VM is in whole_
    bool is_unsure = false;  ///< the VM is in unsure_
  };

  static bool is_whole(const Row& row) { return row.idle > 0 && row.idle == row.instances; }
  Row& unlisted(std::uint32_t vm);
  void list(std::uint32_t vm);

  std::vector<Row> rows_;
  std::set<std::pair<Key, std::uint32_t>> whole_;
  std::vector<std::uint32_t> unsure_;
  std::set<std::uint32_t> empty_;
};

}  // namespace curtain
