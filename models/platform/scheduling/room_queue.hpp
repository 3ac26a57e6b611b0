#pragma once
// Functions whose attempts wait for room: the order in which they try again, and which of them need not try.
#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/cluster.hpp"

namespace curtain {

/// The functions that wait for room. Whenever room may have become free, the owner lets them try again, in
/// one of two ways:
///
/// - take_all() returns all of them, and the owner orders and tries each. One round costs O(waiting
///   functions).
/// - next() returns only those that may succeed, in the order of the time since which the head of the queue
///   waits, then of the function's number. One round costs O(log n) for each function that tries.
///
/// next() skips a function only if there is certainly no room for it: no host has room for one more VM, and
/// no open VM of its isolation class has enough free memory. Then a try fails whatever the placement policies
/// answer. If there is room, the policies are asked, as they may refuse it. The two ways give the same
/// results under these conditions, which the owner checks before it calls skip_groups():
///
/// - The order of the heads is first-in first-out, so that no policy has to be asked for it.
/// - A try that finds no room changes nothing. Placement declares Needs::stateless; attempts are bound early,
///   as a late start counts its tries, and the count addresses its draws.
/// - Room comes only from hosts and VMs: no idle instance is evicted, and there is no pool.
/// - Scaling always starts an instance. So a try ends without one only at max_instances or for lack of room.
///   A function at max_instances tries by itself when it loses an instance.
///
/// Only joining a starting instance with an unbound slot needs no room, see may_join().
class RoomQueue {
 public:
  /// The turn of a function's next attempt, if the queueing policy's order also holds between functions.
  struct Turn {
    std::int64_t key = 0;
    std::uint64_t position = 0;
    std::uint32_t function = 0;
    auto operator<=>(const Turn&) const = default;
  };

  /// Both must outlive the queue.
  RoomQueue(const Rows& rows, Cluster& cluster) : rows_(rows), cluster_(cluster) {}

  /// To be called before the first function waits: from now on next() is used instead of take_all().
  void skip_groups();
  [[nodiscard]] bool skips_groups() const { return skips_groups_; }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] bool waits(std::uint32_t function) const {
    return function < places_.size() && places_[function].waits;
  }
  /// The function waits from now on, unless it does already or its queue is empty. During a round it is not
  /// given again in that round.
  void wait(std::uint32_t function);
  /// The head of the function's queue is another one, or the queue is empty and the function no longer waits.
  void head_changed(std::uint32_t function);
  /// One of the function's starting instances has an unbound slot: the function tries in the next round, even
  /// without room.
  void may_join(std::uint32_t function);

  /// Removes and returns all functions that wait, in the order in which they began to wait.
  std::vector<std::uint32_t> take_all();

  /// Begins a round of next(). A round ends when next() returns kNone.
  void begin_round();
  /// Removes and returns the next function of the round that tries; kNone if no other one could succeed.
  std::uint32_t next();

  /// The turn of the function, whose queue must be keyed and not empty. Attempts for which unbound instances
  /// are starting have had their turn. An instance that is ready takes the head.
  [[nodiscard]] Turn turn_of(std::uint32_t function) const;
  /// Whether a function that waits, with a queue that is not empty, has a turn before this one.
  [[nodiscard]] bool anyone_before(const Turn& turn) const;

 private:
  /// In the order of a round.
  using Head = std::pair<std::int64_t, std::uint32_t>;  // since when it waits, in ns; its function
  using Heads = std::set<Head>;
  /// An isolation class's functions that wait, by memory size; none of the sets is empty.
  using Group = std::map<Mebibytes, Heads>;
  struct Place {
    bool waits = false;
    bool may_join = false;
    std::int64_t since = 0;  // as in the sets
  };

  void enter(std::uint32_t function);
  void leave(std::uint32_t function);
  void consider(const Heads& heads, Head& first) const;
  void consider_classes(Head& first);

  const Rows& rows_;
  Cluster& cluster_;
  bool skips_groups_ = false;
  bool in_round_ = false;
  std::uint32_t size_ = 0;
  std::vector<Place> places_;             // by function
  std::vector<std::uint32_t> waiting_;    // while groups are not skipped
  Heads heads_;                           // of all functions that wait
  Heads joining_;                         // of the waiting functions that may join
  std::vector<Group> groups_;             // by isolation class
  std::set<std::uint32_t> open_classes_;  // that may have room in one of their VMs
  Head last_{};                           // the head that the round has reached
  std::vector<std::uint32_t> later_;      // functions that began to wait during the round
};

}  // namespace curtain
