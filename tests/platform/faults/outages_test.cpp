#include "models/platform/faults/outages.hpp"

#include <stdexcept>

#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

Outage outage_of_host(std::uint32_t host, Duration at, std::optional<Duration> repair) {
  Outage outage;
  outage.at = at;
  outage.host = host;
  if (repair) {
    outage.repair = takes(*repair);
  }
  return outage;
}

Outage outage_of_zone(std::uint32_t zone, Duration at, std::optional<Duration> repair) {
  Outage outage = outage_of_host(0, at, repair);
  outage.host.reset();
  outage.zone = zone;
  return outage;
}

PlatformParameters with_outages(std::vector<Outage> outages, std::uint32_t hosts = 4) {
  PlatformParameters parameters = ideal_platform();
  parameters.cluster.hosts.count = hosts;
  parameters.cluster.topology.zones = 2;
  parameters.faults.outages = std::move(outages);
  return parameters;
}

struct OutagesAlone {
  explicit OutagesAlone(const PlatformParameters& parameters) : outages(core, parameters) {
    events.handle<OutageChanges, &Outages::changes>(outages);
    core.open_vm();  // the VM is on host 0
    outages.begin();
  }
  FakeCore core;
  Outages outages;
  EventTable events;
};

using OutageLog = std::vector<FakeCore::OutageChange>;

constexpr OutageTarget kLostHost{false, 0};
constexpr OutageTarget kLostZone{true, 1};

}  // namespace

TEST_CASE("at one instant all outages that begin are handled before any outage that ends") {
  OutagesAlone alone(with_outages({outage_of_host(0, ms(10), ms(5)), outage_of_zone(1, ms(10), ms(5)),
                                   outage_of_host(0, ms(15), ms(0))}));
  alone.core.run(alone.events);
  CHECK(alone.core.outages == OutageLog{{at_ms(10), true, kLostHost},
                                        {at_ms(10), true, kLostZone},
                                        {at_ms(15), true, kLostHost},
                                        {at_ms(15), false, kLostHost},
                                        {at_ms(15), false, kLostZone},
                                        {at_ms(15), false, kLostHost}});
  CHECK(alone.outages.without_effect(false).empty());
}

TEST_CASE("a recurring outage begins again at its times, even while the previous one lasts") {
  Outage outage = outage_of_host(0, ms(4), ms(3));
  SECTION("the times count from its first beginning") {
    outage.every = takes(ms(10));
    OutagesAlone alone(with_outages({outage}));
    alone.core.run(alone.events, at_ms(20));
    CHECK(alone.core.outages == OutageLog{{at_ms(4), true, kLostHost},
                                          {at_ms(7), false, kLostHost},
                                          {at_ms(14), true, kLostHost},
                                          {at_ms(17), false, kLostHost}});
  }
  SECTION("the first outage begins after one interval if no time is given for it") {
    outage.at.reset();
    outage.every = takes(ms(10));
    OutagesAlone alone(with_outages({outage}));
    alone.core.run(alone.events, at_ms(20));
    CHECK(alone.core.outages == OutageLog{{at_ms(10), true, kLostHost}, {at_ms(13), false, kLostHost}});
  }
  SECTION("the outage begins again while it lasts") {
    outage.every = takes(ms(2));
    OutagesAlone alone(with_outages({outage}));
    alone.core.run(alone.events, at_ms(8));
    CHECK(alone.core.outages ==
          OutageLog{{at_ms(4), true, kLostHost}, {at_ms(6), true, kLostHost}, {at_ms(7), false, kLostHost}});
  }
}

TEST_CASE("an outage without repair never ends, and an outage may begin at time zero") {
  OutagesAlone alone(with_outages({outage_of_zone(1, ms(0), std::nullopt)}));
  alone.core.run(alone.events);
  CHECK(alone.core.outages == OutageLog{{at_ms(0), true, kLostZone}});
}

TEST_CASE("drawn times of an outage do not depend on the number of outages") {
  Outage drawn = outage_of_host(0, ms(0), ms(1));
  drawn.at.reset();
  drawn.every = sim::Distribution::exponential(1e9);
  drawn.repair = sim::Distribution::exponential(1e8);
  OutagesAlone alone(with_outages({drawn}));
  alone.core.run(alone.events, at_ms(20'000));
  OutagesAlone again(with_outages({drawn, outage_of_host(0, ms(5), std::nullopt)}));
  again.core.run(again.events, at_ms(20'000));
  CHECK(alone.core.outages.size() > 20);
  CHECK(again.core.outages.size() == alone.core.outages.size() + 1);
}

TEST_CASE("outages of hosts that were never opened, and outages that never began, are reported") {
  OutagesAlone alone(with_outages(
      {outage_of_host(3, ms(10), ms(5)), outage_of_zone(1, ms(50), ms(1)), outage_of_host(0, ms(1), ms(1))},
      kUnlimited));
  alone.core.run(alone.events, at_ms(30));
  CHECK(alone.core.outages.size() == 2);
  const Warnings warnings = alone.outages.without_effect(false);
  REQUIRE(warnings.size() == 2);
  CHECK(warnings[0].setting == "faults.outages[0]");
  CHECK(warnings[0].text ==
        "has no effect: host 3 cannot be lost at 0.01 s, because fewer hosts had been opened at that time; "
        "hosts are "
        "numbered from 0 in the order in which they open");
  CHECK(warnings[1].setting == "faults.outages[1]");
  CHECK(warnings[1].text == "has no effect: the run had ended before the outage began at 0.05 s");
  CHECK(alone.outages.without_effect(true).size() == 1);
}

TEST_CASE("outages that contradict themselves or the cluster are refused") {
  const auto refusal = [](const Outage& outage) {
    FakeCore core;
    try {
      const Outages outages(core, with_outages({outage}));
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refusal(outage_of_host(3, ms(0), ms(0))).empty());
  CHECK(refusal(outage_of_host(4, ms(0), ms(0))) == "faults: outage 0 names a host that does not exist");
  CHECK(refusal(outage_of_zone(2, ms(0), ms(0))) == "faults: outage 0 names a zone that does not exist");
  Outage outage = outage_of_host(0, ms(1), ms(1));
  outage.zone = 0;
  CHECK(refusal(outage) == "faults: outage 0 needs either a host or a zone");
  outage.host.reset();
  outage.zone.reset();
  CHECK(refusal(outage) == "faults: outage 0 needs either a host or a zone");
  outage = outage_of_host(0, ms(1), std::nullopt);
  outage.every = takes(ms(1));
  CHECK(refusal(outage) ==
        "faults: outage 0 has `every` but no `repair`, so it never ends and cannot begin again");
  outage.repair = takes(ms(1));
  outage.every = takes(ms(0));
  CHECK(refusal(outage) ==
        "faults: outage 0 has an `every` of less than 1 ns, so it would begin again at the same instant");
  outage.every.reset();
  outage.at.reset();
  CHECK(refusal(outage) == "faults: outage 0 needs a time: set `at` or `every`");
}
