#pragma once
// The order in which idle instances are evicted.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The idle instances of each isolation class by value: the lowest is evicted first, among equals the one
/// idle longest, then the lowest row. A value is the sum of the instance's own part and a part common to its
/// group. Changing the common part costs O(log groups), however many instances the group has. A group belongs
/// to one class. Instances, groups and classes are small numbers, which are reused. Nothing is allocated once
/// the tables have grown.
class IdleOrder {
 public:
  static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();
  /// Value, time since when it is idle, row: the lowest comes first.
  using Key = std::tuple<double, Time, std::uint32_t>;

  /// `own` must not be NaN; the instance must not be in the order.
  void insert(std::uint32_t isolation_class, std::uint32_t group, std::uint32_t instance, double own,
              Time since);
  /// The instance must be in the order.
  void erase(std::uint32_t instance);
  void set_shared(std::uint32_t group, double shared);

  [[nodiscard]] bool holds(std::uint32_t instance) const {
    return instance < rows_.size() && rows_[instance].place != kNobody;
  }
  /// The own part and the common part.
  [[nodiscard]] double value(std::uint32_t instance) const {
    return groups_[rows_[instance].group].shared + rows_[instance].own;
  }
  /// The instance's own part, and its group.
  [[nodiscard]] double own(std::uint32_t instance) const { return rows_[instance].own; }
  [[nodiscard]] std::uint32_t group_of(std::uint32_t instance) const { return rows_[instance].group; }
  [[nodiscard]] Key key_of(std::uint32_t instance) const {
    return {value(instance), rows_[instance].since, instance};
  }

  /// Walks through the instances of a class in the order of eviction: begin_walk(), then next_in_walk() until
  /// it returns kNobody. The first costs O(1), the k-th O(log k). The order must not change in between.
  void begin_walk(std::uint32_t isolation_class);
  std::uint32_t next_in_walk() {
    return next_in_walk([](std::uint32_t) { return true; });
  }
  /// Leaves out groups for which `wants(group)` is false; each of them costs as much as one instance.
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
    std::uint32_t place = kNobody;  ///< in its group's heap
  };
  struct Group {
    double shared = 0;
    std::uint32_t isolation_class = 0;
    std::uint32_t place = kNobody;  ///< among the heads of its class
    Heap members;
  };
  /// A place that the walk has reached and not yet visited: that of a group among the heads, or of an
  /// instance in its group's heap.
  struct Step {
    Key key;
    std::uint32_t group;  ///< kNobody: `place` is among the heads
    std::uint32_t place;
  };

  [[nodiscard]] Key key_of_head(std::uint32_t group) const { return key_of(groups_[group].members.front()); }
  void settle_member(Group& group, std::size_t at);
  void settle_head(Heap& heads, std::size_t at);
  std::uint32_t next_step();
  void reach_head(std::size_t at);
  void reach_member(std::uint32_t group, std::size_t at);

  std::vector<Row> rows_;      // by instance
  std::vector<Group> groups_;  // by number
  std::vector<Heap> heads_;    // by class: the groups that have members, ordered by their first
  std::uint32_t walked_ = 0;   // the class of the walk
  std::vector<Step> walk_;     // a heap
};

}  // namespace curtain
