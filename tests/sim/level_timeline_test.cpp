// Closed forms worked out by hand, and random walks that are compared with a nanosecond-by-nanosecond count.
#include "sim/level_timeline.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/philox.hpp"
#include "tests/catch.hpp"

using sim::Int128;
using sim::IntegralOfCount;
using sim::LevelTimeline;
using sim::Time;

TEST_CASE("the integral and the peak of a rectangle") {
  LevelTimeline timeline;
  timeline.add(Time{10}, 3);
  timeline.add(Time{30}, -3);
  timeline.finish(Time{100});
  CHECK(timeline.integral() == 60);
  CHECK(timeline.peak() == 3);
  CHECK(timeline.mean() == 0.6);
  CHECK(timeline.level() == 0);
}

TEST_CASE("changes outside the window do not count, and an earlier level is carried into the window") {
  LevelTimeline timeline(Time{50}, Time{100});
  timeline.add(Time{10}, 7);
  timeline.add(Time{20}, -5);  // a level of 2 is carried into the window
  timeline.add(Time{90}, 1);
  timeline.add(Time{100}, 40);  // the window does not contain its end
  timeline.add(Time{200}, 40);
  timeline.finish(Time{300});
  CHECK(timeline.integral() == 2 * 50 + 10);
  CHECK(timeline.peak() == 3);
  CHECK(timeline.level() == 83);
  CHECK(timeline.mean() == 2.2);
}

TEST_CASE("a level carried into the window is a peak if it lasts to the window's first instant") {
  LevelTimeline lasting(Time{50}, Time{100});
  lasting.add(Time{10}, 9);
  lasting.add(Time{51}, -9);
  lasting.finish(Time{100});
  CHECK(lasting.peak() == 9);

  LevelTimeline gone(Time{50}, Time{100});
  gone.add(Time{10}, 9);
  gone.add(Time{50}, -9);
  gone.finish(Time{100});
  CHECK(gone.peak() == 0);
  CHECK(gone.integral() == 0);
}

TEST_CASE("a fall and a rise at one instant do not change the peak, in either order") {
  LevelTimeline timeline;
  timeline.add(Time{0}, 5);
  timeline.add(Time{10}, 1);
  timeline.add(Time{10}, -1);
  timeline.add(Time{20}, -1);
  timeline.add(Time{20}, 1);
  timeline.finish(Time{30});
  CHECK(timeline.peak() == 5);
  CHECK(timeline.integral() == 150);
}

TEST_CASE("a level that stays below zero has a negative peak") {
  LevelTimeline timeline;
  timeline.add(Time{0}, -4);
  timeline.add(Time{5}, 1);
  timeline.finish(Time{10});
  CHECK(timeline.peak() == -3);
  CHECK(timeline.integral() == -35);
}

TEST_CASE("an end before the window makes it empty") {
  LevelTimeline timeline(Time{50}, Time{100});
  timeline.add(Time{10}, 4);
  timeline.finish(Time{50});
  CHECK(timeline.peak() == 0);
  CHECK(timeline.integral() == 0);
  CHECK(timeline.mean() == 0);
  // The timeline may continue after the end and be read again.
  timeline.finish(Time{60});
  CHECK(timeline.peak() == 4);
  CHECK(timeline.integral() == 40);
  CHECK(timeline.mean() == 4);
}

TEST_CASE("a level of a petabyte in bytes for a day does not overflow") {
  LevelTimeline timeline;
  const std::int64_t petabyte = std::int64_t{1} << 50;
  const std::int64_t day = 86'400'000'000'000;
  timeline.add(Time{0}, petabyte);
  timeline.finish(Time{day});
  CHECK(timeline.integral() == static_cast<Int128>(petabyte) * day);
  CHECK(timeline.mean() == 0x1p50);
}

TEST_CASE("a change at an earlier time is a defect") {
  LevelTimeline timeline;
  timeline.add(Time{10}, 1);
  CHECK_THROWS_AS(timeline.add(Time{9}, 1), sim::InvariantBroken);
  CHECK_THROWS_AS(timeline.finish(Time{9}), sim::InvariantBroken);
  CHECK_THROWS_AS(LevelTimeline(Time{2}, Time{1}), sim::InvariantBroken);
  CHECK_THROWS_AS(IntegralOfCount(Time{2}, Time{1}), sim::InvariantBroken);
}

TEST_CASE("random walks agree with counting every nanosecond") {
  for (std::uint32_t walk = 0; walk < 400; ++walk) {
    const auto shape = sim::philox({walk, 1}, {0, 0, 0, 0});
    const std::int64_t from = shape[0] % 100;
    const std::int64_t to = from + shape[1] % 150;
    const std::int64_t end = 200 + shape[2] % 20;
    LevelTimeline timeline(Time{from}, Time{to});
    IntegralOfCount count(Time{from}, Time{to});
    std::vector<std::int64_t> level(static_cast<std::size_t>(end), 0);  // indexed by the instant, after all
                                                                        // changes of the instant
    std::int64_t t = 0;
    for (std::uint32_t i = 1; i <= 60; ++i) {
      const auto block = sim::philox({walk, 1}, {i, 0, 0, 0});
      t += block[0] % 4;
      const std::int64_t delta = static_cast<std::int64_t>(block[1] % 7) - 3;
      timeline.add(Time{t}, delta);
      count.add(Time{t}, static_cast<std::int32_t>(delta));
      for (auto at = static_cast<std::size_t>(t); at < level.size(); ++at) {
        level[at] += delta;
      }
    }
    timeline.finish(Time{end});
    const std::int64_t last = std::min(to, end);
    std::int64_t integral = 0;
    std::int64_t peak = from < last ? level[static_cast<std::size_t>(from)] : 0;
    for (std::int64_t at = from; at < last; ++at) {
      integral += level[static_cast<std::size_t>(at)];
      peak = std::max(peak, level[static_cast<std::size_t>(at)]);
    }
    CAPTURE(walk, from, to, end);
    REQUIRE(timeline.integral() == integral);
    REQUIRE(timeline.peak() == peak);
    REQUIRE(timeline.level() == level.back());
    REQUIRE(count.integral(Time{end}) == integral);
    REQUIRE(count.level() == level.back());
    REQUIRE(count.mean(Time{end}) == timeline.mean());
    if (last > from) {
      REQUIRE(timeline.mean() == static_cast<double>(integral) / static_cast<double>(last - from));
    }
  }
}

TEST_CASE("96 bits are enough for the longest run at the highest level") {
  IntegralOfCount count;
  const std::int64_t latest = Time::latest().ns();
  const std::int32_t most = 2'147'483'647;
  count.add(Time{0}, most);
  count.add(Time{latest}, -most);
  CHECK(count.integral(Time::latest()) == static_cast<Int128>(most) * latest);
  count.add(Time{latest}, -most);
  CHECK(count.integral(Time::never()) ==
        static_cast<Int128>(most) * latest - static_cast<Int128>(most) * (Time::never().ns() - latest));
}
