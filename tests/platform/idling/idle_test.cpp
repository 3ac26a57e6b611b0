// The data about idle instances that keep-alive policies get, and the decisions that they may take: notices,
// counts, reviews.
#include "models/platform/blame.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// The notices that the policies below have received. A test clears them before a run.
struct ToldOfIdle {
  std::vector<StartNotice> starts;
  std::vector<EvictionNotice> evictions;
  std::vector<std::uint32_t> idle;
  std::vector<IdleGroupView> groups;
};
ToldOfIdle told_of_idle;

/// Keeps instances for 10 s, and declares that it needs starts, evictions and counts.
class Listener final : public KeepAlivePolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    return {.on_start = true, .on_eviction = true, .idle_counts = true};
  }
  Duration keep_for(const IdleInstanceView& view) override {
    told_of_idle.idle.push_back(view.idle);
    return ms(10'000);
  }
  void on_start(const StartNotice& notice) override { told_of_idle.starts.push_back(notice); }
  void on_eviction(const EvictionNotice& notice) override { told_of_idle.evictions.push_back(notice); }
};
const PolicyDeclaration listener{Seam::keep_alive, "listener", "", "", {}, make_plain<Listener>};

/// Reviews a group every `arguments[0]` and reclaims `arguments[1]` of its instances.
class Reviewer final : public KeepAlivePolicy {
 public:
  explicit Reviewer(const Arguments& arguments) : arguments_(arguments) {}
  [[nodiscard]] Needs needs() const override { return {.reviews = true}; }
  Duration keep_for(const IdleInstanceView&) override { return Duration::infinite(); }
  Duration next_review(const IdleGroupView& group) override {
    return arguments_.duration(0) * (group.reviews + 1);
  }
  std::uint32_t review(const IdleGroupView& group) override {
    told_of_idle.groups.push_back(group);
    return arguments_.count(1);
  }

 private:
  Arguments arguments_;
};
const PolicyDeclaration reviewer{Seam::keep_alive, "reviewer", "", "", {}, make_from_arguments<Reviewer>};

/// A world with three instances of f, idle from 100, 200 and 300 ms on.
World three(PolicyChoice keep_alive) {
  told_of_idle = {};
  World world;
  world.parameters.policies.keep_alive = std::move(keep_alive);
  world.horizon = at_ms(20'000);
  const FunctionId f = world.function("f");
  for (int i = 1; i <= 3; ++i) {
    world.arrive(f, at_ms(0), ms(100 * i));
  }
  return world;
}

}  // namespace

