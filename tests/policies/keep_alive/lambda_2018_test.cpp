#include "models/policies/keep_alive/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// A world with instances of 1 GiB, `in_vm` of them on a VM, under lambda-2018 with its default parameters.
World in_2018(Mebibytes in_vm) {
  World world;
  world.parameters.cluster.vms.memory = in_vm * 1'024;
  world.parameters.policies.keep_alive = policy(
      Seam::keep_alive, "lambda-2018", {length(ms(300'000)), whole(3), length(ms(1'620'000)), length(ms(0))});
  return world;
}

/// Returns the number of instances reclaimed, by second.
std::map<std::int64_t, int> gone_at(const World& world) {
  std::map<std::int64_t, int> gone;
  for (const std::int64_t at : world.record.when_ms(Change::instance_reclaimed)) {
    ++gone[at / 1'000];
  }
  return gone;
}

}  // namespace

TEST_CASE("lambda-2018 halves idle instances every 300 s until few are left, which are kept for 27 min") {
  World world = in_2018(64);
  world.horizon = at_ms(4'000'000);
  const FunctionId f = world.function("f", {}, 1'024);
  for (int i = 0; i < 20; ++i) {
    world.arrive(f, at_ms(0), ms(1'000));
  }
  SECTION("without further use 20, 10, 5, 2 and no instances are left") {
    world.run();
    CHECK(gone_at(world) == std::map<std::int64_t, int>{{301, 10}, {601, 5}, {901, 3}, {1'621, 2}});
  }
  SECTION("a use restarts the time for all instances on the VM") {
    // Five instances are left from 601 s on. One of them is busy from 700 s to 710 s, so the next halving is
    // at 710 + 300 s.
    world.arrive(f, at_ms(700'000), ms(10'000));
    CHECK(world.counts().warm == 1);
    CHECK(gone_at(world) == std::map<std::int64_t, int>{{301, 10}, {601, 5}, {1'010, 3}, {2'330, 2}});
  }
  SECTION("the instances idle longest are reclaimed first") {
    // At 100 s the most recent instance is used again, for 1 s. It is one of the two that remain.
    world.arrive(f, at_ms(100'000), ms(1'000));
    world.run();
    const auto reclaimed = world.record.of(Change::instance_reclaimed);
    REQUIRE(reclaimed.size() == 20);
    CHECK(reclaimed.back().instance == world.record.of(Change::started).back().instance);
  }
}

TEST_CASE("lambda-2018 groups instances by VM and function") {
  // There are four instances of f on each of two VMs, and four of g on the first VM. A request to f at 100 s
  // is sent to the instance used last, on the second VM. The period of the four instances on that VM
  // restarts, but not the period of f on the first VM, nor that of g.
  World world = in_2018(9);
  world.horizon = at_ms(4'000'000);
  const FunctionId f = world.function("f", {}, 2'048);
  const FunctionId g = world.function("g", {}, 1);
  for (int i = 0; i < 8; ++i) {
    world.arrive(f, at_ms(0), ms(1'000 + i));
  }
  for (int i = 0; i < 4; ++i) {
    world.arrive(g, at_ms(0), ms(1'000));
  }
  SECTION("without a use") {
    world.run();
    CHECK(gone_at(world) == std::map<std::int64_t, int>{{301, 6}, {1'621, 6}});
  }
  SECTION("a use on one VM") {
    world.arrive(f, at_ms(100'000), ms(1'000));
    world.run();
    CHECK(gone_at(world) == std::map<std::int64_t, int>{{301, 4}, {401, 2}, {1'621, 4}, {1'721, 2}});
  }
}

TEST_CASE("instances held by pre-warm remain after a review") {
  World world = in_2018(64);
  world.horizon = at_ms(2'000'000);
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTraits traits;
  traits.provisioned = 4;
  world.function("f", traits, 1'024);
  CHECK(world.counts().created == 4);
  CHECK(world.record.of(Change::instance_reclaimed).empty());
}
