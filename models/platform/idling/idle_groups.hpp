#pragma once
// The instances of one function on one VM, for keep-alive policies that review idle instances together.
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "models/words.hpp"
#include "sim/slab.hpp"
#include "sim/timer.hpp"

namespace curtain {

/// A group exists while it has members, which are rows of instances. The idle instances of a group are in a
/// list, longest idle first. Joining a group costs O(log n) for n groups; every other operation costs O(1).
class IdleGroups {
 public:
  static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

  struct Group {
    std::uint64_t number = 0;  ///< number of the group in the order of creation
    std::uint32_t function = 0;
    std::uint32_t vm = 0;
    std::uint32_t members = 0;
    std::uint32_t idle = 0;
    std::uint32_t front = kNobody;  ///< first in the list of idle members
    std::uint32_t back = kNobody;
    std::uint32_t reviews = 0;  ///< number of reviews since the last use
    Time last_use;
    sim::LazyTimer review;  ///< the next review
  };

  /// Makes the instance, which is not idle, a member of the group of its function and VM.
  void join(std::uint32_t function, std::uint32_t vm, std::uint32_t instance);
  /// Removes the instance from its group. A group without members ceases to exist.
  void part(std::uint32_t instance);
  /// Adds the instance to the end of the list of idle instances, or removes it from the list. The instance
  /// must be a member. For enter() the instance must not be idle, and for leave() it must be idle.
  void enter(std::uint32_t instance);
  void leave(std::uint32_t instance);
  /// The idle member that follows the instance in the list.
  [[nodiscard]] std::uint32_t after(std::uint32_t instance) const { return members_[instance].next; }

  [[nodiscard]] std::uint32_t group_of(std::uint32_t instance) const { return members_[instance].group; }
  [[nodiscard]] Group& operator[](std::uint32_t group) { return groups_[group]; }
  [[nodiscard]] const Group& operator[](std::uint32_t group) const { return groups_[group]; }
  [[nodiscard]] std::uint32_t generation(std::uint32_t group) const { return groups_.generation(group); }
  [[nodiscard]] bool live(std::uint32_t group, std::uint32_t generation) const {
    return groups_.live(group, generation);
  }

 private:
  struct Member {
    std::uint32_t group = kNobody;
    bool idle = false;
    std::uint32_t next = kNobody;
    std::uint32_t previous = kNobody;
  };

  sim::Slab<Group> groups_;
  std::uint64_t groups_ever_ = 0;
  std::vector<Member> members_;                                             // indexed by instance
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> names_;  // indexed by VM and function
};

}  // namespace curtain
