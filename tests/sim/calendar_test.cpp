// The calendar is compared with a binary heap, with delay patterns that reach each of its paths. The contract
// of the calendar is also tested.
#include "sim/calendar.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/philox.hpp"
#include "tests/catch.hpp"
#include "tests/heap/heap_queue.hpp"

namespace {

using sim::Calendar;
using sim::Duration;
using sim::Event;
using sim::HeapQueue;
using sim::Rank;
using sim::Time;

/// Random words for the patterns below: word k of stream `seed`.
class Words {
 public:
  explicit Words(std::uint32_t seed) : seed_(seed) {}
  std::uint64_t next() {
    const auto block = sim::philox({seed_, 0xCA1E}, {count_++, 0, 0, 0});
    return (std::uint64_t{block[0]} << 32) | block[1];
  }
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(bound));
  }

 private:
  std::uint32_t seed_;
  std::uint32_t count_ = 0;
};

bool same(const Event& a, const Event& b) {
  return a.time == b.time && a.subject == b.subject && a.tag == b.tag;
}

/// Applies the same operations to the calendar and the heap; every answer must agree.
class Pair {
 public:
  void push(std::int64_t time, Rank rank) {
    const Event event = Event::make(Time{time}, rank, 0, pushed_++);
    calendar.push(event);
    heap.push(event);
    ++operations;
  }
  bool pop_before(Time instant, Rank rank) {
    Event ours;
    Event theirs;
    const bool popped = calendar.pop_before(instant, rank, ours);
    const bool expected = heap.pop_before(instant, rank, theirs);
    ++operations;
    if (popped != expected || calendar.size() != heap.size() || calendar.empty() != heap.empty()) {
      FAIL("after " << operations << " operations: popped " << popped << " instead of " << expected);
    }
    if (!popped) {
      now = instant > now ? instant : now;
      return false;
    }
    if (!same(ours, theirs)) {
      FAIL("after " << operations << " operations: popped subject " << ours.subject << " at "
                    << ours.time.ns() << " instead of " << theirs.subject << " at " << theirs.time.ns());
    }
    now = theirs.time;
    return true;
  }
  void drain() {
    while (pop_before(Time::never(), Rank::sample)) {
    }
    CHECK(calendar.empty());
  }

  Calendar calendar;
  HeapQueue heap;
  Time now{0};
  std::uint64_t operations = 0;

 private:
  std::uint32_t pushed_ = 0;
};

struct Pattern {
  std::string name;
  std::function<std::int64_t(Words&)> delay;
};

