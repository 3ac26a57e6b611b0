#include "models/platform/fleet/code_places.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("code is on a host from its first arrival there, and on no other host") {
  CodePlaces places(true);
  CHECK_FALSE(places.since(3, 7, 0));
  places.note(3, 7, 0, Time{10});
  places.note(3, 7, 0, Time{20});
  CHECK(places.since(3, 7, 0) == Time{10});
  CHECK_FALSE(places.since(7, 3, 0));
  CHECK_FALSE(places.since(3, 8, 0));
}

TEST_CASE("a host that was lost has no code when it is up again, and can receive the code again") {
  CodePlaces places(true);
  places.note(3, 7, 0, Time{10});
  CHECK_FALSE(places.since(3, 7, 1));
  places.note(3, 7, 1, Time{30});
  CHECK(places.since(3, 7, 1) == Time{30});
}

TEST_CASE("the places of code are kept only if a policy needs them") {
  CodePlaces places(false);
  places.note(3, 7, 0, Time{10});
  CHECK_FALSE(places.since(3, 7, 0));
}