TEST_CASE("a policy is notified of every start, with the length of the cold start of the instance") {
  told_of_idle = {};
  World world;
  world.parameters.policies.keep_alive = {&listener, {}};
  world.parameters.cold_start.sandbox = takes(ms(50));
  FunctionTraits traits;
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits, 256);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(0), ms(100));  // this attempt is bound to the same instance
  world.arrive(f, at_ms(1'000), ms(100));
  world.run_as(world.options);
  REQUIRE(told_of_idle.starts.size() == 3);
  CHECK(told_of_idle.starts[0].now == at_ms(50));
  CHECK(told_of_idle.starts[1].instance == told_of_idle.starts[0].instance);
  CHECK(told_of_idle.starts[2].now == at_ms(1'000));
  CHECK(told_of_idle.starts[2].memory == 256);
  CHECK(told_of_idle.starts[2].start_up == ms(50));
}

TEST_CASE("a notice says whether the instance was evicted, its value, and how many idle instances are left") {
  World world = three({&listener, {}});
  world.parameters.cluster.hosts = {1, 0, 384};
  world.parameters.cluster.vms.memory = 384;
  world.parameters.scheduler.evict_idle = true;
  world.arrive(world.function("g", {}, 256), at_ms(1'000), ms(100));
  world.run_as(world.options);
  REQUIRE(told_of_idle.evictions.size() == 4);
  // The default value of an instance is the time at which it became idle, in ns.
  CHECK(told_of_idle.evictions[0].under_pressure);
  CHECK(told_of_idle.evictions[0].value == 1e8);
  CHECK(told_of_idle.evictions[0].live == 2);
  CHECK(told_of_idle.evictions[1].value == 2e8);
  CHECK(told_of_idle.evictions[1].live == 1);
  CHECK(told_of_idle.evictions[2].now == at_ms(10'300));
  CHECK_FALSE(told_of_idle.evictions[2].under_pressure);
  CHECK(told_of_idle.evictions[2].live == 0);
}

TEST_CASE("idle instances of a function are counted correctly") {
  // The counts are 1, 2 and 3. The instance that was idle last is busy from 1,000 to 1,100 ms: two are idle,
  // and then three again. The other two expire at 10,100 and 10,200 ms.
  World world = three({&listener, {}});
  world.arrive(FunctionId{0u}, at_ms(1'000), ms(100));
  world.arrive(FunctionId{0u}, at_ms(10'150), ms(10));  // the instance idle since 100 is reclaimed
  world.arrive(world.function("g"), at_ms(15'000), ms(10));
  world.run_as(world.options);
  CHECK(told_of_idle.idle == std::vector<std::uint32_t>{1, 2, 3, 3, 2, 1});
}

TEST_CASE("a group is reviewed at the time that its policy requests, counted from its last use") {
  SECTION("each review reclaims one instance, the longest idle first") {
    World world = three({&reviewer, Arguments({length(ms(2'000)), whole(1)})});
    world.run();
    CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{2'300, 4'300, 6'300});
  }
  SECTION("a use of an instance restarts the time to the review") {
    World world = three({&reviewer, Arguments({length(ms(2'000)), whole(1)})});
    world.arrive(FunctionId{0u}, at_ms(2'299), ms(1));
    world.arrive(FunctionId{0u}, at_ms(4'000), ms(500));  // the instance is busy at the time of the next
                                                          // review
    world.run();
    CHECK(world.record.when_ms(Change::instance_reclaimed) ==
          std::vector<std::int64_t>{6'500, 8'500, 10'500});
  }
  SECTION("the view of a review") {
    told_of_idle = {};
    World world = three({&reviewer, Arguments({length(ms(2'000)), whole(1)})});
    world.run_as(world.options);
    REQUIRE(told_of_idle.groups.size() == 3);
    CHECK(told_of_idle.groups[1].idle == 2);
    CHECK(told_of_idle.groups[1].reviews == 1);
    CHECK(told_of_idle.groups[1].last_use == at_ms(300));
    CHECK(told_of_idle.groups[1].now == at_ms(4'300));
  }
}

TEST_CASE("a crash removes idle instances from their order, their count and their group") {
  for (const PolicyChoice& keep_alive :
       {PolicyChoice{&reviewer, Arguments({length(ms(2'000)), whole(1)})}, PolicyChoice{&listener, {}}}) {
    World world = three(keep_alive);
    world.parameters.scheduler.evict_idle = true;
    world.parameters.faults.vm_crashes = {{ms(1'000), 0}};
    world.arrive(FunctionId{0u}, at_ms(900), ms(200));  // the attempt is lost and not retried
    world.arrive(FunctionId{0u}, at_ms(1'500), ms(100));
    const Counts counts = world.counts();
    CHECK(counts.of(Outcome::failed) == 1);
    CHECK(counts.cold == 4);
  }
}

TEST_CASE("invalid decisions about groups are detected") {
  SECTION("a review reclaims more instances than are idle") {
    World world = three({&reviewer, Arguments({length(ms(2'000)), whole(4)})});
    CHECK_THROWS_AS(world.run_as(world.options), PolicyError);
  }
  SECTION("a review is requested at the same instant") {
    World world = three({&reviewer, Arguments({length(ms(0)), whole(1)})});
    CHECK_THROWS_AS(world.run_as(world.options), PolicyError);
  }
}
