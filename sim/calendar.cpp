#include "sim/calendar.hpp"

#include <algorithm>

namespace sim {

namespace {

std::uint64_t key_of(const Event& event) {
  return static_cast<std::uint64_t>(event.time.ns());
}

}  // namespace

/// Takes more chunks from the heap. The number of chunks doubles, within limits, so growth is amortised and a
/// small model uses little memory.
void Calendar::grow() {
  const std::size_t chunks = std::size_t{64} << std::min<std::size_t>(pool_.size(), 6);
  pool_.push_back(std::make_unique<Chunk[]>(chunks));
  for (std::size_t i = chunks; i-- > 0;) {
    release(&pool_.back()[i]);
  }
}

void Calendar::release(Chunk* chunk) {
  chunk->next = free_;
  free_ = chunk;
}

/// Calls `visit` with each event of a removed bucket, in order. Each chunk of the bucket is released as soon
/// as it is read, so that it is reused while it is in the cache.
template <class Visitor>
void Calendar::consume(const Bucket& bucket, Visitor&& visit) {
  Chunk* chunk = bucket.tail->next;
  for (std::uint32_t left = bucket.chunks; left > 0; --left) {
    Chunk* const next = chunk->next;
    __builtin_prefetch(next);
    __builtin_prefetch(&next->events[4]);
    __builtin_prefetch(&next->events[8]);
    __builtin_prefetch(&next->events[12]);
    const std::uint32_t count = left == 1 ? bucket.fill : kChunkEvents;
    for (std::uint32_t i = 0; i < count; ++i) {
      visit(chunk->events[i]);
    }
    release(chunk);
    chunk = next;
  }
}

bool Calendar::pop_after_opening(Time instant, Rank rank, Event& out) {
  if (ranks_occupied_ != 0) {
    return pop_by_rank(instant, rank, out);
  }
  if (!open(instant)) {
    now_ = std::max(now_, instant);
    return false;
  }
  return instant_open_ ? pop_by_rank(instant, rank, out) : pop_from_run(instant, rank, out);
}

/// Opens the first bucket. If the bucket begins after `instant`, does nothing, because an event may still be
/// pushed before the bucket.
bool Calendar::open(Time instant) {
  while (levels_ != 0) {
    const unsigned level = static_cast<unsigned>(std::countr_zero(levels_));
    auto& words = occupied_[level];
    unsigned word = 0;
    while (words[word] == 0) {
      ++word;
    }
    const unsigned slot = word * 64 + static_cast<unsigned>(std::countr_zero(words[word]));
    const unsigned shift = level * kDigitBits;
    // At the highest level the 1 bit leaves the word, so the mask becomes empty as required.
    const std::uint64_t above = ~((std::uint64_t{kSlots} << shift) - 1);
    const std::uint64_t base = (floor_ & above) | (std::uint64_t{slot} << shift);
    if (static_cast<std::int64_t>(base) > instant.ns()) {
      return false;
    }
    Bucket& place = buckets_[level * kSlots + slot];
    const Bucket bucket = place;
    place = Bucket{};
    words[word] &= words[word] - 1;
    if ((words[0] | words[1] | words[2] | words[3]) == 0) {
      levels_ &= levels_ - 1;
    }
    floor_ = base;
    window_end_ = base + (std::uint64_t{1} << shift);
    instant_open_ = false;
    if (open_into_run(bucket, level)) {
      return true;
    }
    if (level == 0) {
      instant_open_ = true;
      consume(bucket, [this](const Event& event) { push_by_rank(event); });
      return true;
    }
    window_end_ = floor_;
    consume(bucket, [this](const Event& event) { append(event, key_of(event)); });
  }
  return false;
}

/// Opens the bucket by sorting it into the run, if sorting is cheaper than cascading. Returns false if
/// sorting is not cheaper.
bool Calendar::open_into_run(const Bucket& bucket, unsigned level) {
  if (bucket.chunks <= kSortChunks) {
    sort_into_run(bucket);
    return true;
  }
  if (level == 0) {
    return false;
  }
  if (bucket.chunks <= kSmallChunks) {
    if (!deal_into_run(bucket, (level - 1) * kDigitBits)) {
      sort_into_run(bucket);
    }
    return true;
  }
  // A window that contains a large part of the pending events would also receive many of the events that are
  // pushed later.
  return bucket.chunks <= kDealChunks && count_of(bucket) <= bucketed_ / kDealShare &&
         deal_into_run(bucket, (level - 1) * kDigitBits);
}

void Calendar::run_opened(std::uint32_t count) {
  run_size_ = count;
  bucketed_ -= count;
  moves_left_ = kMovesPerEvent * count + kMovesAtLeast;
}

/// Sorts by counting, for each event, the events before it. The sort is quadratic, but has no branch that can
/// be mispredicted.
void Calendar::sort_into_run(const Bucket& bucket) {
  constexpr std::size_t most = std::size_t{kSmallChunks} * kChunkEvents;
  std::array<Event, most> events;
  std::array<std::uint64_t, most> keys;
  std::array<std::uint32_t, most> place{};
  std::uint32_t count = 0;
  consume(bucket, [&](const Event& event) {
    events[count] = event;
    keys[count] = ((key_of(event) - floor_) << 4) |
                  static_cast<std::uint64_t>(event.rank());  // a window is at most 2^56 wide
    ++count;
  });
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint32_t before = 0;
    for (std::uint32_t j = i + 1; j < count; ++j) {
      const std::uint32_t exchange = keys[j] < keys[i] ? 1 : 0;
      before += exchange;
      place[j] += 1 - exchange;
    }
    place[i] += before;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    run_[count - 1 - place[i]] = events[i];
  }
  run_opened(count);
}

