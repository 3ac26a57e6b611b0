#include "models/metrics/window.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("times are clamped to the window, so that telescoped sums are integrals over it") {
  const Window window(Time{100}, Time{200});
  CHECK(window.clamped(Time{50}) == 100);
  CHECK(window.clamped(Time{100}) == 100);
  CHECK(window.clamped(Time{150}) == 150);
  CHECK(window.clamped(Time{200}) == 200);
  CHECK(window.clamped(Time{250}) == 200);
}

TEST_CASE("a window without an end changes no later time") {
  const Window window(Time{100}, Time::never());
  CHECK(window.clamped(Time::latest()) == static_cast<std::uint64_t>(Time::latest().ns()));
}

TEST_CASE("differences modulo 2^64 are correct in any order of their parts") {
  const Window window(Time{0}, Time::never());
  std::uint64_t busy = 0;
  busy -= window.clamped(Time{30});
  busy -= window.clamped(Time{40});
  busy += window.clamped(Time{45});
  busy += window.clamped(Time{70});
  CHECK(busy == 45);
}

TEST_CASE("a window contains its beginning but not its end, and counts every arrival from its beginning on") {
  const Window window(Time{100}, Time{200});
  CHECK_FALSE(window.holds(Time{99}));
  CHECK(window.holds(Time{100}));
  CHECK(window.holds(Time{199}));
  CHECK_FALSE(window.holds(Time{200}));
  CHECK_FALSE(window.counts(Time{99}));
  CHECK(window.counts(Time{100}));
}
