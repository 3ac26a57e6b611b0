#include "models/platform/fleet/hosts.hpp"

#include "sim/check.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

Topology topology_in_zones(std::uint32_t zones) {
  TopologyParameters parameters;
  parameters.zones = zones;
  return Topology(parameters);
}

constexpr OutageTarget lost_host_of(std::uint32_t number) {
  return {false, number};
}
constexpr OutageTarget lost_zone_of(std::uint32_t number) {
  return {true, number};
}

}  // namespace

TEST_CASE("with a limited number of hosts, the hosts that are up are bins, in the order of their numbers") {
  const Topology topology = topology_in_zones(2);
  Hosts hosts({5, 0, 0}, topology, 2, {.bins_by_position = true});
  CHECK(hosts.size() == 5);
  CHECK(hosts.bins().size() == 5);
  CHECK_FALSE(hosts.may_open());
  hosts.take_down(lost_host_of(2));
  hosts.take_down(lost_zone_of(1));
  CHECK(hosts.down() == 3);
  CHECK(hosts.bins().size() == 2);
  CHECK(hosts.bins().owner(hosts.bins().nth(0)) == 0);
  CHECK(hosts.bins().owner(hosts.bins().nth(1)) == 4);
  CHECK_FALSE(hosts.is_lost(0));
  CHECK(hosts.is_lost(1));
  hosts.bring_up(lost_zone_of(1));
  hosts.bring_up(lost_host_of(2));
  CHECK(hosts.down() == 0);
  for (std::uint32_t i = 0; i < 5; ++i) {
    CHECK(hosts.bins().owner(hosts.bins().nth(i)) == i);
    CHECK(hosts[i].losses == (i == 0 || i == 4 ? 0 : 1));
  }
}

TEST_CASE("a zone is lost when its last host is down, but not if it never had a host") {
  const Topology topology = topology_in_zones(3);
  Hosts hosts({2, 0, 0}, topology, 1, {});
  hosts.take_down(lost_host_of(0));
  CHECK(hosts.is_lost(0));
  CHECK_FALSE(hosts.is_lost(1));
  CHECK_FALSE(hosts.is_lost(2));
}

TEST_CASE("only hosts that are up count as room") {
  const Topology topology = topology_in_zones(1);
  Hosts hosts({2, 0, 0}, topology, 2, {});
  hosts.add_vm(0);
  CHECK(hosts.used() == 1);
  CHECK(hosts.has_room_beyond(1));
  hosts.take_down(lost_host_of(1));
  CHECK(hosts.has_room_beyond(1));
  hosts.add_vm(0);
  CHECK_FALSE(hosts.has_room_beyond(2));
  hosts.bring_up(lost_host_of(1));
  CHECK(hosts.has_room_beyond(2));
  CHECK_THROWS_AS(hosts.bring_up(lost_host_of(1)), sim::InvariantBroken);
}

TEST_CASE(
    "a host that is taken down returns its VMs, takes no new VMs, and is up again after its outages have "
    "ended") {
  const Topology topology = topology_in_zones(1);
  Hosts refuses({1, 0, 0}, topology, 2, {});
  refuses.take_down(lost_host_of(0));
  CHECK_THROWS_AS(refuses.add_vm(0), sim::InvariantBroken);
  Hosts hosts({1, 0, 0}, topology, 2, {});
  hosts.add_vm(0);
  hosts.take_down(lost_zone_of(0));
  CHECK_FALSE(hosts.has_room_beyond(0));
  hosts.remove_vm(0);
  CHECK(hosts.used() == 0);
  hosts.bring_up(lost_zone_of(0));
  CHECK(hosts.bins().free(hosts[0].bin) == 2);
}

TEST_CASE("hosts that open on demand skip lost zones until the zones are up again") {
  const Topology topology = topology_in_zones(3);
  Hosts hosts({kUnlimited, 0, 0}, topology, 1, {.bins_by_age = true});
  hosts.take_down(lost_zone_of(0));
  CHECK(hosts.open() == 1);
  CHECK(hosts.open() == 2);
  CHECK(hosts.open() == 4);
  CHECK(hosts.size() == 5);
  CHECK(hosts.down() == 2);
  CHECK(hosts.bins().oldest_with(1) == hosts[1].bin);
  hosts.take_down(lost_host_of(3));
  hosts.bring_up(lost_zone_of(0));
  CHECK(hosts.down() == 1);
  CHECK(hosts.bins().oldest_with(1) == hosts[0].bin);
  for (std::uint32_t each = 0; each < 3; ++each) {
    CHECK(hosts.may_open());
    hosts.take_down(lost_zone_of(each));
    hosts.take_down(lost_zone_of(each));
  }
  CHECK_FALSE(hosts.may_open());
  CHECK_THROWS_AS(hosts.open(), sim::InvariantBroken);
  hosts.bring_up(lost_zone_of(2));
  CHECK_FALSE(hosts.may_open());
  hosts.bring_up(lost_zone_of(2));
  CHECK(hosts.open() == 5);
}
