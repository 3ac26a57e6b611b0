#pragma once
// The functions whose attempts wait for room, the order in which they try again, and which functions can be
// skipped.
#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/cluster.hpp"

namespace curtain {

/// The functions that wait for room. Whenever room may have become free, the owner lets these functions try
/// again, in one of two modes:
///
/// - take_all() returns all functions, and the owner sorts them and tries each. One round costs O(waiting
/// functions).
/// - next() returns only functions that may succeed, sorted by the time since which the head of the queue
/// waits, then by the function's number. One round costs O(log n) for each function that tries.
///
/// next() skips a function only if there is certainly no room for it, that is if no host has room for one
/// more VM, and no open VM of the function's isolation class has enough free memory. In this case a try fails
/// for every answer of the placement policies. If there is room, the policies are called, because they may
/// refuse. Both modes give the same results under the following conditions, which the owner checks before it
/// calls skip_groups():
///
/// - The order of the heads is first-in first-out, so no policy has to be called for it.
/// - A try that finds no room changes nothing. Placement declares Needs::stateless. Attempts are bound early,
/// because a late start counts its tries, and this count addresses its draws.
/// - Only hosts and VMs provide room. No idle instance is evicted, and there is no pool.
/// - Scaling always starts an instance, so a try fails only at max_instances or because of missing room. A
/// function at max_instances tries separately when it loses an instance.
///
/// The only try that needs no room is to join a starting instance with an unbound slot, see may_join().
class RoomQueue {
 public:
  /// The turn of a function's next attempt, used if the queueing policy's order also applies between
  /// functions.
  struct Turn {
    std::int64_t key = 0;
    std::uint64_t position = 0;
    std::uint32_t function = 0;
    auto operator<=>(const Turn&) const = default;
  };

  /// Both arguments must outlive the queue.
  RoomQueue(const Rows& rows, Cluster& cluster) : rows_(rows), cluster_(cluster) {}

  /// Selects next() instead of take_all(). Must be called before the first function waits.
  void skip_groups();
  [[nodiscard]] bool skips_groups() const { return skips_groups_; }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] bool waits(std::uint32_t function) const {
    return function < places_.size() && places_[function].waits;
  }
  /// Lets the function wait, unless it already waits or its queue is empty. If this happens during a round,
  /// next() does not return the function again in that round.
  void wait(std::uint32_t function);
  /// Called when the head of the function's queue is another attempt, or when the queue is empty and the
  /// function no longer waits.
  void head_changed(std::uint32_t function);
  /// Called when a starting instance of the function has an unbound slot. The function then tries in the next
  /// round, even without room.
  void may_join(std::uint32_t function);

  /// Removes and returns all functions that wait, in the order in which they began to wait.
  std::vector<std::uint32_t> take_all();

  /// Begins a round of next(). A round ends when next() returns kNone.
  void begin_round();
  /// Removes and returns the next function of the round that tries. Returns kNone if no further function
  /// could succeed.
  std::uint32_t next();

  /// The turn of the function, whose queue must be keyed and not empty. An attempt for which an unbound
  /// instance is starting has already had its turn. A ready instance takes the head of the queue.
  [[nodiscard]] Turn turn_of(std::uint32_t function) const;
  /// Whether another waiting function, with a queue that is not empty, has an earlier turn.
  [[nodiscard]] bool anyone_before(const Turn& turn) const;

 private:
  /// The head of a function's queue. Heads are sorted in the order of a round.
  using Head = std::pair<std::int64_t, std::uint32_t>;  // start of the wait in ns, and the function
  using Heads = std::set<Head>;
  /// The waiting functions of an isolation class, indexed by memory size. None of the sets is empty.
  using Group = std::map<Mebibytes, Heads>;
  struct Place {
    bool waits = false;
    bool may_join = false;
    std::int64_t since = 0;  // start of the wait in ns, as in the sets
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
  std::vector<Place> places_;             // indexed by function
  std::vector<std::uint32_t> waiting_;    // the waiting functions, if groups are not skipped
  Heads heads_;                           // heads of all waiting functions
  Heads joining_;                         // heads of the waiting functions that may join
  std::vector<Group> groups_;             // indexed by isolation class
  std::set<std::uint32_t> open_classes_;  // the classes in which a VM may have room
  Head last_{};                           // the head that the round has reached
  std::vector<std::uint32_t> later_;      // functions that began to wait during the round
};

}  // namespace curtain
