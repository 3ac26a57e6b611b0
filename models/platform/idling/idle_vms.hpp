#pragma once
// VMs that eviction may release: empty ones, and those whose instances are all idle.
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "models/platform/idling/idle_order.hpp"

namespace curtain {

/// VMs by row. Those that have instances, all of them idle, are ordered by the key of their last instance to
/// be evicted.
class IdleVms {
 public:
  using Key = IdleOrder::Key;

  /// An instance that is not idle was added to the VM or removed from it.
  void put(std::uint32_t vm);
  void take(std::uint32_t vm);
  /// The VM, which is empty, was released.
  void release(std::uint32_t vm) { empty_.erase(vm); }
  /// VMs without instances.
  [[nodiscard]] const std::set<std::uint32_t>& empty() const { return empty_; }
  /// The VM has instances, and all of them are idle.
  [[nodiscard]] bool is_whole(std::uint32_t vm) const { return vm < rows_.size() && is_whole(rows_[vm]); }
  /// One of its instances became idle, or stopped being idle; if keys count, `key` was the same at both
  /// times.
  void enter(std::uint32_t vm, const Key& key);
  void leave(std::uint32_t vm, const Key& key);

  /// The VMs whose instances are all idle, in the order of release. `last_key(vm)` returns the largest key of
  /// the VM's instances. It is called only if that key is unknown, which is rare: after the instance with the
  /// largest key is no longer idle.
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
    Key largest{};  ///< the largest key of idle instances if exact, otherwise an upper bound
    bool exact = true;
    bool is_listed = false;  ///< in whole_
    bool is_unsure = false;  ///< in unsure_
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
