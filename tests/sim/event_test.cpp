#include "sim/event.hpp"

#include <cstddef>
#include <iterator>

#include "tests/catch.hpp"

using sim::Event;
using sim::Rank;
using sim::Time;

TEST_CASE("An event returns the parts that it was made of") {
  const Event event = Event::make(Time{42}, Rank::sample, 15, 0xFFFFFFFFu, Event::kGenerationMask);
  CHECK(event.time == Time{42});
  CHECK(event.rank() == Rank::sample);
  CHECK(event.kind() == 15);
  CHECK(event.subject == 0xFFFFFFFFu);
  CHECK(event.generation() == Event::kGenerationMask);

  const Event other = Event::make(Time{42}, Rank::timer, 0, 7);
  CHECK(other.rank() == Rank::timer);
  CHECK(other.kind() == 0);
  CHECK(other.generation() == 0);
}

TEST_CASE("A generation beyond 24 bits wraps around, and changes no other field") {
  const Event event = Event::make(Time{1}, Rank::ready, 3, 9, Event::kGenerationMask + 2);
  CHECK(event.generation() == 1);
  CHECK(event.kind() == 3);
  CHECK(event.rank() == Rank::ready);
}

TEST_CASE("Events of one instant are in the order of their ranks, completion first and sample last") {
  const Rank order[] = {Rank::completion, Rank::ready, Rank::timer, Rank::arrival,
                        Rank::dispatch,   Rank::tick,  Rank::sample};
  for (std::size_t i = 0; i < std::size(order); ++i) {
    for (std::size_t j = 0; j < std::size(order); ++j) {
      // Kind and generation of the first event are larger, which must have no effect.
      const Event first = Event::make(Time{5}, order[i], 15, 1, Event::kGenerationMask);
      const Event second = Event::make(Time{5}, order[j], 0, 0, 0);
      CHECK(first.before(second) == (i < j));
      CHECK(first.before(Time{5}, order[j]) == (i < j));
    }
  }
}

TEST_CASE("An event at an earlier instant is first, for any ranks") {
  const Event early = Event::make(Time{4}, Rank::sample, 0, 0);
  const Event late = Event::make(Time{5}, Rank::completion, 0, 0);
  CHECK(early.before(late));
  CHECK_FALSE(late.before(early));
  CHECK(early.before(Time{5}, Rank::completion));
  CHECK_FALSE(late.before(Time{4}, Rank::sample));
}
