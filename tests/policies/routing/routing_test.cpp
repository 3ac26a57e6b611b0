#include "models/policies/routing/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// Two instances exist from 0 on (idle at 100 and 200 ms). Then a short invocation arrives every 4 s.
/// Keep-alive is 10 s.
World two_instances() {
  World world;
  world.horizon = at_ms(100'000);
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(0), ms(200));
  for (int i = 1; i <= 20; ++i) {
    world.arrive(f, at_ms(4'000 * i), ms(10));
  }
  return world;
}

CandidateView candidate(std::uint32_t serial, std::uint32_t in_flight, Mebibytes free) {
  return {InstanceId{0u}, VmId{0u}, Time{}, Time{}, in_flight, serial, free, 1};
}

}  // namespace

TEST_CASE("with most-recent the other instance expires") {
  // Instance 1 (idle last) serves all requests. Instance 0 is reclaimed at 10,100 ms, and instance 1 at
  // 90,010 ms.
  World world = two_instances();
  const Counts counts = world.counts();
  CHECK(counts.cold == 2);
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{10'100, 90'010});
}

TEST_CASE("least-recent keeps both instances alive by using them in turns") {
  // Each instance serves every 8 s. The last two uses are at 76,000 and 80,000 ms.
  World world = two_instances();
  world.parameters.policies.routing = policy(Seam::routing, "least-recent");
  const Counts counts = world.counts();
  CHECK(counts.cold == 2);
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{86'010, 90'010});
}

TEST_CASE("random routing takes each free instance equally often") {
  // Four instances never expire and get 4,000 invocations one at a time. Each gets 1,000, with a standard
  // deviation of 27.
  World world;
  world.parameters.policies.routing = policy(Seam::routing, "random");
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  const FunctionId f = world.function("f");
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(0), ms(10));
  }
  for (int i = 1; i <= 4'000; ++i) {
    world.arrive(f, at_ms(100 * i), ms(10));
  }
  CHECK(world.counts().cold == 4);
  std::map<InstanceId, int> served;
  for (const Observation& seen : world.record.of(Change::started)) {
    ++served[seen.instance];
  }
  REQUIRE(served.size() == 4);
  for (const auto& [instance, count] : served) {
    CHECK(count > 1'001 - 110);
    CHECK(count < 1'001 + 110);
  }
}

TEST_CASE("routing policies declare their needs and static answers") {
  CHECK(made<RoutingPolicy>(policy(Seam::routing, "most-recent"))->rule() == RoutingRule::most_recent);
  CHECK(made<RoutingPolicy>(policy(Seam::routing, "least-recent"))->rule() == RoutingRule::least_recent);
  const auto random = made<RoutingPolicy>(policy(Seam::routing, "random"));
  CHECK(random->rule() == RoutingRule::asked);
  CHECK(random->needs().candidates_by_index);
}

TEST_CASE("oldest, least-loaded, fullest-vm and emptiest-vm declare their orders") {
  const auto key = [](const char* name, const CandidateView& view) {
    const auto routing = made<RoutingPolicy>(policy(Seam::routing, name));
    CHECK(routing->rule() == RoutingRule::asked);
    CHECK(routing->needs().candidates_by_key != routing->needs().candidates_by_vm);
    return routing->key(view);
  };
  CHECK(key("oldest", candidate(3, 9, 0)) < key("oldest", candidate(4, 0, 9)));
  CHECK(key("least-loaded", candidate(4, 1, 0)) < key("least-loaded", candidate(3, 2, 9)));
  CHECK(key("fullest-vm", candidate(4, 1, 7)) < key("fullest-vm", candidate(3, 0, 8)));
  CHECK(key("emptiest-vm", candidate(4, 1, 8)) < key("emptiest-vm", candidate(3, 0, 7)));
  CHECK(made<RoutingPolicy>(policy(Seam::routing, "fullest-vm"))->needs().candidates_by_vm);
  CHECK(made<RoutingPolicy>(policy(Seam::routing, "emptiest-vm"))->needs().candidates_by_vm);
}

TEST_CASE("hash-affinity and bounded-load look up the session on the hash ring") {
  for (const PolicyChoice& choice :
       {policy(Seam::routing, "hash-affinity"), policy(Seam::routing, "bounded-load", {Argument{0, 0.25}})}) {
    const auto routing = made<RoutingPolicy>(choice);
    CHECK(routing->needs().candidates_on_ring);
    CHECK(routing->needs().sessions);
    CHECK(routing->rule() == RoutingRule::asked);
    CHECK(routing->key({}) == 0);
  }
}
