#include "models/platform/core/timer_order.hpp"

#include "models/words.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE(
    "timers of one instant fire by kind, then by creation number of the subject, then in the order of "
    "setting") {
  const auto timer = [](std::uint8_t kind, std::uint32_t subject) {
    return sim::Event::make(Time{9}, sim::Rank::timer, kind, subject);
  };
  TimerOrder order;
  order.add(timer(2, 30), 1);
  order.add(timer(0, 31), 8);
  order.add(timer(0, 32), 7);
  order.add(timer(0, 33), 7);
  CHECK(order.size() == 4);
  CHECK(order.take().subject == 32);
  order.add(timer(0, 34), 3);  // armed while other timers were handled
  CHECK(order.take().subject == 34);
  CHECK(order.take().subject == 33);
  CHECK(order.take().subject == 31);
  CHECK(order.take().subject == 30);
  CHECK(order.empty());
}
