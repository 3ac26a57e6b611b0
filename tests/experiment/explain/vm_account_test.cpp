#include "models/experiment/explain/vm_account.hpp"

#include "tests/experiment/explain/followed_rows.hpp"

using namespace support;

namespace {

VmAccount followed_vm(World& world, std::uint64_t number) {
  VmFollower follower(number);
  follower.finish(world.observe_to_last_event(follower));
  REQUIRE(follower.account().has_value());
  return *follower.account();
}

}  // namespace

TEST_CASE("a course keeps the integral of a level, for any length") {
  LevelCourse course(at_ms(5));
  course.set(10, at_ms(5));
  course.set(0, at_ms(15));
  CHECK(course.integral(at_ms(20)) == sim::Int128{10} * ms(10).ns());
  CHECK(course.means(at_ms(20)).front() == 10);
  course.set(4, at_ms(1'000'005));
  course.set(0, at_ms(3'000'005));
  CHECK(course.peak() == 10);
  CHECK(course.integral(at_ms(4'000'005)) ==
        sim::Int128{10} * ms(10).ns() + sim::Int128{4} * ms(2'000'000).ns());
  const std::vector<double> means = course.means(at_ms(4'000'005));
  CHECK(means.size() <= LevelCourse::kMostBins);
  CHECK(means.size() > LevelCourse::kMostBins / 4);
  CHECK(means.back() == 0);
}

TEST_CASE("the life of a VM consists of the lives of its instances, and of the time in which it is empty") {
  // The instance of f with 256 MiB is in VM 0 from 0 to 400 ms, and the instance of g with 512 MiB from 200
  // to 700 ms. After that the VM is kept for 1 s.
  World world;
  world.parameters.cluster.hosts.memory = 1'024;
  world.parameters.cluster.vms.memory = 1'024;
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.cluster.vms.empty_release = ms(1'000);
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(300))});
  const FunctionId f = world.function("f", {}, 256);
  const FunctionId g = world.function("g", {}, 512);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(g, at_ms(200), ms(200));
  world.horizon = at_ms(5'000);
  const VmAccount account = followed_vm(world, 0);
  CHECK(account.capacity == 1'024);
  CHECK(account.opened == at_ms(0));
  CHECK(account.until == at_ms(1'700));
  CHECK(account.instances == 2);
  CHECK(account.most_instances == 2);
  CHECK(account.used.peak() == 768);
  CHECK(account.used.integral(account.until) ==
        sim::Int128{256} * ms(400).ns() + sim::Int128{512} * ms(500).ns());
  CHECK(account.empty == ms(1'000));
  REQUIRE(account.ended.has_value());
  CHECK(account.ended->reason == EndReason::keep_alive);
  REQUIRE(account.opened_for.has_value());
  CHECK(account.first_function == f);
  CHECK(account.opened_for->start.ordinal == 0);
  CHECK(account.functions.at(g.value()).attempts == 1);
}

TEST_CASE("VMs of random scenarios end for a reason, and are as full as the observations say") {
  std::map<EndReason, std::uint64_t> ends;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    World world = any_scenario(seed);
    Recorder record;
    world.run_observed(record);
    const std::vector<Observation> opened = record.of(Change::vm_created);
    if (opened.empty()) {
      continue;
    }
    sim::Draw draw(sim::DrawKey(9, 0, 0), seed, 0);
    const std::uint64_t number = draw.below(static_cast<std::uint32_t>(opened.size()));
    const VmAccount account = followed_vm(world, number);
    REQUIRE(account.opened == opened[number].now);
    std::map<std::uint32_t, Observation> inside;
    sim::Int128 integral = 0;
    bool is_released = false;
    for (const Observation& seen : record.all) {
      if (!seen.vm.valid() || seen.vm_number != number) {
        continue;
      }
      if (seen.change == Change::instance_created) {
        inside[seen.instance.value()] = seen;
      } else if (seen.change == Change::instance_reclaimed) {
        const Observation& begin = inside.at(seen.instance.value());
        integral += static_cast<sim::Int128>(begin.amount) * (seen.now - begin.now).ns();
        inside.erase(seen.instance.value());
      }
      is_released |= seen.change == Change::vm_released;
    }
    for (const auto& [row, begin] : inside) {
      integral += static_cast<sim::Int128>(begin.amount) * (account.until - begin.now).ns();
    }
    REQUIRE(account.used.integral(account.until) == integral);
    REQUIRE(account.ended.has_value() == is_released);
    if (account.ended) {
      ++ends[account.ended->reason];
    }
  }
  for (const EndReason reason :
       {EndReason::keep_alive, EndReason::evicted, EndReason::vm_lifetime, EndReason::crash}) {
    CAPTURE(static_cast<int>(reason));
    CHECK(ends[reason] > 0);
  }
}
