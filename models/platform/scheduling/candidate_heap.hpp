#pragma once
// A function's instances with a free slot as a binary heap by the key that routing gave them.
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/platform/core/rows.hpp"

namespace curtain {

/// Works on a function's list of candidates and the rows of instances, which know their keys
/// (`routing_key`, then `listed_as`, the latest first) and their position in the list (`candidate`). The
/// lowest is in front. Every change takes O(log n) and no memory beyond the list's.
class CandidateHeap {
 public:
  CandidateHeap(std::vector<std::uint32_t>& list, std::vector<InstanceRest>& rows)
      : list_(list), rows_(rows) {}

  void push(std::uint32_t id) {
    list_.push_back(id);
    rise(list_.size() - 1);
  }
  void remove(std::uint32_t id) {
    const std::size_t place = rows_[id].candidate;
    const std::uint32_t last = list_.back();
    list_.pop_back();
    if (place < list_.size()) {
      list_[place] = last;
      rows_[last].candidate = static_cast<std::uint32_t>(place);
      settle(last);
    }
  }
  /// Its key has changed.
  void settle(std::uint32_t id) {
    rise(rows_[id].candidate);
    sink(rows_[id].candidate);
  }

 private:
  [[nodiscard]] bool before(std::uint32_t a, std::uint32_t b) const {
    const InstanceRest& first = rows_[a];
    const InstanceRest& second = rows_[b];
    return first.routing_key != second.routing_key ? first.routing_key < second.routing_key
                                                   : first.listed_as > second.listed_as;
  }
  void put(std::size_t place, std::uint32_t id) {
    list_[place] = id;
    rows_[id].candidate = static_cast<std::uint32_t>(place);
  }
  void rise(std::size_t place) {
    const std::uint32_t id = list_[place];
    while (place > 0 && before(id, list_[(place - 1) / 2])) {
      put(place, list_[(place - 1) / 2]);
      place = (place - 1) / 2;
    }
    put(place, id);
  }
  void sink(std::size_t place) {
    const std::uint32_t id = list_[place];
    for (std::size_t child = 2 * place + 1; child < list_.size(); child = 2 * place + 1) {
      if (child + 1 < list_.size() && before(list_[child + 1], list_[child])) {
        ++child;
      }
      if (!before(list_[child], id)) {
        break;
      }
      put(place, list_[child]);
      place = child;
    }
    put(place, id);
  }

  std::vector<std::uint32_t>& list_;
  std::vector<InstanceRest>& rows_;
};

}  // namespace curtain
