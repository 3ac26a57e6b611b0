#include "models/platform/core/fleet_levels.hpp"

#include "tests/platform/support/fake_core.hpp"

using namespace support;

TEST_CASE(
    "levels follow the cluster: what is placed, and the VMs and hosts that there are, integrated over time") {
  FakeCore core;  // VMs of 1 TiB, one on a host
  Tally tally(Time{0}, at_ms(1'000), sim::seconds(1));
  FleetLevels levels;
  const std::uint32_t vm = core.open_vm();
  levels.sync(tally, core.cluster(), at_ms(0));
  levels.instance_came(tally, at_ms(100));
  CHECK(levels.vms() == 1);
  CHECK(levels.hosts() == 1);
  CHECK(levels.instances() == 1);
  levels.instance_went(tally, at_ms(400));
  core.release_vm(vm);
  levels.sync(tally, core.cluster(), at_ms(500));
  levels.sync(tally, core.cluster(), at_ms(600));  // nothing has changed
  CHECK(levels.vms() == 0);
  for (sim::LevelTimeline* const level :
       {&tally.instances, &tally.vms, &tally.hosts, &tally.used_capacity_mib}) {
    level->finish(at_ms(1'000));
  }
  CHECK(tally.instances.integral() == ms(300).ns());
  CHECK(tally.vms.integral() == ms(500).ns());
  CHECK(tally.hosts.integral() == ms(500).ns());
  CHECK(tally.used_capacity_mib.integral() == 0);
}
