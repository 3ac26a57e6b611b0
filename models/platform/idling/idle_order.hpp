#pragma once
// The order in which idle instances are evicted.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The idle instances of each isolation class, ordered by value. The instance with the lowest value is
/// evicted first; among equal values the longest idle instance, then the lowest row. A value is the sum of a
/// part for the instance and a part for its group. Changing the common part costs O(log groups), independent
/// of the number of instances in the group. Each group is in one class. Instances, groups and classes are
/// small numbers, which are reused. After the tables have grown, nothing is allocated.
class IdleOrder {
 public:
  static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();
  /// Value, start of the idle time, and row. The lowest key comes first.
  using Key = std::tuple<double, Time, std::uint32_t>;

  /// Adds an instance that is not in the order. `own` must not be NaN.
  void insert(std::uint32_t isolation_class, std::uint32_t group, std::uint32_t instance, double own,
              Time since);
  /// Removes the instance, which must be in the order.
  void erase(std::uint32_t instance);
  void set_shared(std::uint32_t group, double shared);

  [[nodiscard]] bool holds(std::uint32_t instance) const {
    return instance < rows_.size() && rows_[instance].place != kNobody;
  }
  /// The value of the instance, which is the sum of its own part and the common part.
  [[nodiscard]] double value(std::uint32_t instance) const {
    return groups_[rows_[instance].group].shared + rows_[instance].own;
  }
  /// The own part of the instance's value. group_of() returns its group.
  [[nodiscard]] double own(std::uint32_t instance) const { return rows_[instance].own; }
  [[nodiscard]] std::uint32_t group_of(std::uint32_t instance) const { return rows_[instance].group; }
  [[nodiscard]] Key key_of(std::uint32_t instance) const {
    return {value(instance), rows_[instance].since, instance};
  }

  /// Walks through the instances of a class in the order of eviction. Call begin_walk(), then next_in_walk()
  /// until it returns kNobody. The first instance costs O(1), the k-th O(log k). The order must not change
  /// during the walk.
  void begin_walk(std::uint32_t isolation_class);
  std::uint32_t next_in_walk() {
    return next_in_walk([](std::uint32_t) { return true; });
  }
  /// Skips groups for which `wants(group)` is false. Each skipped group costs as much as one instance.
  template <class Wants>
  std::uint32_t next_in_walk(const Wants& wants) {
    for (std::uint32_t instance = next_step(); instance != kNobody; instance = next_step()) {
      const std::uint32_t group = rows_[instance].group;
      if (wants(group)) {
        reach_member(group, 2 * rows_[instance].place + 1);
        reach_member(group, 2 * rows_[instance].place + 2);
        return instance;
      }
    }
    return kNobody;
  }

 private:
  using Heap = std::vector<std::uint32_t>;
  struct Row {
    double own = 0;
    Time since;
    std::uint32_t group = 0;
    std::uint32_t place = kNobody;  ///< position in the heap of the instance's group
  };
  struct Group {
    double shared = 0;
    std::uint32_t isolation_class = 0;
    std::uint32_t place = kNobody;  ///< position of the group among the heads of its class
    Heap members;
  };
  /// A position that the walk has reached but not yet visited. It is the position of a group among the heads,
  /// or of an instance in the heap of its group.
  struct Step {
    Key key;
    std::uint32_t group;  ///< kNobody if `place` is a position among the heads
    std::uint32_t place;
  };

  [[nodiscard]] Key key_of_head(std::uint32_t group) const { return key_of(groups_[group].members.front()); }
  void settle_member(Group& group, std::size_t at);
  void settle_head(Heap& heads, std::size_t at);
  std::uint32_t next_step();
  void reach_head(std::size_t at);
  void reach_member(std::uint32_t group, std::size_t at);

  std::vector<Row> rows_;      // indexed by instance
  std::vector<Group> groups_;  // indexed by number
  std::vector<Heap> heads_;    // indexed by class: groups with members, ordered by their first member
  std::uint32_t walked_ = 0;   // the class of the current walk
  std::vector<Step> walk_;     // a heap of steps
};

}  // namespace curtain
