#pragma once
// A table of rows that are created and released. Ids have 32 bits and are reused last-in-first-out, so that a
// hot row stays in the cache. Each id has a generation, which shows whether a reference is stale.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/check.hpp"
#include "sim/event.hpp"

namespace sim {

/// A table of rows. Rows are default-constructed once and keep their contents (and memory) between users, so
/// the caller of allocate() must set the members that it needs. The order of ids depends only on the calls of
/// allocate() and release(). A reference to a row is valid until the next allocate(), which may move the
/// table.
template <class Row>
class Slab {
 public:
  /// Returns an unused id, which is the last released id or, if there is none, the lowest id that was never
  /// used.
  [[gnu::always_inline]] std::uint32_t allocate() {
    if (free_count_ == 0) [[unlikely]] {
      grow();
    }
    const std::uint32_t id = free_[--free_count_];
    state_[id] &= Event::kGenerationMask;
    return id;
  }

  /// Releases `id` and changes its generation, so that live(id, old generation) is false afterwards. (The
  /// generation repeats after 2^24 releases and renewals of this id.) Throws InvariantBroken if the id is not
  /// in use.
  void release(std::uint32_t id) {
    SIM_CHECK((state_[id] & kFree) == 0);
    state_[id] = ((state_[id] + 1) & Event::kGenerationMask) | kFree;
    free_[free_count_++] = id;
  }

  /// Gives `id` a new generation. References with the old generation, such as a pending event, are then stale
  /// as after release(). The row stays in use and keeps its contents. Throws InvariantBroken if the id is not
  /// in use.
  void renew(std::uint32_t id) {
    SIM_CHECK((state_[id] & kFree) == 0);
    state_[id] = (state_[id] + 1) & Event::kGenerationMask;
  }

  [[nodiscard]] Row& operator[](std::uint32_t id) { return rows_[id]; }
  [[nodiscard]] const Row& operator[](std::uint32_t id) const { return rows_[id]; }

  /// The generation of `id`, which has 24 bits, the size in an Event.
  [[nodiscard]] std::uint32_t generation(std::uint32_t id) const {
    return state_[id] & Event::kGenerationMask;
  }
  /// Whether `id` is still used by the user that had `generation`.
  [[nodiscard]] bool live(std::uint32_t id, std::uint32_t generation) const {
    return state_[id] == generation;
  }
  /// Whether `id` is in use.
  [[nodiscard]] bool live(std::uint32_t id) const { return (state_[id] & kFree) == 0; }

  /// The number of rows in use.
  [[nodiscard]] std::size_t size() const { return rows_.size() - free_count_; }
  /// The number of rows, used or unused. Every id is below this number.
  [[nodiscard]] std::size_t capacity() const { return rows_.size(); }

  /// Allocates memory for `rows` rows, so that a table of known size does not grow later.
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
    // New ids are inserted below the free ids, with the lowest new id on top.
    std::copy_backward(free_.begin(), free_.begin() + static_cast<std::ptrdiff_t>(free_count_),
                       free_.begin() + static_cast<std::ptrdiff_t>(free_count_ + added));
    for (std::size_t i = 0; i < added; ++i) {
      free_[i] = static_cast<std::uint32_t>(rows - 1 - i);
    }
    free_count_ += added;
  }

  std::vector<Row> rows_;
  std::vector<std::uint32_t> state_;  // the generation, and kFree if the id is not in use
  std::vector<std::uint32_t> free_;   // a stack with the length of rows_, so that release() never allocates
  std::size_t free_count_ = 0;
};

}  // namespace sim
