#include "sim/shared_resource.hpp"

#include <algorithm>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace sim {

namespace {

/// Whether the value is below 2^64, so that the processor's own division can be used.
bool is_short(UInt128 value) {
  return static_cast<std::uint64_t>(value >> 64) == 0;
}

/// Returns a / b, rounded up.
UInt128 divide_up(UInt128 a, UInt128 b) {
  if (is_short(a) && is_short(b)) {
    const auto short_a = static_cast<std::uint64_t>(a);
    const auto short_b = static_cast<std::uint64_t>(b);
    return short_a / short_b + (short_a % short_b != 0 ? 1 : 0);
  }
  return a / b + (a % b != 0 ? 1 : 0);
}

Time after(Time from, UInt128 nanoseconds) {
  const auto most = static_cast<UInt128>(Time::latest().ns());
  return saturating_add(from, Duration{static_cast<std::int64_t>(std::min(nanoseconds, most))});
}

}  // namespace

SharedResource::SharedResource(std::uint64_t capacity, std::uint64_t negligible)
    : capacity_(capacity), most_(capacity), negligible_(negligible) {
  SIM_CHECK(capacity >= 1 && capacity <= kMostCapacity);
}

void SharedResource::join(Time now, std::uint32_t member, Share share, UInt128 work) {
  SIM_CHECK(share.weight > 0 && share.cap > 0 && work <= kMostWork);
  CURTAIN_MUTANT_SKIPS(shares_from_before_it_joined)
  settle(now);
  Member fresh;
  fresh.left = work;
  fresh.cap = std::min(share.cap, most_);
  fresh.negligible = std::min(negligible_, fresh.cap - 1);
  fresh.number = joined_++;
  fresh.weight = share.weight;
  fresh.name = member;
  std::size_t position = members_.size();
  members_.push_back(fresh);
  for (; position > 0; --position) {
    const Member& before = members_[position - 1];
    if (UInt128{before.cap} * fresh.weight <= UInt128{fresh.cap} * before.weight) {
      break;
    }
    members_[position] = before;
  }
  members_[position] = fresh;
  caps_ += fresh.cap;
  weights_ += fresh.weight;
  SIM_CHECK(weights_ < std::uint64_t{1} << 32);
  ended_ += has_ended(fresh) ? 1 : 0;
  is_fresh_ = false;
}

std::size_t SharedResource::position_of(std::uint32_t member) const {
  std::size_t position = 0;
  while (position < members_.size() && members_[position].name != member) {
    ++position;
  }
  SIM_CHECK(position < members_.size());
  return position;
}

UInt128 SharedResource::remove(std::size_t position) {
  const Member member = members_[position];
  members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(position));
  caps_ -= member.cap;
  weights_ -= member.weight;
  ended_ -= has_ended(member) ? 1 : 0;
  is_fresh_ = false;
  return member.left;
}

UInt128 SharedResource::leave(Time now, std::uint32_t member) {
  settle(now);
  return remove(position_of(member));
}

UInt128 SharedResource::work_left(Time now, std::uint32_t member) {
  settle(now);
  return members_[position_of(member)].left;
}

void SharedResource::set_work(Time now, std::uint32_t member, UInt128 work) {
  settle(now);
  set_work_at(position_of(member), work);
}

void SharedResource::set_work_at(std::size_t position, UInt128 work) {
  SIM_CHECK(work <= kMostWork);
  Member& row = members_[position];
  ended_ -= has_ended(row) ? 1 : 0;
  row.left = work;
  ended_ += has_ended(row) ? 1 : 0;
  is_fresh_ = false;
}

std::uint64_t SharedResource::rate(std::size_t position) {
  if (!is_fresh_) {
    refresh();
  }
  const Member& member = members_[position];
  return position < capped_
             ? member.cap
             : static_cast<std::uint64_t>(divide_up(UInt128{shared_} * member.weight, shared_weight_));
}

void SharedResource::clear(Time now) {
  settle(now);
  members_.clear();
  caps_ = 0;
  weights_ = 0;
  ended_ = 0;
  is_fresh_ = false;
}

