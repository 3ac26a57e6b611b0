#pragma once
// A function's instances with a free slot as a binary heap, ordered by the key from the routing policy.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/platform/core/rows.hpp"

namespace curtain {

/// The position of an instance among the candidates of its function.
struct CandidatePlace {
  std::int64_t key = 0;  ///< key that the routing policy last returned
  std::uint64_t listed_as =
      0;  ///< increases with every listing; among equal keys the instance listed last comes first
  std::uint32_t place = kNone;  ///< position in the function's list
};

/// Operates on a function's list of candidates and on their positions, which are indexed by instance. The
/// candidate with the lowest key is first; among equal keys, the instance that was listed last is first.
/// Every change takes O(log n) and needs no memory in addition to the list.
class CandidateHeap {
 public:
  CandidateHeap(std::vector<std::uint32_t>& list, std::vector<CandidatePlace>& places)
      : list_(list), places_(places) {}

  void push(std::uint32_t id) {
    list_.push_back(id);
    rise(list_.size() - 1);
  }
  void remove(std::uint32_t id) {
    const std::size_t place = places_[id].place;
    const std::uint32_t last = list_.back();
    list_.pop_back();
    if (place < list_.size()) {
      list_[place] = last;
      places_[last].place = static_cast<std::uint32_t>(place);
      settle(last);
    }
  }
  /// Moves a candidate whose key has changed to its new position.
  void settle(std::uint32_t id) {
    rise(places_[id].place);
    sink(places_[id].place);
  }

 private:
  [[nodiscard]] bool before(std::uint32_t a, std::uint32_t b) const {
    const CandidatePlace& first = places_[a];
    const CandidatePlace& second = places_[b];
    return first.key != second.key ? first.key < second.key : first.listed_as > second.listed_as;
  }
  void put(std::size_t place, std::uint32_t id) {
    list_[place] = id;
    places_[id].place = static_cast<std::uint32_t>(place);
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
  std::vector<CandidatePlace>& places_;
};

}  // namespace curtain