std::vector<Pattern> patterns() {
  return {
      {"zero", [](Words&) { return 0; }},
      {"one nanosecond", [](Words&) { return 1; }},
      {"ties", [](Words& words) { return words.below(4) * 1000; }},
      {"constant, far", [](Words&) { return 600'000'000'000; }},
      {"uniform in a second", [](Words& words) { return words.below(1'000'000'000); }},
      {"any magnitude", [](Words& words) { return words.below(std::int64_t{1} << (1 + words.below(50))); }},
      {"uneven", [](Words& words) { return words.below(64) * words.below(64) * 400'000 + words.below(3); }},
      {"clustered", [](Words& words) { return words.below(100) * 40'000'000 + words.below(200); }},
      {"whole milliseconds", [](Words& words) { return words.below(1000) * 1'000'000; }},
      {"near, and timers far off",
       [](Words& words) { return words.below(10) == 0 ? 600'000'000'000 : words.below(500'000'000); }},
      {"zero, near or very far",
       [](Words& words) {
         const auto which = words.below(3);
         return which == 0 ? 0 : which == 1 ? words.below(300) : words.below(std::int64_t{1} << 45);
       }},
  };
}

Rank any_rank(Words& words) {
  return static_cast<Rank>(words.below(7));
}

/// Uses the queue as the simulator does: a sorted stream is outside the queue, and the queue is popped up to
/// each instant of the stream.
void follow_stream(Pair& pair, const Pattern& pattern, Words& words, int arrivals, std::int64_t gap) {
  Time arrival{0};
  for (int i = 0; i < arrivals; ++i) {
    arrival = arrival + Duration{words.below(gap)};
    while (pair.pop_before(arrival, Rank::arrival)) {
      if (words.below(4) == 0) {
        pair.push(pair.now.ns() + pattern.delay(words), any_rank(words));
      }
    }
    pair.push(arrival.ns() + pattern.delay(words), any_rank(words));
  }
  pair.drain();
}

/// The hold model: the number of pending events is constant.
void hold(Pair& pair, const Pattern& pattern, Words& words, int pending, int rounds) {
  for (int i = 0; i < pending; ++i) {
    pair.push(pattern.delay(words), any_rank(words));
  }
  for (int i = 0; i < rounds; ++i) {
    REQUIRE(pair.pop_before(Time::never(), Rank::sample) == true);
    pair.push(pair.now.ns() + pattern.delay(words), static_cast<Rank>(words.below(6)));
  }
}

}  // namespace

TEST_CASE("the calendar and the heap pop the same events, driven by a sorted stream") {
  for (const auto& pattern : patterns()) {
    for (const std::int64_t gap : {std::int64_t{2}, std::int64_t{50'000}, std::int64_t{20'000'000'000}}) {
      DYNAMIC_SECTION(pattern.name << ", gaps below " << gap) {
        Words words(static_cast<std::uint32_t>(gap % 1000));
        Pair pair;
        follow_stream(pair, pattern, words, 15'000, gap);
        CHECK(pair.operations > 40'000);
      }
    }
  }
}

TEST_CASE("the calendar and the heap pop the same events, in the hold model") {
  for (const auto& pattern : patterns()) {
    for (const int pending : {1, 20, 50, 120, 5000, 20'000}) {
      DYNAMIC_SECTION(pattern.name << ", " << pending << " pending") {
        Words words(static_cast<std::uint32_t>(pending));
        Pair pair;
        hold(pair, pattern, words, pending, 20'000);
        CHECK(pair.calendar.size() == static_cast<std::size_t>(pending));
      }
    }
  }
}

TEST_CASE("bursts into one wide open window keep their order") {
  // A single far event opens a window of 2^56 ns. Later events are in this window, from dense to sparse.
  for (const std::int64_t width :
       {std::int64_t{1}, std::int64_t{3}, std::int64_t{1000}, std::int64_t{1} << 40}) {
    DYNAMIC_SECTION("width " << width) {
      Words words(static_cast<std::uint32_t>(width));
      Pair pair;
      pair.push(std::int64_t{1} << 60, Rank::timer);
      pair.push((std::int64_t{1} << 60) + (std::int64_t{1} << 50), Rank::timer);
      REQUIRE(pair.pop_before(Time::never(), Rank::sample));
      for (int burst = 0; burst < 200; ++burst) {
        const auto pushes = words.below(400);
        for (std::int64_t i = 0; i < pushes; ++i) {
          pair.push(pair.now.ns() + words.below(width), any_rank(words));
        }
        const auto pops = words.below(400);
        for (std::int64_t i = 0; i < pops; ++i) {
          pair.pop_before(pair.now + Duration{words.below(width)}, any_rank(words));
        }
      }
      pair.drain();
    }
  }
}

TEST_CASE("events pushed without end at one instant are popped in order") {
  for (const int pending : {2, 40, 300}) {
    Pair pair;
    Words words(static_cast<std::uint32_t>(pending));
    for (int i = 0; i < pending; ++i) {
      pair.push(77, any_rank(words));
    }
    for (int i = 0; i < 5000; ++i) {
      REQUIRE(pair.pop_before(Time{78}, Rank::completion) == true);
      pair.push(77, i % 2 == 0 ? Rank::tick : any_rank(words));
    }
    pair.push(78, Rank::completion);
    pair.drain();
  }
}

TEST_CASE("many events at one instant are popped by rank, then in order of push") {
  Pair pair;
  Words words(1);
  constexpr std::int64_t instant = 123'456'789'012;
  for (int i = 0; i < 100'000; ++i) {
    pair.push(instant, any_rank(words));
  }
  pair.push(instant + 1, Rank::completion);
  // While events are popped, more events of all ranks are pushed at the same instant. Events of lower ranks
  // overtake the others.
  for (int i = 0; i < 100'000; ++i) {
    REQUIRE(pair.pop_before(Time{instant}, Rank::sample) == true);
    if (i % 3 != 0) {
      pair.push(pair.now.ns(), static_cast<Rank>(words.below(6)));
    }
  }
  pair.drain();
}

TEST_CASE("an event of a lower rank at the current instant is the next to be popped") {
  Calendar calendar;
  const Time t{1'000};
  calendar.push(Event::make(t, Rank::timer, 1, 10));
  calendar.push(Event::make(t, Rank::timer, 1, 11));
  Event event;
  REQUIRE(calendar.pop_before(t, Rank::sample, event));
  CHECK(event.subject == 10);
  calendar.push(Event::make(t, Rank::completion, 0, 12));
  calendar.push(Event::make(t, Rank::timer, 1, 13));
  std::vector<std::uint32_t> subjects;
  while (calendar.pop_before(t, Rank::sample, event)) {
    subjects.push_back(event.subject);
  }
  CHECK(subjects == std::vector<std::uint32_t>{12, 11, 13});
}

TEST_CASE("pop_before stops at the given instant and rank, and leaves the rest in the queue") {
  Calendar calendar;
  calendar.push(Event::make(Time{100}, Rank::arrival, 2, 1));
  Event event = Event::make(Time{7}, Rank::tick, 0, 99);
  CHECK_FALSE(calendar.pop_before(Time{99}, Rank::sample, event));
  CHECK_FALSE(calendar.pop_before(Time{100}, Rank::arrival, event));
  CHECK(event.subject == 99);
  CHECK(calendar.size() == 1);
  // An event that is pushed after a false answer, at or after that instant, is still the first to be popped.
  calendar.push(Event::make(Time{100}, Rank::ready, 0, 2));
  REQUIRE(calendar.pop_before(Time{100}, Rank::arrival, event));
  CHECK(event.subject == 2);
  CHECK_FALSE(calendar.pop_before(Time{100}, Rank::arrival, event));
  REQUIRE(calendar.pop_before(Time{100}, Rank::dispatch, event));
  CHECK(event.subject == 1);
  CHECK(event.kind() == 2);
  CHECK(calendar.empty());
}

TEST_CASE("times up to the last instant are popped in order") {
  Pair pair;
  Words words(5);
  const std::int64_t latest = Time::latest().ns();
  for (int i = 0; i < 2000; ++i) {
    pair.push(latest - words.below(i % 2 == 0 ? 50 : std::int64_t{1} << 61), any_rank(words));
  }
  pair.push(latest, Rank::sample);
  pair.push(0, Rank::completion);
  pair.push(Time::never().ns(), Rank::completion);
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(pair.pop_before(Time::latest(), Rank::sample) == true);
    pair.push(pair.now.ns() + words.below(latest - pair.now.ns() + 1), any_rank(words));
  }
  while (pair.pop_before(Time::latest(), Rank::sample)) {
  }
  CHECK(pair.calendar.size() >= 2);  // the sample at the last instant, and the event at Time::never()
  for (int i = 0; i < 300; ++i) {
    pair.push(latest, any_rank(words));
  }
  pair.drain();
}

TEST_CASE("a push before the present is a defect") {
  Calendar calendar;
  CHECK_THROWS_AS(calendar.push(Event::make(Time{-1}, Rank::timer, 0, 0)), sim::InvariantBroken);
  Event event;
  CHECK_FALSE(calendar.pop_before(Time{50}, Rank::arrival, event));
  CHECK_THROWS_AS(calendar.push(Event::make(Time{49}, Rank::timer, 0, 0)), sim::InvariantBroken);
  calendar.push(Event::make(Time{60}, Rank::timer, 0, 0));
  CHECK(calendar.pop_before(Time{70}, Rank::arrival, event));
  CHECK_THROWS_AS(calendar.push(Event::make(Time{59}, Rank::timer, 0, 0)), sim::InvariantBroken);
  calendar.push(Event::make(Time{60}, Rank::completion, 0, 0));
  CHECK(calendar.size() == 1);
}
