#include "models/platform/fleet/topology.hpp"

#include <stdexcept>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

TopologyParameters square() {
  TopologyParameters parameters;
  parameters.frontend = "f";
  parameters.links = {{"f", "a", Duration{10}}, {"a", "c", Duration{10}}, {"f", "b", Duration{5}},
                      {"b", "c", Duration{14}}, {"f", "c", Duration{30}}, {"island", "beach", Duration{1}}};
  parameters.racks = {"c", "f"};
  parameters.host_link = Duration{3};
  return parameters;
}

std::string topology_error(const TopologyParameters& parameters) {
  try {
    const Topology topology(parameters);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("distances are shortest paths plus the link of the host, and hosts are assigned to racks in turn") {
  // The distance to c is 30 directly, 20 through a, and 19 through b. The distance to f itself is 0.
  const Topology topology(square());
  CHECK(topology.by_rack() == std::vector<Duration>{Duration{22}, Duration{3}});
  CHECK(topology.distance(0) == Duration{22});
  CHECK(topology.distance(1) == Duration{3});
  CHECK(topology.distance(4) == Duration{22});
}

TEST_CASE("links have no direction, and the shorter of two parallel links counts") {
  TopologyParameters parameters = square();
  parameters.links = {{"c", "x", Duration{7}}, {"x", "f", Duration{1}}, {"f", "x", Duration{2}}};
  CHECK(Topology(parameters).distance(0) == Duration{11});
}

TEST_CASE("without racks every host is one link away") {
  TopologyParameters parameters;
  parameters.host_link = Duration{9};
  CHECK(Topology(parameters).distance(17) == Duration{9});
}

TEST_CASE("a topology that is not connected is refused") {
  TopologyParameters parameters = square();
  parameters.frontend = "g";
  CHECK(topology_error(parameters) ==
        "topology: the frontend 'g' is not named by any link of topology.links");
  parameters = square();
  parameters.racks = {"c", "d"};
  CHECK(topology_error(parameters) == "topology: rack 'd' is not named by any link of topology.links");
  parameters.racks = {"beach"};
  CHECK(topology_error(parameters) == "topology: rack 'beach' cannot be reached from the frontend 'f'");
  parameters = square();
  parameters.links[1].latency = Duration{-1};
  CHECK(topology_error(parameters) == "topology: the link 'a' to 'c' has a negative latency");
}

TEST_CASE("hosts are assigned to zones in turn, and racks with them") {
  TopologyParameters parameters;
  parameters.zones = 3;
  const Topology three(parameters);
  CHECK(three.zones() == 3);
  CHECK(three.zone(0) == 0);
  CHECK(three.zone(5) == 2);
  CHECK(Topology(TopologyParameters{}).zone(5) == 0);
  parameters.frontend = "f";
  parameters.links = {{"f", "a", Duration{1}}, {"f", "b", Duration{2}}};
  parameters.racks = {"a", "b"};
  CHECK_THROWS_AS(Topology(parameters), std::invalid_argument);  // one rack would be in several zones
  parameters.zones = 2;
  CHECK(Topology(parameters).zone(3) == 1);
  parameters.zones = 0;
  CHECK_THROWS_AS(Topology(parameters), std::invalid_argument);
}
