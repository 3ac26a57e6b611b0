#include "models/metrics/sojourns.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE(
    "sojourns within the window are the time in the system, and sojourns across its ends are corrected") {
  const Window window(Time{100}, Time{200});
  Sojourns sojourns;
  const auto live = [&](std::int64_t from, std::int64_t until) {
    sojourns.arrived(window, Time{from});
    sojourns.ended(window, Time{from}, Time{until});
  };
  SECTION("the invocation is inside the window") {
    live(110, 150);
    CHECK(sojourns.in_system() == 40);
    CHECK(sojourns.of_invocations(40) == 40);
  }
  SECTION("the invocation ended before the window") {
    live(20, 90);
    CHECK(sojourns.in_system() == 0);
    CHECK(sojourns.early_overlap() == 0);
  }
  SECTION("the invocation began before the window, so its sojourn is not counted") {
    live(20, 130);
    CHECK(sojourns.in_system() == 30);
    CHECK(sojourns.early_overlap() == 30);
    CHECK(sojourns.of_invocations(0) == 30);
  }
  SECTION("the invocation ended after the window, and its whole sojourn is counted") {
    live(150, 260);
    CHECK(sojourns.in_system() == 50);
    CHECK(sojourns.late_overhang() == 60);
    CHECK(sojourns.of_invocations(110) == 50);
  }
  SECTION("the invocation spans the window") {
    live(20, 260);
    CHECK(sojourns.in_system() == 100);
    CHECK(sojourns.early_overlap() == 100);
    CHECK(sojourns.of_invocations(0) == 100);
  }
}

TEST_CASE("a lost invocation has a sojourn, and an invocation in flight has one until the end of the run") {
  const Window window(Time{100}, Time::never());
  Sojourns sojourns;
  sojourns.arrived(window, Time{120});
  sojourns.ended(window, Time{120}, Time{150});
  sojourns.lost(Duration{30});
  sojourns.arrived(window, Time{140});
  sojourns.is_in_flight(window, Time{140}, Time{180});
  CHECK(sojourns.of_others() == 30);
  CHECK(sojourns.unfinished() == 40);
  CHECK(sojourns.in_system() == 70);
  CHECK(sojourns.of_invocations(0) == 70);
}
