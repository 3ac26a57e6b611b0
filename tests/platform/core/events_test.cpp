#include "models/platform/core/events.hpp"

#include <vector>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

struct Rings : EventKind<sim::Rank::timer, 31, Subject::number> {};
struct Breaks : EventKind<sim::Rank::timer, 3, Subject::vm> {};
struct BreaksToo : EventKind<sim::Rank::timer, 3, Subject::instance> {};

struct Bell {
  void ring(std::uint32_t subject, Time now) { rung.emplace_back(subject, now.ns()); }
  void break_it(std::uint32_t subject, Time) { broken.push_back(subject); }
  std::vector<std::pair<std::uint32_t, std::int64_t>> rung;
  std::vector<std::uint32_t> broken;
};

sim::Event event(std::uint8_t kind, std::uint32_t subject, std::uint32_t generation) {
  return sim::Event::make(Time{5}, sim::Rank::timer, kind, subject, generation);
}

}  // namespace

TEST_CASE("an event is handled by the handler of its kind if its subject still exists") {
  Bell bell;
  EventTable table;
  table.handle<Rings, &Bell::ring>(bell);
  table.handle<Breaks, &Bell::break_it>(bell);
  // A second VM uses the row of VM 7.
  const auto lives = [](Subject subject, std::uint32_t row, std::uint32_t generation) {
    return subject == Subject::number || (subject == Subject::vm && row == 7 && generation == 2);
  };
  table.dispatch(event(31, 12, 0), lives);
  table.dispatch(event(3, 7, 1), lives);
  table.dispatch(event(3, 7, 2), lives);
  CHECK(bell.rung == std::vector<std::pair<std::uint32_t, std::int64_t>>{{12, 5}});
  CHECK(bell.broken == std::vector<std::uint32_t>{7});
  CHECK(is_of<Rings>(event(31, 12, 0)));
  CHECK_FALSE(is_of<Rings>(event(3, 7, 0)));
}

TEST_CASE("each kind of event has one handler, and an event without a handler is a defect") {
  Bell bell;
  EventTable table;
  table.handle<Rings, &Bell::ring>(bell);
  CHECK_THROWS_AS((table.handle<Rings, &Bell::ring>(bell)), sim::InvariantBroken);
  CHECK_THROWS_AS(table.dispatch(event(4, 0, 0), [](auto...) { return true; }), sim::InvariantBroken);
}

TEST_CASE("two kinds with the same rank and number do not compile") {
  static_assert(are_distinct<Rings, Breaks>());
  static_assert(!are_distinct<Rings, Breaks, BreaksToo>());
  CHECK(Rings::kByte == (2u << 5 | 31u));
}
