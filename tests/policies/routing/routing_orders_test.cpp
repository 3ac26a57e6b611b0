// Tests of routing by an order that the platform keeps: by age, load, or free memory of the VM.
#include "models/policies/routing/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// Returns the instances that were used, one for each start. They are numbered in order of their creation
/// from 0.
std::vector<std::uint32_t> instances_started_on(const World& world) {
  std::map<InstanceId, std::uint32_t> numbers;
  for (const Observation& seen : world.record.of(Change::instance_created)) {
    numbers.emplace(seen.instance, static_cast<std::uint32_t>(numbers.size()));
  }
  std::vector<std::uint32_t> on;
  for (const Observation& seen : world.record.of(Change::started)) {
    on.push_back(numbers.at(seen.instance));
  }
  return on;
}

}  // namespace

TEST_CASE("oldest chooses the oldest instance, even if another instance was used last") {
  // Instances 0, 1 and 2 start at 0 and are idle from 100, 200 and 300 ms on. Keep-alive is 10 s. Instance 0
  // serves at 4 s and 8 s, and instance 1 also serves at 8 s.
  World world;
  world.parameters.policies.routing = policy(Seam::routing, "oldest");
  const FunctionId f = world.function("f");
  for (const std::int64_t length : {100, 200, 300}) {
    world.arrive(f, at_ms(0), ms(length));
  }
  world.arrive(f, at_ms(4'000), ms(10));
  world.arrive(f, at_ms(8'000), ms(10));
  world.arrive(f, at_ms(8'000), ms(10));
  CHECK(world.counts().cold == 3);
  CHECK(instances_started_on(world) == std::vector<std::uint32_t>{0, 1, 2, 0, 0, 1});
}

TEST_CASE("least-loaded chooses the least loaded of instances with several slots") {
  // Instances have two slots. Four requests arrive at 0, two for each instance (the second request joins the
  // first instance, which is the only one). At 1 s, all instances are idle since 500 ms, and instance 1 was
  // listed last. Then three requests arrive. The first is sent to instance 1, and the second to instance 0,
  // which runs no request. When the third request arrives, each instance runs one request. So the third
  // request is sent to instance 1, which was used last.
  World world;
  world.parameters.policies.routing = policy(Seam::routing, "least-loaded");
  FunctionTraits traits;
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits);
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(0), ms(500));
  }
  for (int i = 0; i < 3; ++i) {
    world.arrive(f, at_ms(1'000), ms(500));
  }
  CHECK(world.counts().created == 2);
  CHECK(instances_started_on(world) == std::vector<std::uint32_t>{0, 0, 1, 1, 1, 0, 1});
}

TEST_CASE("fullest-vm and emptiest-vm follow the contents of the VMs") {
  // VMs have 1,024 MiB, and placement is first-fit. Three instances of f, of 384 MiB, are held from 0 on: 0
  // and 1 in the first VM, 2 in the second. So 256 and 640 MiB are free. At 1 s fullest-vm chooses instance 1
  // (used last of the two in the first VM), and emptiest-vm instance 2. From 2 s to 2.1 s 512 MiB of g are in
  // the second VM, which then has 128 MiB free. At 2.05 s fullest-vm chooses 2, and emptiest-vm 1. At 2.5 s g
  // is reclaimed, and the choices are those of 1 s.
  const auto run = [](const char* name) {
    World world;
    world.parameters.policies.routing = policy(Seam::routing, name);
    world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
    world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
    world.parameters.cluster.vms.memory = 1'024;
    FunctionTraits held;
    held.provisioned = 3;
    const FunctionId f = world.function("f", held, 384);
    const FunctionId g = world.function("g", {}, 512);
    world.arrive(f, at_ms(1'000), ms(10));
    world.arrive(g, at_ms(2'000), ms(100));
    world.arrive(f, at_ms(2'050), ms(10));
    world.arrive(f, at_ms(2'500), ms(10));
    world.counts();
    const std::vector<std::uint32_t> on = instances_started_on(world);
    return std::vector<std::uint32_t>{on[0], on[2], on[3]};
  };
  CHECK(run("fullest-vm") == std::vector<std::uint32_t>{1, 2, 1});
  CHECK(run("emptiest-vm") == std::vector<std::uint32_t>{2, 1, 2});
}
