#pragma once
// VMs that eviction may give back whole: empty ones, and those all of whose instances are idle.
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "models/platform/idling/idle_order.hpp"

namespace curtain {

/// VMs by row, those that have instances and only idle ones by the key of the last of them to be evicted.
class IdleVms {
 public:
  using Key = IdleOrder::Key;

  /// An instance, not idle, was put into the VM or is gone from it.
  void put(std::uint32_t vm);
  void take(std::uint32_t vm);
  /// The VM is no more; it is empty.
  void release(std::uint32_t vm) { empty_.erase(vm); }
  /// VMs whose instances are all gone.
  [[nodiscard]] const std::set<std::uint32_t>& empty() const { return empty_; }
  /// It has instances, and all of them are idle.
  [[nodiscard]] bool is_whole(std::uint32_t vm) const { return vm < rows_.size() && is_whole(rows_[vm]); }
  /// One of its instances became idle, or is idle no more; `key` was the same at both times if keys count.
  void enter(std::uint32_t vm, const Key& key);
  void leave(std::uint32_t vm, const Key& key);

  /// The VMs that are idle as a whole, the first to be given back first. `last_key(vm)`: the largest key of
  /// the VM's instances; asked where that is not known, which is seldom: after the instance that had it is
  /// idle no more.
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
    Key largest{};  ///< of the idle ones, if exact; else none of them has a larger one
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
