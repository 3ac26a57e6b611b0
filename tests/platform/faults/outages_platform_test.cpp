// Outages on the whole platform: what is lost, where attempts are placed again, and when hosts are up again.
#include "models/platform/faults/outages.hpp"
#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

using HostNumbers = std::vector<std::uint32_t>;
using InstantsMs = std::vector<std::int64_t>;

Outage planned_outage(std::optional<std::uint32_t> host, std::optional<std::uint32_t> zone, std::int64_t at,
                      std::int64_t repair) {
  Outage outage;
  outage.at = ms(at);
  outage.host = host;
  outage.zone = zone;
  if (repair >= 0) {
    outage.repair = takes(ms(repair));
  }
  return outage;
}
Outage lost_host(std::uint32_t host, std::int64_t at, std::int64_t repair = -1) {
  return planned_outage(host, std::nullopt, at, repair);
}
Outage lost_zone(std::uint32_t zone, std::int64_t at, std::int64_t repair = -1) {
  return planned_outage(std::nullopt, zone, at, repair);
}

/// Creates `hosts` hosts in two zones, each with room for two VMs of one instance of 128 MiB. VMs are placed
/// on the emptiest host.
World two_zone_world(std::uint32_t hosts = 2) {
  World world;
  world.parameters.cluster.hosts = {hosts, 0, 256};
  world.parameters.cluster.vms.memory = 128;
  world.parameters.cluster.topology.zones = 2;
  world.parameters.policies.host_placement = policy(Seam::placement, "worst-fit");
  world.parameters.faults.retry_backoff = takes(ms(1'000));
  return world;
}

FunctionTraits crash_retried(std::uint32_t times) {
  FunctionTraits traits;
  traits.crash_retries = times;
  return traits;
}

HostNumbers hosts_of_vms(const World& world) {
  HostNumbers hosts;
  for (const Observation& seen : world.record.of(Change::vm_created)) {
    hosts.push_back(seen.host.value());
  }
  return hosts;
}

/// Runs the scenario in every way, with the audit.
RunOutcome run_with_audit(World& world) {
  CHECK(audit_violations(world) == std::vector<std::string>{});
  return world.run();
}

}  // namespace

TEST_CASE(
    "an outage of a zone loses every VM in the zone, and attempts are retried elsewhere or after the "
    "repair") {
  // Hosts 0 and 1 each have an instance of f and an instance of g, which run for 20 s. Zone 1, with host 1,
  // is lost from 10 s to 15 s. Its attempt of g fails, and its attempt of f is retried at 11 s, when host 0
  // is full.
  World world = two_zone_world();
  const FunctionId f = world.function("f", crash_retried(1));
  const FunctionId g = world.function("g");
  for (const FunctionId id : {f, f, g, g}) {
    world.arrive(id, at_ms(0), ms(20'000));
  }
  world.parameters.faults.outages = {lost_zone(1, 10'000, 5'000)};
  world.horizon = at_ms(50'000);
  SECTION("the retry waits until 15 s, and runs until 35 s") {
    world.parameters.scheduler.no_room = NoRoom::wait;
    const RunOutcome outcome = run_with_audit(world);
    const Counts counts(outcome);
    CHECK(counts.of(Outcome::completed) == 3);
    CHECK(counts.of(Outcome::failed) == 1);
    CHECK(counts.cold == 5);
    CHECK(outcome.tally.responses().latency().max() == ms(35'000).ns());
    CHECK(hosts_of_vms(world) == HostNumbers{0, 1, 0, 1, 1});
    CHECK(outcome.tally.fleet()[FleetLevel::hosts_down].peak() == 1);
    CHECK(outcome.tally.fleet()[FleetLevel::hosts_down].integral() == ms(5'000).ns());
    CHECK(outcome.tally.fleet()[FleetLevel::hosts].integral() ==
          ms(30'000 + 40'000).ns());  // idle VMs are released after 10 s
    CHECK(world.record.when_ms(Change::outage_began) == InstantsMs{10'000});
    CHECK(world.record.when_ms(Change::outage_ended) == InstantsMs{15'000});
    CHECK(outcome.warnings.empty());
  }
  SECTION("the retry is refused") {
    world.parameters.scheduler.no_room = NoRoom::refuse;
    const Counts counts(run_with_audit(world));
    CHECK(counts.of(Outcome::completed) == 2);
    CHECK(counts.of(Outcome::failed) == 1);
    CHECK(counts.of(Outcome::refused) == 1);
  }
  SECTION("the retry is lost again if the next outage begins too early") {
    world.parameters.scheduler.no_room = NoRoom::wait;
    world.parameters.faults.outages.push_back(lost_host(1, 16'000, 1'000));
    const Counts counts(run_with_audit(world));
    CHECK(counts.of(Outcome::failed) == 2);
  }
}

TEST_CASE("attempts wait while every host is down, and start when hosts are up again") {
  // The options cover every form of waiting: skipped groups, all groups tried, late binding.
  World world = two_zone_world(1);
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.scheduler.evict_idle = GENERATE(false, true);
  world.parameters.scheduler.binding = GENERATE(Binding::early, Binding::late);
  world.parameters.faults.outages = {lost_zone(0, 0, 5'000)};
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(1'000), ms(100));
  world.arrive(f, at_ms(5'000), ms(100));
  const RunOutcome outcome = run_with_audit(world);
  const Counts counts(outcome);
  CHECK(counts.of(Outcome::completed) == 3);
  CHECK(outcome.tally.responses().latency().max() == ms(5'100).ns());
  CHECK(world.record.when_ms(Change::vm_created) == InstantsMs{5'000, 5'000});
  CHECK(world.record.when_ms(Change::started) == InstantsMs{5'000, 5'000, 5'100});
}

TEST_CASE("if every host stays down, attempts stay in flight or are refused") {
  World world = two_zone_world();
  world.parameters.faults.outages = {lost_host(0, 0), lost_zone(1, 0)};
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(10), ms(100));
  SECTION("in flight") {
    world.parameters.scheduler.no_room = NoRoom::wait;
    CHECK(run_with_audit(world).in_flight == 2);
  }
  SECTION("refused") {
    CHECK(Counts(run_with_audit(world)).of(Outcome::refused) == 2);
  }
}

TEST_CASE("a host is up after the last of its overlapping outages") {
  // Host 1 is lost from 1 s to 9 s, and its zone from 2 s to 4 s and from 3 s to 6 s. Host 3 is in the same
  // zone.
  World world = two_zone_world(4);
  world.parameters.faults.outages = {lost_host(1, 1'000, 8'000), lost_zone(1, 2'000, 2'000),
                                     lost_zone(1, 3'000, 3'000)};
  world.parameters.policies.host_placement = policy(Seam::placement, "round-robin");
  const FunctionId f = world.function("f");
  world.horizon = at_ms(10'000);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  for (const std::int64_t at : {5'000, 5'100, 5'200, 7'000, 7'100, 7'200, 9'000, 9'100, 9'200}) {
    world.arrive(f, at_ms(at), ms(1));
  }
  const RunOutcome outcome = run_with_audit(world);
  CHECK(hosts_of_vms(world) == HostNumbers{0, 2, 0, 2, 3, 0, 1, 2, 3});
  // Host 1 is down for 8 s, and host 3 from 2 s to 6 s.
  CHECK(outcome.tally.fleet()[FleetLevel::hosts_down].integral() == ms(12'000).ns());
  CHECK(outcome.tally.fleet()[FleetLevel::hosts_down].peak() == 2);
}

TEST_CASE("a host stays down if one outage begins at the instant at which another ends") {
  World world = two_zone_world(1);
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.faults.outages = {lost_host(0, 1'000, 1'000), lost_zone(0, 2'000, 1'000)};
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(1'500), ms(1));
  const RunOutcome outcome = run_with_audit(world);
  CHECK(world.record.when_ms(Change::vm_created) == InstantsMs{3'000});
  CHECK(outcome.tally.fleet()[FleetLevel::hosts_down].integral() == ms(2'000).ns());
}

TEST_CASE("an outage of length zero loses running executions, and the host takes VMs at once") {
  World world = two_zone_world(1);
  world.parameters.faults.outages = {lost_host(0, 500, 0)};
  world.parameters.faults.retry_backoff = takes(ms(0));
  const FunctionId f = world.function("f", crash_retried(1));
  world.arrive(f, at_ms(0), ms(1'000));
  const RunOutcome outcome = run_with_audit(world);
  CHECK(world.record.when_ms(Change::finished) == InstantsMs{1'500});
  CHECK(outcome.tally.fleet()[FleetLevel::hosts_down].integral() == 0);
}

TEST_CASE(
    "executions that end at the instant of an outage complete, and arrivals at that instant find the host "
    "down") {
  World world = two_zone_world(1);
  world.parameters.faults.outages = {lost_host(0, 1'000, 1)};
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(1'000), ms(10));
  world.arrive(f, at_ms(1'001), ms(10));
  const Counts counts(run_with_audit(world));
  CHECK(counts.of(Outcome::completed) == 2);
  CHECK(counts.of(Outcome::refused) == 1);
  CHECK(counts.cold == 2);
}

TEST_CASE("new hosts open in the zones that are up") {
  // There are as many hosts as needed, in three zones. Zone 1 is lost from 1 s on, so hosts 1 and 4 are
  // skipped.
  World world = two_zone_world(kUnlimited);
  world.parameters.cluster.topology.zones = 3;
  world.parameters.cluster.hosts.memory = 128;
  world.parameters.policies.host_placement = policy(Seam::placement, "first-fit");
  world.parameters.faults.outages = {lost_zone(1, 1'000, 9'000)};
  const FunctionId f = world.function("f");
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(2'000 + i), ms(60'000));
  }
  SECTION("the skipped hosts exist in their zone after the repair") {
    for (int i = 0; i < 3; ++i) {
      world.arrive(f, at_ms(10'000 + i), ms(60'000));
    }
    const RunOutcome outcome = run_with_audit(world);
    CHECK(hosts_of_vms(world) == HostNumbers{0, 2, 3, 5, 1, 4, 6});
    CHECK(outcome.tally.fleet()[FleetLevel::hosts_down].peak() == 2);
  }
  SECTION("hosts of the lost zone were open before") {
    world.arrivals.insert(world.arrivals.begin(), {{at_ms(0), ms(5'000), f}, {at_ms(0), ms(5'000), f}});
    const RunOutcome outcome = run_with_audit(world);
    CHECK(hosts_of_vms(world) == HostNumbers{0, 1, 2, 3, 5, 6});
    CHECK(Counts(outcome).of(Outcome::failed) == 1);
  }
  SECTION("no zone is up") {
    world.parameters.faults.outages = {lost_zone(0, 1'000, 9'000), lost_zone(1, 1'000, 9'000),
                                       lost_zone(2, 1'000, 9'000)};
    CHECK(Counts(run_with_audit(world)).of(Outcome::refused) == 4);
    world.parameters.scheduler.no_room = NoRoom::wait;
    run_with_audit(world);
    CHECK(world.record.when_ms(Change::vm_created) == InstantsMs{10'000, 10'000, 10'000, 10'000});
    CHECK(hosts_of_vms(world) == HostNumbers{0, 1, 2, 3});
  }
}

TEST_CASE("zone-spread does not choose a lost zone as the zone with the fewest instances") {
  // VMs and hosts are both placed by zone-spread. While zone 1 is lost, all instances are placed in zone 0,
  // on host 0 first. No new host is opened to balance the zones.
  World world = two_zone_world(kUnlimited);
  world.parameters.cluster.hosts.memory = 512;
  world.parameters.policies.host_placement = policy(Seam::placement, "zone-spread", {whole(1), whole(0)});
  world.parameters.faults.outages = {lost_zone(1, 1'000)};
  const FunctionId f = world.function("f");
  for (int i = 0; i < 2; ++i) {
    world.arrive(f, at_ms(i), ms(60'000));
  }
  for (int i = 0; i < 3; ++i) {
    world.arrive(f, at_ms(2'000 + i), ms(60'000));
  }
  run_with_audit(world);
  CHECK(hosts_of_vms(world) == HostNumbers{0, 1, 0, 0, 0});
}

TEST_CASE("an empty VM before its release is lost with its host, and the next VM in its row is unaffected") {
  // The VM is empty from 1.01 s on and would be released at 6.01 s. The next VM is empty from 3 s on and is
  // released 5 s later.
  World world = two_zone_world(1);
  world.parameters.cluster.vms.empty_release = ms(5'000);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  world.parameters.faults.outages = {lost_host(0, 2'000, 500)};
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(1'000), ms(10));
  world.arrive(f, at_ms(3'000), ms(10));
  world.horizon = at_ms(10'000);
  const RunOutcome outcome = run_with_audit(world);
  CHECK(world.record.when_ms(Change::vm_released) == InstantsMs{2'000, 8'010});
  CHECK(world.record.when_ms(Change::vm_crashed) == InstantsMs{2'000});
  CHECK(outcome.tally.vms_created() == 2);
}

TEST_CASE(
    "pre-warmed instances are replaced on other hosts, or when hosts are up again if there is no room") {
  World world = two_zone_world();
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.parameters.faults.outages = {lost_zone(1, 1'000, 2'000)};
  world.horizon = at_ms(5'000);
  FunctionTraits traits;
  SECTION("on other hosts") {
    traits.provisioned = 2;
    world.function("f", traits);
    run_with_audit(world);
    CHECK(world.record.when_ms(Change::instance_created) == InstantsMs{0, 0, 1'000});
    CHECK(hosts_of_vms(world) == HostNumbers{0, 1, 0});
  }
  SECTION("when hosts are up again") {
    traits.provisioned = 4;
    world.function("f", traits);
    run_with_audit(world);
    CHECK(world.record.when_ms(Change::instance_created) == InstantsMs{0, 0, 0, 0, 3'000, 3'000});
  }
}

TEST_CASE("spare instances lost with a host are replaced on other hosts or when the host is up again") {
  World world = two_zone_world();
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "pool", {whole(3), whole(128)});
  world.parameters.faults.outages = {lost_zone(1, 1'000, 2'000)};
  world.horizon = at_ms(5'000);
  world.function("f");
  const RunOutcome outcome = run_with_audit(world);
  CHECK(hosts_of_vms(world) == HostNumbers{0, 1, 0, 1});
  CHECK(world.record.when_ms(Change::vm_created) == InstantsMs{0, 0, 0, 3'000});
  CHECK(outcome.tally.fleet()[FleetLevel::placed_mib].integral() ==
        sim::Int128{128} * ms(5'000 + 5'000 + 3'000).ns());
}

TEST_CASE("a host that is up again has no cached code") {
  World world = two_zone_world(1);
  world.parameters.cluster.code_cache = CodeCache::host;
  world.parameters.cold_start.code_download = takes(ms(100));
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  world.parameters.faults.outages = {lost_host(0, 5'000, 1'000)};
  const FunctionId f = world.function("f");
  for (const std::int64_t at : {0, 2'000, 8'000, 9'000}) {
    world.arrive(f, at_ms(at), ms(10));
  }
  run_with_audit(world);
  CHECK(world.record.when_ms(Change::started) == InstantsMs{100, 2'000, 8'100, 9'000});
}

TEST_CASE("clients are notified of requests lost in an outage, and continue") {
  World world = two_zone_world(1);
  world.parameters.faults.outages = {lost_host(0, 1'500, 1'000)};
  const FunctionId f = world.function("f");
  world.loop(f, 1, takes(ms(1'000)), takes(ms(800)), at_ms(5'000));
  // The first request is sent at 1 s and lost at 1.5 s. The second is sent at 2.5 s, when the host is up
  // again, and ends at 3.3 s. The third is sent at 4.3 s.
  const Counts counts(run_with_audit(world));
  CHECK(counts.of(Outcome::failed) == 1);
  CHECK(counts.of(Outcome::completed) == 2);
}

TEST_CASE("with a limited number of hosts, all hosts exist from the beginning and may have outages") {
  World world = two_zone_world(3);
  world.parameters.faults.outages = {lost_host(2, 100), lost_zone(0, 200, 100)};
  world.horizon = at_ms(1'000);
  world.function("f");
  const RunOutcome outcome = run_with_audit(world);
  // Host 2 is down from 0.1 s on, and host 0 for 0.1 s.
  CHECK(outcome.tally.fleet()[FleetLevel::hosts_down].integral() == ms(900 + 100).ns());
  CHECK(outcome.tally.fleet()[FleetLevel::hosts_down].level() == 1);
}

TEST_CASE(
    "the audit reports a VM that opens on a host in an outage, and a VM that is not lost with its host") {
  const auto violations = [](bool moves, bool keeps) {
    World world = two_zone_world();
    world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
    world.parameters.faults.outages = {lost_zone(1, 1'000)};
    world.horizon = at_ms(5'000);
    const FunctionId f = world.function("f");
    world.arrive(f, at_ms(0), ms(1'100));
    world.arrive(f, at_ms(0), ms(1'100));
    world.arrive(f, at_ms(2'000), ms(100));
    return audit_violations(world, [=](Observation& seen) {
      if (moves && seen.change == Change::vm_created && seen.now > at_ms(1'000)) {
        seen.host = HostId{1u};
      }
      return !keeps || (seen.change != Change::vm_released && seen.change != Change::vm_crashed);
    });
  };
  CHECK(violations(false, false).empty());
  CHECK(mentions(violations(true, false), "at 2000000000 ns: VM"));
  CHECK(mentions(violations(true, false), "was opened on a host that is down"));
  CHECK(mentions(violations(false, true), "at 1000000000 ns: 1 VMs are left on hosts that are down"));
}
