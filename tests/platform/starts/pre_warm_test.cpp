// Tests of starts at a time that pre-warm sets when a function becomes idle.
#include "models/platform/blame.hpp"
#include "models/policies/make.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Plans a start each time the function becomes idle: 5 s later, or 2 s later every second time. The argument
/// is added to both times.
class Later final : public PreWarmPolicy {
 public:
  explicit Later(const Arguments& arguments) : more_(arguments.duration(0)) {}
  [[nodiscard]] Needs needs() const override { return {.start_times = true}; }
  std::uint32_t floor(const PreWarmQuery&) override { return 0; }
  std::optional<Time> start_at(const PreWarmQuery& query) override {
    CHECK(query.in_flight == 0);
    return query.now + ms(idle_++ % 2 == 0 ? 5'000 : 2'000) + more_;
  }

 private:
  Duration more_;
  int idle_ = 0;
};
const PolicyDeclaration later{Seam::pre_warm, "later", "", "", {}, make_from_arguments<Later>};

World world_with(const char* keep_alive, Duration more = {}) {
  World world;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, keep_alive);
  world.parameters.policies.pre_warm = {&later, Arguments({length(more)})};
  world.parameters.cold_start.sandbox = takes(ms(500));
  world.horizon = at_ms(30'000);
  return world;
}

using Times = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("one instance is started at the planned time, and not again after it ended without use") {
  World world = world_with("none");
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(500));  // this attempt is cold and runs from 500 to 1,000 ms
  const Counts counts = world.counts();
  CHECK(world.record.when_ms(Change::instance_created) == Times{0, 6'000});
  CHECK(world.record.when_ms(Change::instance_reclaimed) == Times{1'000, 6'500});
  CHECK(counts.cold == 1);
}

TEST_CASE("an invocation cancels the planned start, and an earlier plan replaces a later one") {
  // The function is idle at 1,000 ms, and a start is planned for 6,000 ms. The call at 2,000 ms cancels this
  // start. The call ends at 3,000 ms, and a start is planned for 5,000 ms.
  World world = world_with("none");
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(500));
  world.arrive(f, at_ms(2'000), ms(500));
  const Counts counts = world.counts();
  CHECK(world.record.when_ms(Change::instance_created) == Times{0, 2'000, 5'000});
  CHECK(counts.cold == 2);
}

TEST_CASE("a postponed start takes place at its new time") {
  // This test differs from the test above: each planned start is 1 s later, and there is a third call. The
  // call at 5,800 ms cancels the start at 3,000 + 3,000 = 6,000 ms. The call runs from 6,300 to 6,800 ms, and
  // a start is planned for 12,800 ms.
  World world = world_with("none", ms(1'000));
  const FunctionId f = world.function("f");
  for (const int time : {0, 2'000, 5'800}) {
    world.arrive(f, at_ms(time), ms(500));
  }
  world.run();
  CHECK(world.record.when_ms(Change::instance_created) == Times{0, 2'000, 5'800, 12'800});
}

TEST_CASE("no planned start takes place while an instance is live, or if the function may have no instance") {
  World world = world_with("forever");
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(500));
  world.run();
  CHECK(world.record.when_ms(Change::instance_created) == Times{0});

  World full = world_with("none");
  full.parameters.cluster.hosts = {1, 0, 1024};
  full.parameters.cluster.vms.memory = 1024;
  const FunctionId first = full.function("f", {}, 1024);
  full.arrive(first, at_ms(0), ms(500));
  full.arrive(full.function("g", {}, 1024), at_ms(5'000), ms(10'000));  // this instance occupies the room at
                                                                        // 6,000 ms
  full.run();
  CHECK(full.record.when_ms(Change::instance_created) == Times{0, 5'000, 17'500});
}

TEST_CASE("an invocation that finds no room also cancels the planned start") {
  // f is idle at 1,000 ms, with a start planned for 6,000 ms. g has the only VM from 2,000 to 4,500 ms, and
  // the call of f at 3,000 ms is refused. Then g has a start planned for 6,500 ms.
  World world = world_with("none");
  world.parameters.cluster.hosts = {1, 0, 1024};
  world.parameters.cluster.vms.memory = 1024;
  const FunctionId f = world.function("f", {}, 1024);
  world.arrive(f, at_ms(0), ms(500));
  world.arrive(world.function("g", {}, 1024), at_ms(2'000), ms(2'000));
  world.arrive(f, at_ms(3'000), ms(500));
  CHECK(world.counts().of(Outcome::refused) == 1);
  CHECK(world.record.when_ms(Change::instance_created) == Times{0, 2'000, 6'500});
}

TEST_CASE("while an invocation of the function is in flight, pre-warm is not called") {
  World world = world_with("none");
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(500));
  world.arrive(f, at_ms(0), ms(9'500));
  world.run();
  CHECK(world.record.when_ms(Change::instance_created) == Times{0, 0, 15'000});
}

TEST_CASE("a start in the past is a defect of the policy") {
  World world = world_with("none", ms(-6'000));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(500));
  CHECK_THROWS_AS(world.run(), PolicyError);
}