void SharedResource::set_capacity(Time now, std::uint64_t capacity) {
  SIM_CHECK(capacity >= 1 && capacity <= most_);
  if (capacity != capacity_) {
    settle(now);
    capacity_ = capacity;
    is_fresh_ = false;
  }
}

std::uint32_t SharedResource::take_ended(Time now) {
  settle(now);
  if (ended_ == 0) {
    return kNoMember;
  }
  std::size_t first = members_.size();
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (has_ended(members_[i]) && (first == members_.size() || members_[i].number < members_[first].number)) {
      first = i;
    }
  }
  const std::uint32_t member = members_[first].name;
  remove(first);
  return member;
}

Time SharedResource::next_end() {
  if (!is_fresh_) {
    refresh();
  }
  return next_end_;
}

/// Computes the members that get their caps, the capacity that remains for the other members, and the member
/// that ends next.
void SharedResource::refresh() {
  is_fresh_ = true;
  std::uint64_t rest = capacity_;
  std::uint64_t weight = weights_;
  std::size_t i = caps_ <= capacity_ ? members_.size() : 0;
  for (; i < members_.size(); ++i) {
    const Member& member = members_[i];
    if (UInt128{member.cap} * weight > UInt128{member.weight} * rest) {
      break;
    }
    rest -= CURTAIN_MUTANT(spare_rate_is_lost, member.cap, rest * member.weight / weight);
    weight -= member.weight;
  }
  capped_ = i;
  shared_ = rest;
  shared_weight_ = weight;
  if (members_.empty() || ended_ > 0) {
    next_end_ = members_.empty() ? Time::never() : settled_;
    return;
  }
  auto soonest = static_cast<UInt128>(Time::latest().ns());
  for (i = 0; i < capped_; ++i) {
    soonest = std::min(soonest, divide_up(to_do(members_[i]), members_[i].cap));
  }
  if (capped_ < members_.size()) {
    // The member with the least work relative to its weight ends first.
    const Member* first = &members_[capped_];
    for (i = capped_ + 1; i < members_.size(); ++i) {
      if (to_do(members_[i]) * first->weight < to_do(*first) * members_[i].weight) {
        first = &members_[i];
      }
    }
    soonest = std::min(soonest, divide_up(to_do(*first) * shared_weight_, UInt128{first->weight} * shared_));
  }
  next_end_ = after(settled_, soonest);
}

inline void SharedResource::credit(Member& member, UInt128 work) {
  const UInt128 done = std::min(member.left, work);
  member.left -= done;
  done_ += done;
  ended_ += has_ended(member) ? 1 : 0;
}

/// Credits each sharing member with the whole part of weight x product / shared_weight_, where `product` is
/// the work of all these members. A single division is enough for all members. The division gives 2^32 x (the
/// fraction of a unit of weight), rounded down. The whole part computed from the quotient is too small by at
/// most one, which the remainder shows.
template <class Word>
void SharedResource::credit_shared(Word product) {
  const auto whole = static_cast<Word>(product / shared_weight_);
  const auto part = static_cast<std::uint64_t>(product % shared_weight_);
  const std::uint64_t fraction = (part << 32) / shared_weight_;
  for (std::size_t i = capped_; i < members_.size(); ++i) {
    Member& member = members_[i];
    const std::uint64_t exact = member.weight * part;
    std::uint64_t of_part = (member.weight * fraction) >> 32;
    of_part += exact - of_part * shared_weight_ >= shared_weight_ ? 1 : 0;
    credit(member, whole * member.weight + of_part);
  }
}

/// Credits each member with the work that its rate has provided until `now`.
void SharedResource::settle(Time now) {
  if (now == settled_) {
    return;
  }
  SIM_CHECK(now > settled_ && now <= next_end());
  const auto passed = static_cast<std::uint64_t>((now - settled_).ns());
  settled_ = now;
  if (members_.empty()) {
    return;
  }
  is_fresh_ = false;
  for (std::size_t i = 0; i < capped_; ++i) {
    credit(members_[i], UInt128{members_[i].cap} * passed);
  }
  if (capped_ < members_.size()) {
    const UInt128 product = UInt128{shared_} * passed;
    if (is_short(product)) {
      credit_shared(static_cast<std::uint64_t>(product));
    } else {
      credit_shared(product);
    }
  }
}

}  // namespace sim
