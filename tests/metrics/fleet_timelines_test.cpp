#include "models/metrics/fleet_timelines.hpp"

#include "tests/catch.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("each level of the fleet is integrated over the window separately") {
  FleetTimelines fleet(at_ms(100), at_ms(1'000));
  fleet.set(FleetLevel::vms, 1, at_ms(0));
  fleet.add_instances(1, at_ms(200));
  fleet.set(FleetLevel::vms, 3, at_ms(300));
  fleet.set(FleetLevel::vms, 3, at_ms(400));  // this change has no effect
  fleet.add_instances(-1, at_ms(500));
  CHECK(fleet.now(FleetLevel::vms) == 3);
  CHECK(fleet.now(FleetLevel::instances) == 0);
  fleet.set(FleetLevel::vms, 0, at_ms(600));
  fleet.finish(at_ms(1'000));
  CHECK(fleet[FleetLevel::vms].integral() ==
        (ms(200) + ms(300) * 3).ns());  // there is 1 VM from 100 ms on, and 3 from 300 ms to 600 ms
  CHECK(fleet[FleetLevel::vms].peak() == 3);
  CHECK(fleet[FleetLevel::instances].integral() == ms(300).ns());
  CHECK(fleet[FleetLevel::hosts].integral() == 0);
  CHECK(fleet[FleetLevel::hosts].peak() == 0);
}

TEST_CASE("a change of a level at a time before its last change is a defect") {
  FleetTimelines fleet(Time{0}, at_ms(1'000));
  fleet.set(FleetLevel::hosts, 2, at_ms(300));
  CHECK_THROWS_AS(fleet.set(FleetLevel::hosts, 1, at_ms(299)), sim::InvariantBroken);
}
