#pragma once
// The pending events of a run, in a monotone hierarchical bucket queue. The bucket of an event is determined
// by the highest 8-bit digit in which its time differs from the `floor`. The position of this digit is the
// level, and the value of the digit is the bucket. Buckets are first-in-first-out lists of pooled chunks, so
// memory accesses are sequential for any number of pending events. The next event is found by opening the
// first bucket. A small bucket is sorted into the run; a large bucket cascades to the levels below. Events
// have no sequence numbers, because every step is stable.
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/check.hpp"
#include "sim/event.hpp"

namespace sim {

/// Pending events in the order of time, then rank, then push. Operations take amortised constant time for any
/// pattern of pushes. Memory is kept and reused, so nothing is allocated in the steady state.
///
/// The queue is monotone. An event must not be earlier than the last popped event, or than the `instant` of a
/// pop_before that returned false; otherwise push throws InvariantBroken. At exactly that instant an event of
/// any rank may be pushed; an event of a lower rank than the last popped event is popped next. Times are from
/// 0 to Time::never().
class Calendar {
 public:
  Calendar() = default;
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;

  void push(const Event& event) {
    SIM_CHECK(event.time >= now_);
    const auto key = static_cast<std::uint64_t>(event.time.ns());
    if (key < window_end_) {
      push_into_window(event);
    } else {
      append(event, key);
      ++bucketed_;
    }
  }

  /// Moves the first event to `out` if the event is strictly before rank `rank` at `instant`. Otherwise,
  /// returns false and leaves `out` unchanged.
  bool pop_before(Time instant, Rank rank, Event& out) {
    if (run_size_ == 0) [[unlikely]] {
      return pop_after_opening(instant, rank, out);
    }
    return pop_from_run(instant, rank, out);
  }

  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return bucketed_ + run_size_; }

 private:
  static constexpr unsigned kDigitBits = 8;
  static constexpr unsigned kSlots = 1u << kDigitBits;
  static constexpr unsigned kLevels = 8;
  static constexpr unsigned kWords = kSlots / 64;
  static constexpr unsigned kRanks = 16;
  static constexpr std::uint32_t kChunkEvents = 15;
  static constexpr std::uint32_t kRunCapacity = 1024;
  // The measured numbers of chunks that determine how a bucket is opened. A bucket is sorted by comparisons,
  // or always distributed to the run, or distributed to the run if it is a small share of the pending events,
  // or cascaded.
  static constexpr std::uint32_t kSortChunks = 2;
  static constexpr std::uint32_t kSmallChunks = 4;
  static constexpr std::uint32_t kDealChunks = 60;
  static constexpr std::size_t kDealShare = 16;
  // The maximum number of events of one digit, which are compared with each other after distribution.
  static constexpr std::uint32_t kDealTies = 16;
  // Limits on the events of the run that pushes into an open window may move: a maximum for each event with
  // which the window was opened, plus a constant.
  static constexpr std::uint32_t kMovesPerEvent = 4;
  static constexpr std::uint32_t kMovesAtLeast = 256;
  static_assert(kDealChunks * kChunkEvents < kRunCapacity);

  /// Fifteen events and the link fill four cache lines.
  struct alignas(64) Chunk {
    std::array<Event, kChunkEvents> events;
    Chunk* next;
  };
  /// A list of chunks in a ring, whose last chunk links to the first. An empty bucket appears to be full, so
  /// the hot path needs only one test.
  struct Bucket {
    Chunk* tail = nullptr;
    std::uint32_t fill = kChunkEvents;  // number of events in the last chunk
    std::uint32_t chunks = 0;
  };

  void append(const Event& event, std::uint64_t key) {
    const unsigned level = (static_cast<unsigned>(std::bit_width((key ^ floor_) | 1)) - 1) / kDigitBits;
    const unsigned slot = static_cast<unsigned>(key >> (level * kDigitBits)) % kSlots;
    Bucket& bucket = buckets_[level * kSlots + slot];
    if (bucket.fill == kChunkEvents) {
      if (bucket.chunks == 0) {
        occupied_[level][slot / 64] |= std::uint64_t{1} << (slot % 64);
        levels_ |= 1u << level;
      }
      add_chunk(bucket);
    }
    bucket.tail->events[bucket.fill++] = event;
  }

  void add_chunk(Bucket& bucket) {
    if (free_ == nullptr) [[unlikely]] {
      grow();
    }
    Chunk* const chunk = free_;
    free_ = chunk->next;
    if (bucket.chunks == 0) {
      chunk->next = chunk;
    } else {
      chunk->next = bucket.tail->next;
      bucket.tail->next = chunk;
    }
    bucket.tail = chunk;
    bucket.fill = 0;
    ++bucket.chunks;
  }

  bool pop_from_run(Time instant, Rank rank, Event& out) {
    const Event& first = run_[run_size_ - 1];
    if (!first.before(instant, rank)) {
      now_ = instant > now_ ? instant : now_;
      return false;
    }
    now_ = first.time;
    out = first;
    --run_size_;
    return true;
  }

  static std::uint32_t count_of(const Bucket& bucket) {
    return (bucket.chunks - 1) * kChunkEvents + bucket.fill;
  }

  void grow();
  void release(Chunk* chunk);
  template <class Visitor>
  void consume(const Bucket& bucket, Visitor&& visit);
  bool pop_after_opening(Time instant, Rank rank, Event& out);
  bool open(Time instant);
  bool open_into_run(const Bucket& bucket, unsigned level);
  void sort_into_run(const Bucket& bucket);
  bool deal_into_run(const Bucket& bucket, unsigned shift);
  void run_opened(std::uint32_t count);
  void push_into_window(const Event& event);
  void close_window();
  void push_by_rank(const Event& event);
  bool pop_by_rank(Time instant, Rank rank, Event& out);

  // The pending events. Events in the open window [floor, window_end) are sorted in the run or, if many
  // events share a window of one instant, in one list per rank. All other events are in the buckets, at or
  // after the end of the window. While a window of level L is open, the levels below L are empty.
  std::uint32_t run_size_ = 0;
  std::uint32_t moves_left_ = 0;
  Time now_{0};  // no earlier event may be pushed; floor <= now
  std::uint64_t window_end_ = 0;
  std::uint64_t floor_ = 0;
  std::size_t bucketed_ = 0;  // number of events outside the run
  Chunk* free_ = nullptr;
  std::uint32_t levels_ = 0;          // a bit for each level with an occupied bucket
  std::uint32_t ranks_occupied_ = 0;  // a bit for each rank that has a list
  bool instant_open_ = false;         // the window is one instant, in lists by rank, and the run is empty
  std::array<std::array<std::uint64_t, kWords>, kLevels> occupied_{};
  std::array<Event, kRunCapacity> run_{};  // in reverse order, so that popping removes the last element
  std::array<Bucket, kLevels * kSlots> buckets_{};
  std::array<Bucket, kRanks> ranks_{};
  std::array<std::uint32_t, kRanks> rank_heads_{};  // events taken from the first chunk of each rank's list
  std::vector<std::unique_ptr<Chunk[]>> pool_;
};

}  // namespace sim
