#include "models/policies/placement/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// VMs have 1,000 MiB. Items of 700 and 600 MiB open two VMs, which have 300 and 400 MiB left. Then items of
/// 300 and 400 MiB are placed.
std::uint64_t vms_for(std::string_view name, std::vector<Mebibytes> sizes) {
  World world;
  world.parameters.cluster.hosts.memory = 1'000;
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.policies.placement = policy(Seam::placement, name);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    world.arrive(world.function("f" + std::to_string(i), {}, sizes[i]), at_ms(0), ms(1'000));
  }
  return world.run().tally.vms_created();
}

}  // namespace

TEST_CASE("best-fit keeps the large gap for the large item") {
  // 400 MiB (older VM) and 300 MiB are free. best-fit puts 300 into 300 and 400 into 400. first-fit and
  // worst-fit put 300 into 400, and 400 needs another VM.
  CHECK(vms_for("best-fit", {600, 700, 300, 400}) == 2);
  CHECK(vms_for("first-fit", {600, 700, 300, 400}) == 3);
  CHECK(vms_for("worst-fit", {600, 700, 300, 400}) == 3);
}

TEST_CASE("first-fit takes the oldest bin, which is the best choice in this case") {
  // 300 MiB (older VM) and 400 MiB are free. first-fit and best-fit fill both VMs; worst-fit puts 300 into
  // 400.
  CHECK(vms_for("first-fit", {700, 600, 300, 400}) == 2);
  CHECK(vms_for("best-fit", {700, 600, 300, 400}) == 2);
  CHECK(vms_for("worst-fit", {700, 600, 300, 400}) == 3);
}

TEST_CASE("worst-fit leaves gaps that are large enough for later items") {
  // 500 and 350 MiB are free, and items of 250, 350 and 250 MiB are placed. worst-fit puts 250 into 500 (250
  // left), 350 into 350, and 250 into 250. best-fit puts 250 into 350 (100 left) and 350 into 500 (150 left),
  // and the last 250 needs another VM.
  CHECK(vms_for("worst-fit", {500, 650, 250, 350, 250}) == 2);
  CHECK(vms_for("best-fit", {500, 650, 250, 350, 250}) == 3);
}

TEST_CASE("the same policies place VMs on hosts") {
  // There are two hosts of two VMs each, with one instance per VM. First-fit fills host 0 first, and
  // worst-fit spreads the VMs.
  World world;
  world.parameters.cluster.hosts = {2, 0, 2'000};
  world.parameters.cluster.vms.memory = 1'000;
  const FunctionId f = world.function("f", {}, 1'000);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(0), ms(1'000));
  CHECK(world.run().tally.fleet()[FleetLevel::hosts].peak() == 1);
  world.parameters.policies.host_placement = policy(Seam::placement, "worst-fit");
  CHECK(world.run().tally.fleet()[FleetLevel::hosts].peak() == 2);
}

TEST_CASE("each placement policy declares only the index that it uses") {
  CHECK(made<PlacementPolicy>(policy(Seam::placement, "first-fit"))->needs().bins_by_age);
  CHECK_FALSE(made<PlacementPolicy>(policy(Seam::placement, "first-fit"))->needs().bins_by_free);
  CHECK(made<PlacementPolicy>(policy(Seam::placement, "best-fit"))->needs().bins_by_free);
  CHECK(made<PlacementPolicy>(policy(Seam::placement, "worst-fit"))->needs().bins_by_free);
}
