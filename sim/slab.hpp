#pragma once
// A table of rows that are created and released: 32-bit ids, reused last-in-first-out so that a hot row stays
// in the cache. Each id has a generation, by which a stale reference is recognised.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/check.hpp"
#include "sim/event.hpp"

namespace sim {

/// Rows are default-constructed once and keep their contents (and memory) between users: the caller of
/// allocate() sets the members that it needs. The order of ids depends only on the calls. A reference to a
/// row is valid until the next allocate(), which may move the table.
template <class Row>
class Slab {
 public:
  /// An unused id: the one released last, or the lowest that was never used.
  [[gnu::always_inline]] std::uint32_t allocate() {
    if (free_count_ == 0) [[unlikely]] {
      grow();
    }
    const std::uint32_t id = free_[--free_count_];
    state_[id] &= Event::kGenerationMask;
    return id;
  }

  /// Releases `id`; its generation changes, so live(id, old generation) is false from now on (until 2^24
  /// releases and renewals of this id later). Throws InvariantBroken if it is not in use.
  void release(std::uint32_t id) {
    SIM_CHECK((state_[id] & kFree) == 0);
    state_[id] = ((state_[id] + 1) & Event::kGenerationMask) | kFree;
    free_[free_count_++] = id;
  }

  /// Gives `id` a new generation: references to the old one, such as a pending event, are stale from now on,
  /// as after release(). The row stays in use and keeps its contents. Throws InvariantBroken if it is not in
  /// use.
  void renew(std::uint32_t id) {
    SIM_CHECK((state_[id] & kFree) == 0);
    state_[id] = (state_[id] + 1) & Event::kGenerationMask;
  }

  [[nodiscard]] Row& operator[](std::uint32_t id) { return rows_[id]; }
  [[nodiscard]] const Row& operator[](std::uint32_t id) const { return rows_[id]; }

  /// 24 bits, the size in an Event.
  [[nodiscard]] std::uint32_t generation(std::uint32_t id) const {
    return state_[id] & Event::kGenerationMask;
  }
  /// True if `id` is in use by the user that had `generation`.
  [[nodiscard]] bool live(std::uint32_t id, std::uint32_t generation) const {
    return state_[id] == generation;
  }
  /// True if `id` is in use.
  [[nodiscard]] bool live(std::uint32_t id) const { return (state_[id] & kFree) == 0; }

  /// Rows in use.
  [[nodiscard]] std::size_t size() const { return rows_.size() - free_count_; }
  /// Number of rows, used or not; every id is below it.
  [[nodiscard]] std::size_t capacity() const { return rows_.size(); }

  /// Makes room for `rows` rows, so that a table of known size does not grow later.
  void reserve(std::size_t rows) {
    if (rows > rows_.size()) {
      grow_to(rows);
    }
  }

 private:
  static constexpr std::uint32_t kFree = std::uint32_t{1} << 31;

  void grow() { grow_to(std::max<std::size_t>(16, 2 * rows_.size())); }

  void grow_to(std::size_t rows) {
    SIM_CHECK(rows < std::size_t{1} << 32);
    const std::size_t before = rows_.size();
    const std::size_t added = rows - before;
    rows_.resize(rows);
    state_.resize(rows, kFree);
    free_.resize(rows);
    // New ids go below the free ones, with the lowest on top.
    std::copy_backward(free_.begin(), free_.begin() + static_cast<std::ptrdiff_t>(free_count_),
                       free_.begin() + static_cast<std::ptrdiff_t>(free_count_ + added));
    for (std::size_t i = 0; i < added; ++i) {
      free_[i] = static_cast<std::uint32_t>(rows - 1 - i);
    }
    free_count_ += added;
  }

  std::vector<Row> rows_;
  std::vector<std::uint32_t> state_;  // the generation, and kFree if the id is not in use
  std::vector<std::uint32_t> free_;   // a stack; always as long as rows_, so that release never allocates
  std::size_t free_count_ = 0;
};

}  // namespace sim