/// Distributes the events of the bucket to the run by the digit at `shift`, then sorts the events of each
/// digit by insertion. Does nothing and returns false if too many events have the same digit.
bool Calendar::deal_into_run(const Bucket& bucket, unsigned shift) {
  const auto digit = [shift](const Event& event) { return (key_of(event) >> shift) % kSlots; };
  const std::uint32_t count = count_of(bucket);
  std::array<std::uint32_t, kSlots> place{};
  const Chunk* chunk = bucket.tail->next;
  for (std::uint32_t left = bucket.chunks; left > 0; --left) {
    const std::uint32_t here = left == 1 ? bucket.fill : kChunkEvents;
    for (std::uint32_t i = 0; i < here; ++i) {
      ++place[digit(chunk->events[i])];
    }
    chunk = chunk->next;
  }
  std::uint32_t most = 0;
  std::uint32_t end = count;  // the events of the first digit are last in the run
  for (auto& slot : place) {
    const std::uint32_t here = slot;
    most = std::max(most, here);
    slot = end;
    end -= here;
  }
  if (most > kDealTies) {
    return false;
  }
  consume(bucket, [&](const Event& event) { run_[--place[digit(event)]] = event; });
  for (std::uint32_t i = count - 1; i-- > 0;) {
    if (run_[i].before(run_[i + 1])) {
      const Event event = run_[i];
      std::uint32_t at = i;
      do {
        run_[at] = run_[at + 1];
        ++at;
      } while (at + 1 < count && event.before(run_[at + 1]));
      run_[at] = event;
    }
  }
  run_opened(count);
  return true;
}

/// Inserts an event of the open window into the run, after events with the same rank and time. If insertion
/// has become too expensive, the window is closed.
void Calendar::push_into_window(const Event& event) {
  if (instant_open_) {
    push_by_rank(event);
    ++bucketed_;
    return;
  }
  if (run_size_ == kRunCapacity || moves_left_ == 0) {
    close_window();
    push(event);
    return;
  }
  const std::uint32_t last = run_size_++;
  std::uint32_t place = last;
  while (place > 0 && !event.before(run_[place - 1])) {
    run_[place] = run_[place - 1];
    --place;
  }
  run_[place] = event;
  moves_left_ -= std::min(moves_left_, last - place);
}

/// Cascades the run to the levels below the level of its window, which are empty, with the current time as
/// the new floor. An event is therefore moved back at most once for each level. A window of one instant
/// becomes lists by rank.
void Calendar::close_window() {
  bucketed_ += run_size_;
  if (window_end_ - floor_ == 1) {
    instant_open_ = true;
    while (run_size_ > 0) {
      push_by_rank(run_[--run_size_]);
    }
    return;
  }
  floor_ = static_cast<std::uint64_t>(now_.ns());
  window_end_ = floor_;
  while (run_size_ > 0) {
    const Event& event = run_[--run_size_];
    append(event, key_of(event));
  }
}

void Calendar::push_by_rank(const Event& event) {
  const auto rank = static_cast<std::uint32_t>(event.rank());
  Bucket& bucket = ranks_[rank];
  if (bucket.fill == kChunkEvents) {
    add_chunk(bucket);
    ranks_occupied_ |= 1u << rank;
  }
  bucket.tail->events[bucket.fill++] = event;
}

bool Calendar::pop_by_rank(Time instant, Rank rank, Event& out) {
  const auto lowest = static_cast<std::uint32_t>(std::countr_zero(ranks_occupied_));
  Bucket& bucket = ranks_[lowest];
  std::uint32_t& head = rank_heads_[lowest];
  Chunk* const chunk = bucket.tail->next;
  const Event& first = chunk->events[head];
  if (!first.before(instant, rank)) {
    now_ = std::max(now_, instant);
    return false;
  }
  now_ = first.time;
  out = first;
  --bucketed_;
  ++head;
  const bool last_chunk = bucket.chunks == 1;
  if (head == (last_chunk ? bucket.fill : kChunkEvents)) {
    head = 0;
    if (last_chunk) {
      bucket = Bucket{};
      ranks_occupied_ &= ranks_occupied_ - 1;
    } else {
      bucket.tail->next = chunk->next;
      --bucket.chunks;
    }
    release(chunk);
  }
  return true;
}

}  // namespace sim
