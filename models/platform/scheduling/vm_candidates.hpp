#pragma once
// Instances with a free slot, by function and VM, for routing by the contents of VMs.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "models/words.hpp"
#include "sim/slab.hpp"

namespace curtain {

/// Finds for each function the candidate on the VM with the lowest key. Among VMs with equal keys, and among
/// instances in one VM, the candidate that was listed last is found. Keys are computed only when a function
/// is queried, and then only the keys of VMs that have changed. A change of a VM costs O(1) for each function
/// that has been queried since the previous change. A change is therefore cheap even with many functions or
/// with many instances in one VM.
class VmCandidates {
 public:
  static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

  /// Adds the instance, which must not be listed, as a candidate of the function. O(log groups), where a
  /// group consists of the candidates of one function in one VM.
  void list(std::uint32_t function, std::uint32_t vm, std::uint32_t instance);
  /// Removes the instance, which must be listed.
  void unlist(std::uint32_t instance);
  /// Called when the contents of the VM, and with them its key, have changed.
  void change(std::uint32_t vm);
  /// Returns the first candidate of the function, which must have a candidate. `key_of(instance)` is the key
  /// of the instance's VM.
  template <class KeyOf>
  std::uint32_t first(std::uint32_t function, const KeyOf& key_of) {
    Home& home = homes_.at(function);
    while (!home.stale.empty()) {
      const std::uint32_t id = home.stale.back();
      set_key(home, id, key_of(groups_[id].front));
    }
    return groups_[home.heap.front()].front;
  }

 private:
  struct Group {
    std::uint32_t function = 0;
    std::uint32_t vm = 0;
    std::uint32_t front = kNobody;  ///< the candidate of the group that was listed last
    std::int64_t key = 0;           ///< the last computed key
    std::uint32_t place = kNobody;  ///< position in the function's heap, which is ordered by these keys
    std::uint32_t stale = kNobody;  ///< position in the function's list of groups without a current key
    std::uint32_t next = kNobody;   ///< next group in the VM's list of groups with a current key
    std::uint32_t previous = kNobody;
  };
  struct Member {
    std::uint32_t group = kNobody;
    std::uint32_t next = kNobody;  ///< the member that was listed before this member
    std::uint32_t previous = kNobody;
    std::uint64_t listed_as = 0;
  };
  /// The groups of a function.
  struct Home {
    std::vector<std::uint32_t> heap;
    std::vector<std::uint32_t> stale;
  };

  void set_key(Home& home, std::uint32_t group, std::int64_t key);
  void make_stale(std::uint32_t group);
  void forget_fresh(std::uint32_t group);
  [[nodiscard]] bool before(std::uint32_t a, std::uint32_t b) const;
  void settle(std::vector<std::uint32_t>& heap, std::size_t at);
  void drop(std::uint32_t group);

  sim::Slab<Group> groups_;
  std::vector<Member> members_;       // indexed by instance
  std::vector<Home> homes_;           // indexed by function
  std::vector<std::uint32_t> fresh_;  // indexed by VM: the first group with a current key
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t>
      names_;  // indexed by VM and function; never iterated
  std::uint64_t listings_ = 0;
};

}  // namespace curtain
