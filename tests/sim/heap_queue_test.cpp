// The reference is compared with the definition of the order: a stable sort by time and rank.
#include "tests/heap/heap_queue.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/philox.hpp"
#include "tests/catch.hpp"

using sim::Event;
using sim::HeapQueue;
using sim::Rank;
using sim::Time;

TEST_CASE("the heap pops in the order of a stable sort by time and rank") {
  HeapQueue queue;
  std::vector<Event> events;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    const auto block = sim::philox({3, 4}, {i, 0, 0, 0});
    events.push_back(Event::make(Time{block[0] % 300}, static_cast<Rank>(block[1] % 7), 0, i));
    queue.push(events.back());
  }
  CHECK(queue.size() == events.size());
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
    return a.time != b.time ? a.time < b.time : a.rank() < b.rank();
  });
  std::vector<std::uint32_t> expected;
  std::vector<std::uint32_t> popped;
  Event event;
  for (const auto& e : events) {
    expected.push_back(e.subject);
    REQUIRE(queue.pop_before(Time::never(), Rank::completion, event) == true);
    popped.push_back(event.subject);
  }
  CHECK(popped == expected);
  CHECK(queue.empty());
}

TEST_CASE("the heap fulfils the contract of the calendar") {
  HeapQueue queue;
  Event event;
  queue.push(Event::make(Time{10}, Rank::arrival, 0, 1));
  CHECK_FALSE(queue.pop_before(Time{10}, Rank::arrival, event));
  CHECK_THROWS_AS(queue.push(Event::make(Time{9}, Rank::timer, 0, 2)), sim::InvariantBroken);
  queue.push(Event::make(Time{10}, Rank::completion, 0, 3));
  REQUIRE(queue.pop_before(Time{10}, Rank::arrival, event));
  CHECK(event.subject == 3);
  REQUIRE(queue.pop_before(Time{10}, Rank::dispatch, event));
  CHECK(event.subject == 1);
}
