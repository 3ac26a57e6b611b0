// Tests of the distance of a run from its references, worked out by hand.
#include "models/experiment/references.hpp"

#include <atomic>
#include <string>

#include "models/experiment/run.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

References references_of(const std::string& lesson, Duration lambda, const std::vector<Override>& set = {},
                         const std::vector<Time>& instants = {}) {
  RunSettings settings;
  settings.references = {lambda, instants};
  settings.audit = true;
  const Scenario scenario = load_scenario(support::in_tree("/scenarios/lessons/") + lesson, set);
  const RunResult result = run_scenario(scenario, settings);
  CHECK(result.broken.empty());
  CHECK(result.audited_events > 0);
  REQUIRE(result.references.has_value());
  return *result.references;
}

void check_point(const KeepAliveBound::Point& point, std::uint64_t cold_starts, double idle_s) {
  CHECK(point.cold_starts == cold_starts);
  CHECK(point.idle_ns == static_cast<sim::Int128>(idle_s * 1e9));
}

}  // namespace

TEST_CASE(
    "references: gaps of 299 s and 600 s, and a fixed keep-alive slightly too short for the longer one") {
  const References references = references_of("keep-alive-fixed.yaml", sim::minutes(10));
  CHECK(references.no_bound_as == "");
  CHECK(references.invocations == 3);
  check_point(references.run, 2, 1'499);
  check_point(references.oracle, 1, 899);
  check_point(references.same_idle, 1, 899);
  check_point(references.same_cold_starts, 2, 299);
  check_point(references_of("keep-alive-fixed.yaml", sim::minutes(5)).oracle, 2, 299);
  const References oracle = references_of("keep-alive-oracle.yaml", sim::minutes(10));
  check_point(oracle.run, 1, 899);
  check_point(oracle.oracle, 1, 899);
}

TEST_CASE("references: the warm-up is included, and start-ups count as time without execution") {
  const References references =
      references_of("keep-alive-fixed.yaml", sim::minutes(10),
                    {{"warmup", "5min"}, {"cold_start.sandbox", "2s"}, {"duration", "1000s"}});
  // Starts are at 0 s and 901 s, and executions from 2, 300 and 903 s on. Instances are idle from 3 to 300 s,
  // from 301 to 901 s, and from 904 s to the end.
  check_point(references.run, 2, 2 + 297 + 600 + 2 + 96);
  check_point(references.oracle, 1, 899);
}

TEST_CASE("references: fewer VMs would be enough, after some migrations") {
  const References references = references_of("packing-references.yaml", sim::minutes(10));
  REQUIRE(references.packing.size() == 20);
  std::uint64_t vms = 0;
  std::uint64_t bound = 0;
  std::uint64_t packed = 0;
  std::uint64_t migrations = 0;
  for (const PackingSample& sample : references.packing) {
    CHECK(sample.repacking.vms == sample.vms);
    vms += sample.vms;
    bound += sample.lower_bound;
    packed += sample.repacking.packed_vms;
    migrations += sample.repacking.migrations;
  }
  CHECK(vms == 40);
  CHECK(bound == 33);
  CHECK(packed == 33);
  CHECK(migrations == 7);
  CHECK(references.packing.front().at == at_ms(1'500));
  CHECK(references.packing.back().at == at_ms(30'000));
  CHECK(references.packing.back().instances == 2);
  const References two =
      references_of("packing-references.yaml", sim::minutes(10), {}, {at_ms(25'000), at_ms(5'000)});
  REQUIRE(two.packing.size() == 2);
  CHECK(two.packing[0].at == at_ms(5'000));
  CHECK(two.packing[0].instances == 4);
  CHECK(two.packing[1].repacking.migrations == 1);
}

TEST_CASE("references: if the keep-alive bound does not hold, the reason is reported") {
  const auto why = [](const char* lesson) { return references_of(lesson, sim::minutes(1)).no_bound_as; };
  CHECK(
      why("closed-loop.yaml") ==
      "clients of a closed loop send after they receive an answer, so the workload is not known in advance");
  CHECK(why("binding-late.yaml") == "attempts are bound late");
  CHECK(why("topology.yaml") == "hosts are at different distances");
  CHECK(why("requests-per-instance.yaml") == "an instance serves several requests at the same time");
  CHECK(why("provisioned.yaml") == "an instance was started before an attempt needed it");
  CHECK(why("queueing-fifo.yaml") == "an attempt waited");
  CHECK(why("no-room-refuse.yaml") == "an invocation was rejected or lost");
  CHECK(why("crash-and-retry.yaml") == "a VM crashed");
  CHECK(why("instance-lifetime.yaml") == "");
}

TEST_CASE("references: each class is packed separately, including at the end of the window") {
  World world;
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.cluster.hosts.memory = 1'000;
  world.parameters.cluster.vms.isolation = Isolation::tenant;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  const FunctionId a = world.function("a", {}, 400, "one");
  const FunctionId b = world.function("b", {}, 400, "other");
  for (const FunctionId function : {a, b}) {
    world.arrive(function, at_ms(0), ms(100));
  }
  ReferenceObserver observer(world.parameters, at_ms(1'000), {at_ms(500), at_ms(1'000)});
  world.options.observer = &observer;
  world.options.end = at_ms(1'000);
  observer.finish(world.run_as(world.options).end);
  REQUIRE(observer.packing().size() == 2);
  CHECK(observer.packing()[1].vms == 2);
  CHECK(observer.packing()[1].lower_bound == 2);
  CHECK(observer.packing()[1].repacking.packed_vms == 2);
  check_point(observer.run(), 2, 1.8);
  CHECK(observer.unforeseen() == "");
}

TEST_CASE("references: after an interrupt no packing is computed or reported") {
  World world;
  const FunctionId a = world.function("a");
  world.arrive(a, at_ms(0), ms(100));
  std::atomic<bool> stop{false};
  ReferenceObserver observer(world.parameters, at_ms(1'000), {at_ms(50), at_ms(700), at_ms(900)}, &stop);
  world.options.observer = &observer;
  world.options.end = at_ms(1'000);
  const Time end = world.run_as(world.options).end;
  const std::size_t seen = observer.packing().size();
  CHECK(seen >= 1);
  stop = true;
  CHECK_FALSE(observer.finish(end));
  CHECK(observer.packing().size() == seen);
  stop = false;
  CHECK(observer.finish(end));
  CHECK(observer.packing().size() == 3);
}

TEST_CASE("each of several observers receives only the changes that it requests") {
  struct Counting final : public Observer {
    explicit Counting(Changes wanted) : Observer(wanted) {}
    void observe(const Observation& seen) override {
      CHECK(wants(seen.change));
      ++calls;
    }
    int calls = 0;
  };
  Counting starts(Changes{Change::started});
  Counting ends(Changes{Change::ended, Change::finished});
  Observers both;
  both.add(&starts);
  both.add(&ends);
  CHECK(both.wants(Change::started));
  CHECK(both.wants(Change::finished));
  CHECK_FALSE(both.wants(Change::arrived));
  World world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(10));
  world.arrive(f, at_ms(100), ms(10));
  RunOptions options = world.options;
  options.observer = both.as_one();
  world.run_as(options);
  CHECK(starts.calls == 2);
  CHECK(ends.calls == 4);
}
