#pragma once
// A resource that several members use at the same time, such as a processor, a disk or a link.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/time.hpp"
#include "sim/wide.hpp"

namespace sim {

/// Shares a capacity among members that have work to do, by capped, weighted max-min sharing (water-filling;
/// D. Bertsekas and R. Gallager, "Data Networks", 2nd edition, 1992, section 6.5.2). No member gets more than
/// its cap. The remaining capacity is divided among the members below their caps in proportion to their
/// weights. With equal weights and without caps this is egalitarian processor sharing.
///
/// All quantities are integers. Capacity and caps are in units, work is in units times nanoseconds. Rates
/// change only when a member joins, leaves, ends or gets other work. The work of all members is then updated,
/// in whole units of work. Rounding follows two rules:
/// - A member is credited with the whole part of the work that its rate, an exact fraction, provides. Each
/// update drops less than one unit of work of each member. The work done is therefore at most capacity x
/// time. The difference is less than one unit for each member and update, plus the amount of the next rule.
/// - A member ends at the first whole nanosecond at which its remaining work is at most `negligible` units
/// and less than the work of its cap in a nanosecond. A member that always runs at its cap therefore ends
/// exactly. The rest of its rate in that nanosecond is idle. The remaining work counts as dropped, not as
/// done.
///
/// `negligible` compensates for dropped parts of a unit. An end that is a whole nanosecond in exact
/// arithmetic is found at that nanosecond, unless more than `negligible` updates occur while the member uses
/// the resource.
///
/// The class has no clock and no events. The owner has one pending event at next_end(), for example with a
/// LazyTimer. When the event is due, the owner calls take_ended() until it returns no member. Time must not
/// pass an end that has not been taken. The cost of a call is proportional to the number of members. Nothing
/// is allocated after the largest number of members has been reached.
class SharedResource {
 public:
  static constexpr std::uint32_t kNoMember = 0xFFFFFFFF;
  static constexpr std::uint64_t kMostCapacity = std::uint64_t{1} << 40;
  static constexpr UInt128 kMostWork = (UInt128{1} << 95) - 1;

  /// The share of a member.
  struct Share {
    std::uint32_t weight = 1;  ///< at least 1; the sum over all members must be below 2^32
    std::uint64_t cap = 0;     ///< in units, at least 1; limited to the capacity of the constructor
  };

  /// `capacity` must be from 1 to kMostCapacity units. Throws InvariantBroken for any other capacity.
  explicit SharedResource(std::uint64_t capacity, std::uint64_t negligible = 0);

  /// Adds `member`, a number chosen by the owner, which begins to use the resource for `work`, at most
  /// kMostWork.
  void join(Time now, std::uint32_t member, Share share, UInt128 work);
  /// Removes the member, whether or not its work is done. Returns its remaining work. Throws InvariantBroken
  /// if there is no such member; work_left() and set_work() also throw it.
  UInt128 leave(Time now, std::uint32_t member);
  /// The remaining work of the member.
  [[nodiscard]] UInt128 work_left(Time now, std::uint32_t member);
  /// Sets the remaining work of the member to `work` from now on.
  void set_work(Time now, std::uint32_t member, UInt128 work);
  /// Removes all members.
  void clear(Time now);
  /// Credits all members with the work that they have done until `now`, as every other call does first.
  void settle(Time now);
  /// Sets the capacity from now on, from 1 unit to the capacity of the constructor. Throws InvariantBroken
  /// for any other capacity.
  void set_capacity(Time now, std::uint64_t capacity);

  /// The time at which the next member ends, which is at most Time::latest(). Time::never() without members.
  [[nodiscard]] Time next_end();
  /// Removes and returns a member whose work is done by `now`. Among several members, the member that joined
  /// first is returned. Returns kNoMember if there is no such member.
  std::uint32_t take_ended(Time now);

  [[nodiscard]] std::size_t size() const { return members_.size(); }
  /// The member at `position`, from 0 to size() - 1. The order changes when a member joins or leaves.
  [[nodiscard]] std::uint32_t member(std::size_t position) const { return members_[position].name; }
  /// The remaining work of the member at `position`, at the last update.
  [[nodiscard]] UInt128 left(std::size_t position) const { return members_[position].left; }
  /// Sets the remaining work of the member at `position` as of the last update.
  void set_work_at(std::size_t position, UInt128 work);
  /// The rate of the member at `position` in units, rounded up.
  [[nodiscard]] std::uint64_t rate(std::size_t position);
  /// The share of the member at `position`.
  [[nodiscard]] Share share(std::size_t position) const {
    return {members_[position].weight, members_[position].cap};
  }
  [[nodiscard]] std::uint64_t capacity() const { return capacity_; }
  /// The sum of all rates, which is the smaller of the capacity and the sum of the caps.
  [[nodiscard]] std::uint64_t in_use() const { return caps_ < capacity_ ? caps_ : capacity_; }
  /// The sum of the caps of all members, which may exceed the capacity.
  [[nodiscard]] std::uint64_t demand() const { return caps_; }
  /// The work done for current and former members, up to the last update.
  [[nodiscard]] UInt128 work_done() const { return done_; }

 private:
  struct Member {
    UInt128 left = 0;
    std::uint64_t cap = 0;
    std::uint64_t negligible = 0;
    std::uint64_t number = 0;  // number of the member in the order of joining
    std::uint32_t weight = 0;
    std::uint32_t name = 0;
  };

  template <class Word>
  void credit_shared(Word product);
  void credit(Member& member, UInt128 work);
  void refresh();
  [[nodiscard]] std::size_t position_of(std::uint32_t member) const;
  UInt128 remove(std::size_t position);
  [[nodiscard]] static UInt128 to_do(const Member& member) { return member.left - member.negligible; }
  [[nodiscard]] static bool has_ended(const Member& member) { return member.left <= member.negligible; }

  std::uint64_t capacity_;
  std::uint64_t most_;  // the capacity of the constructor
  std::uint64_t negligible_;
  std::vector<Member> members_;  // sorted by cap / weight, then by the order of joining
  std::uint64_t caps_ = 0;       // sum over members_
  std::uint64_t weights_ = 0;
  std::size_t ended_ = 0;  // number of members whose work is done
  std::uint64_t joined_ = 0;
  UInt128 done_ = 0;
  Time settled_{};
  // Results of refresh()
  bool is_fresh_ = true;
  Time next_end_ = Time::never();
  std::size_t capped_ = 0;           // number of members at the front that get their caps
  std::uint64_t shared_ = 0;         // capacity that remains for the other members
  std::uint64_t shared_weight_ = 0;  // weight of the other members
};

}  // namespace sim
