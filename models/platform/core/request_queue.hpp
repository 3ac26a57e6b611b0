#pragma once
// Attempts that wait, in the order of the queueing policy. First-in-first-out and last-in-first-out use a
// list through the rows; any other order uses a set sorted by key.
#include <cstdint>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "models/policies/queueing/seam.hpp"

namespace curtain {

/// A queue of request rows, by number. While a request is in the queue, the queue uses the row's `next` and
/// `previous`.
class RequestQueue {
 public:
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  /// The next attempt. The queue must not be empty.
  [[nodiscard]] std::uint32_t front() const { return keyed_.empty() ? head_ : std::get<2>(*keyed_.begin()); }

  /// Key and position of the request that is served after `ahead` other requests. `ahead` must be less than
  /// the size of the queue. Only for a queue sorted by key.
  [[nodiscard]] std::pair<std::int64_t, std::uint64_t> place(std::uint32_t ahead = 0) const {
    const auto& entry = *std::next(keyed_.begin(), ahead);
    return {std::get<0>(entry), std::get<1>(entry)};
  }
  /// Key and position of a request in the queue. Only for a queue sorted by key.
  [[nodiscard]] std::pair<std::int64_t, std::uint64_t> place_of(std::uint32_t id) const {
    return places_.at(id);
  }

  template <class Rows>
  void push(Rows& rows, std::uint32_t id, QueueOrder order, std::int64_t key, std::uint64_t position) {
    ++size_;
    if (order == QueueOrder::keyed) {
      keyed_.emplace(key, position, id);
      places_.emplace(id, std::pair{key, position});
      return;
    }
    if (order == QueueOrder::first_in_first_out) {
      rows[id].next = kEnd;
      rows[id].previous = tail_;
      (tail_ == kEnd ? head_ : rows[tail_].next) = id;
      tail_ = id;
    } else {
      rows[id].previous = kEnd;
      rows[id].next = head_;
      (head_ == kEnd ? tail_ : rows[head_].previous) = id;
      head_ = id;
    }
  }

  /// The first request in order for which `wanted(id)` is true, or 0xFFFFFFFF if the queue has none.
  template <class Rows, class Wanted>
  [[nodiscard]] std::uint32_t first_where(const Rows& rows, Wanted&& wanted) const {
    for (const auto& entry : keyed_) {
      if (wanted(std::get<2>(entry))) {
        return std::get<2>(entry);
      }
    }
    for (std::uint32_t id = keyed_.empty() ? head_ : kEnd; id != kEnd; id = rows[id].next) {
      if (wanted(id)) {
        return id;
      }
    }
    return kEnd;
  }

  template <class Rows>
  std::uint32_t pop(Rows& rows) {
    const std::uint32_t id = front();
    remove(rows, id);
    return id;
  }

  /// Removes a request, which must be in this queue but may be at any position.
  template <class Rows>
  void remove(Rows& rows, std::uint32_t id) {
    --size_;
    if (const auto place = places_.find(id); place != places_.end()) {
      keyed_.erase({place->second.first, place->second.second, id});
      places_.erase(place);
      return;
    }
    const std::uint32_t next = rows[id].next;
    const std::uint32_t previous = rows[id].previous;
    (previous == kEnd ? head_ : rows[previous].next) = next;
    (next == kEnd ? tail_ : rows[next].previous) = previous;
  }

 private:
  static constexpr std::uint32_t kEnd = 0xFFFFFFFF;

  std::uint32_t head_ = kEnd;
  std::uint32_t tail_ = kEnd;
  std::uint32_t size_ = 0;
  std::set<std::tuple<std::int64_t, std::uint64_t, std::uint32_t>> keyed_;  // key, position, id
  std::map<std::uint32_t, std::pair<std::int64_t, std::uint64_t>>
      places_;  // keys and positions of the requests in keyed_
};

}  // namespace curtain
