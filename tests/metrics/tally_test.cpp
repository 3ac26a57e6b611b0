#include "models/metrics/tally.hpp"

#include <string>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("times are held within the window, so that telescoped sums are integrals over it") {
  const Tally tally(Time{100}, Time{200}, Duration{10});
  CHECK(tally.clamped(Time{50}) == 100);
  CHECK(tally.clamped(Time{100}) == 100);
  CHECK(tally.clamped(Time{150}) == 150);
  CHECK(tally.clamped(Time{200}) == 200);
  CHECK(tally.clamped(Time{250}) == 200);
}

TEST_CASE("each reason to turn an invocation away belongs to one outcome and has a name of that outcome") {
  for (std::size_t why = 0; why < kRejections; ++why) {
    const Outcome outcome = outcome_of(static_cast<Rejection>(why));
    const std::string name(kRejectionNames[why]);
    INFO(name);
    CHECK((outcome == Outcome::throttled) == (name.rfind("throttled_", 0) == 0));
    CHECK((outcome == Outcome::expired) == (name == "expired"));
    CHECK((outcome == Outcome::refused) == (name.rfind("refused_", 0) == 0));
  }
  CHECK(static_cast<std::size_t>(Rejection::too_large) + 1 == kRejections);
}

TEST_CASE("a window without an end lets every later time through") {
  const Tally tally(Time{100}, Time::never(), Duration{10});
  CHECK(tally.clamped(Time::latest()) == static_cast<std::uint64_t>(Time::latest().ns()));
}

TEST_CASE("differences modulo 2^64 come out right whatever the order of their parts") {
  const Tally tally(Time{0}, Time::never(), Duration{10});
  std::uint64_t busy = 0;
  busy -= tally.clamped(Time{30});
  busy -= tally.clamped(Time{40});
  busy += tally.clamped(Time{45});
  busy += tally.clamped(Time{70});
  CHECK(busy == 45);
}
