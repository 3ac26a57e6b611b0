#include "models/platform/cell/setup.hpp"

#include "models/policies/future.hpp"
#include "models/policies/make.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Declares that it needs the future, records the future that it receives, and makes no decisions.
class Seer final : public KeepAlivePolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.future = true}; }
  void foresee(const Future& future) override {
    ++asked;
    foreseen.clear();
    for (std::size_t id = 0; id < future.functions(); ++id) {
      for (const Foreseen& invocation : future.of(FunctionId{id})) {
        foreseen.push_back(invocation.at);
      }
    }
  }
  Duration keep_for(const IdleInstanceView&) override { return ms(10'000); }
  static inline int asked = 0;
  static inline std::vector<Time> foreseen;
};
const PolicyDeclaration seer{Seam::keep_alive, "seer", "", "", {}, make_plain<Seer>};

/// Names each function of the table with its first arrival only.
class NamesLate final : public ArrivalSource {
 public:
  struct Coming {
    Time time;
    std::string name;
    FunctionTraits traits;
    Mebibytes memory = 128;
  };
  NamesLate(FunctionTable& table, std::vector<Coming> coming) : table_(table), coming_(std::move(coming)) {}
  std::size_t fill(std::span<Arrival> out) override {
    if (next_ == coming_.size()) {
      return 0;
    }
    const Coming& one = coming_[next_++];
    out[0] = {one.time, ms(10), table_.function(table_.tenant("t"), one.name, one.memory, one.traits)};
    return 1;
  }
  [[nodiscard]] std::optional<Time> horizon() const override { return at_ms(1'000); }

 private:
  FunctionTable& table_;
  std::vector<Coming> coming_;
  std::size_t next_ = 0;
};

/// Returns the times at which each function's first instance is created, in milliseconds.
std::vector<std::int64_t> first_instances(const Recorder& record, std::size_t functions) {
  std::vector<std::int64_t> times(functions, -1);
  for (const Observation& seen : record.of(Change::instance_created)) {
    std::int64_t& first = times.at(seen.function.index());
    first = first < 0 ? seen.now.ns() / 1'000'000 : first;
  }
  return times;
}

FunctionTraits with_one_held() {
  FunctionTraits traits;
  traits.provisioned = 1;
  return traits;
}

/// Creates the cell without running it.
void only_make(World& world) {
  ClientSource source(world.arrivals, world.horizon, world.groups);
  static_cast<void>(make_cell(world.parameters, world.table, source, world.options));
}

constexpr const char* kBadPool =
    "pre_warm: pool needs cluster.vms.isolation: shared, and a memory size that fits a VM";

}  // namespace

TEST_CASE("a pool is refused if VMs are not shared or its instances do not fit into a VM") {
  World world;
  world.parameters.cluster.vms.memory = 1'024;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "pool", {whole(1), whole(512)});
  SECTION("each VM belongs to one tenant") {
    CHECK_THROWS_WITH(only_make(world), kBadPool);
  }
  SECTION("each VM belongs to one function") {
    world.parameters.cluster.vms.isolation = Isolation::function;
    CHECK_THROWS_WITH(only_make(world), kBadPool);
  }
  SECTION("an instance is too large by one MiB") {
    world.parameters.cluster.vms.isolation = Isolation::shared;
    world.parameters.policies.pre_warm = policy(Seam::pre_warm, "pool", {whole(1), whole(1'025)});
    CHECK_THROWS_WITH(only_make(world), kBadPool);
  }
  SECTION("an instance just fits") {
    world.parameters.cluster.vms.isolation = Isolation::shared;
    world.parameters.policies.pre_warm = policy(Seam::pre_warm, "pool", {whole(1), whole(1'024)});
    CHECK_NOTHROW(only_make(world));
  }
}

TEST_CASE("a lifetime of zero is refused, a lifetime of one nanosecond is accepted") {
  World world;
  SECTION("the lifetime of an instance") {
    world.parameters.lifetimes.instance = takes(Duration{});
    CHECK_THROWS_WITH(only_make(world), "lifetimes: the lifetime of an instance must be positive");
    world.parameters.lifetimes.instance = takes(ns(1));
    CHECK_NOTHROW(only_make(world));
  }
  SECTION("the lifetime of a VM") {
    world.parameters.lifetimes.vm = takes(Duration{});
    CHECK_THROWS_WITH(only_make(world), "lifetimes: the lifetime of a VM must be positive");
    world.parameters.lifetimes.vm = takes(ns(1));
    CHECK_NOTHROW(only_make(world));
  }
  SECTION("a drawn lifetime may be short") {
    world.parameters.lifetimes.instance = sim::Distribution::exponential(0.5);
    CHECK_NOTHROW(only_make(world));
  }
}

TEST_CASE("a function with a memory size of 0 is refused when its row is made") {
  World world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(100), ms(10));
  SECTION("a declared function is refused before the run") {
    world.function("empty", {}, 0);
    ClientSource source(world.arrivals, world.horizon, {});
    const std::unique_ptr<Cell> cell = make_cell(world.parameters, world.table, source, world.options);
    CHECK_THROWS_WITH(cell->advance(Time{0}, 1), "function 'empty' has a memory size of 0 MiB");
  }
  SECTION("a function that is named later is refused at its first arrival") {
    NamesLate source(world.table, {{at_ms(100), "later", {}, 0}});
    const std::unique_ptr<Cell> cell = make_cell(world.parameters, world.table, source, world.options);
    CHECK(cell->advance(at_ms(100), 1'000) == Stopped::limit);
    CHECK_THROWS_WITH(cell->advance(Time::never(), 1'000), "function 'later' has a memory size of 0 MiB");
  }
}

TEST_CASE("a policy that needs the future is refused if the workload is not known in advance") {
  World world;
  world.parameters.policies.keep_alive = {&seer, {}};
  world.share_one_vcpu();
  SECTION("the workload has clients") {
    world.loop(world.function("f"), 1, takes(ms(10)), takes(ms(10)), at_ms(100));
    CHECK_THROWS_WITH(
        world.run_as(world.options),
        "policies: an oracle needs a workload that is known in advance, but the clients of a closed loop and "
        "measurement programmes send only after they have received an answer");
  }
  SECTION("a function has CPU work") {
    FunctionTraits computes;
    computes.cpu = 0.1;
    world.function("f");
    world.function("g", computes);
    CHECK_THROWS_WITH(world.run_as(world.options),
                      "policies: an oracle needs a workload that is known in advance, but the durations of "
                      "executions that share resources are not known in advance");
  }
  SECTION("a workload without clients and CPU work is accepted") {
    world.function("f");
    CHECK_NOTHROW(world.run_as(world.options));
  }
}

TEST_CASE("the future has all arrivals before the window's end, and these arrivals are simulated") {
  World world;
  world.parameters.policies.keep_alive = {&seer, {}};
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  world.arrive(g, at_ms(100), ms(10));
  world.arrive(f, at_ms(300), ms(10));
  world.arrive(f, at_ms(500) - ns(1), ms(10));
  world.arrive(f, at_ms(500), ms(10));
  world.arrive(g, at_ms(600), ms(10));
  world.options.end = at_ms(500);
  Seer::asked = 0;
  const RunOutcome outcome = world.run_as(world.options);
  CHECK(Seer::asked == 1);
  CHECK(Seer::foreseen == std::vector{at_ms(300), at_ms(500) - ns(1), at_ms(100)});
  CHECK(outcome.tally.arrivals_total() == 3);
  CHECK(outcome.tally.ended_total() == 3);
}

TEST_CASE("a declared function is deployed at time zero, any other function with its own first arrival") {
  // `declared` is in the table before the run and is never called. `late` and `later` are named when they are
  // first called. `unheard` is named just before `later` and is never called.
  World world;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.function("declared", with_one_held());
  class Source final : public ArrivalSource {
   public:
    Source(FunctionTable& table) : table_(table) {}
    std::size_t fill(std::span<Arrival> out) override {
      const TenantId tenant = table_.tenant("t");
      switch (step_++) {
        case 0:
          out[0] = {at_ms(200), ms(10), table_.function(tenant, "late", 128, with_one_held())};
          return 1;
        case 1:
          table_.function(tenant, "unheard", 128, with_one_held());
          out[0] = {at_ms(400), ms(10), table_.function(tenant, "later", 128, with_one_held())};
          return 1;
        case 2:
          out[0] = {at_ms(600), ms(10), table_.function(tenant, "late", 128, with_one_held())};
          return 1;
        default:
          return 0;
      }
    }
    [[nodiscard]] std::optional<Time> horizon() const override { return at_ms(1'000); }

   private:
    FunctionTable& table_;
    int step_ = 0;
  };
  Source source(world.table);
  world.options.observer = &world.record;
  const RunOutcome outcome = simulate(world.parameters, world.table, source, world.options);
  REQUIRE(world.table.size() == 4);
  CHECK(first_instances(world.record, 4) == std::vector<std::int64_t>{0, 200, -1, 400});
  // One instance of each function is held from the function's deployment on. The first attempts of `late` and
  // `later` do not wait for this instance and start another instance. So `declared` has one instance for
  // 1,000 ms, and `late` and `later` have two instances each, for 800 and 600 ms.
  CHECK(outcome.tally.fleet()[FleetLevel::instances].integral() == ms(3'800).ns());
}

TEST_CASE("a function's limit in flight is the lower of concurrency_limit and reserved_concurrency") {
  World world;
  FunctionTraits traits;
  traits.concurrency_limit = GENERATE(2u, 3u, kUnlimited);
  traits.reserved_concurrency = GENERATE(std::optional<std::uint32_t>(), std::optional<std::uint32_t>(2));
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(10), whole(kUnlimited), whole(0), whole(0)});
  const FunctionId f = world.function("f", traits);
  for (int k = 0; k < 5; ++k) {
    world.arrive(f, at_ms(0), ms(100));
  }
  const std::uint32_t most =
      std::min(5u, std::min(traits.concurrency_limit, traits.reserved_concurrency.value_or(kUnlimited)));
  CHECK(world.counts().of(Outcome::completed) == most);
}

TEST_CASE("a function with 0 requests per instance has one slot") {
  World world;
  FunctionTraits none;
  none.requests_per_instance = 0;
  const FunctionId f = world.function("f", none);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(50), ms(100));
  world.arrive(f, at_ms(500), ms(100));  // the attempt is warm
  CHECK(world.counts().created == 2);
}

TEST_CASE("the limit of a function also holds if more instances are ready") {
  World world;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTraits traits;
  traits.concurrency_limit = 2;
  traits.provisioned = 5;
  const FunctionId f = world.function("f", traits);
  for (int k = 0; k < 5; ++k) {
    world.arrive(f, at_ms(100), ms(100));
  }
  world.horizon = at_ms(1'000);
  const Counts counts = world.counts();
  CHECK(counts.warm == 2);
  CHECK(counts.of(Outcome::throttled) == 3);
}

TEST_CASE("functions with CPU work share the vCPUs of their VM, other functions do not") {
  World world;
  world.share_one_vcpu();
  FunctionTraits computes;
  computes.cpu = 1;
  const FunctionId f = world.function("f", computes);
  for (const FunctionId function : {f, f, world.function("g")}) {
    world.arrive(function, at_ms(0), ms(100));
  }
  world.run();
  CHECK(world.record.when_ms(Change::ended) == std::vector<std::int64_t>{100, 200, 200});
}
