// Data that a policy declares is kept, and only declared hooks are called. Invalid decisions are reported.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "models/platform/blame.hpp"
#include "models/policies/admission/seam.hpp"
#include "models/policies/future.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "models/policies/queueing/seam.hpp"
#include "models/policies/routing/seam.hpp"
#include "models/policies/scaling/seam.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// The notices that the policy below has received. A test clears them before a run.
struct Told {
  std::vector<ArrivalNotice> arrivals;
  std::vector<CompletionNotice> completions;
  std::vector<EvictionNotice> evictions;
  std::vector<Time> ticks;
};
Told told;

/// Keeps instances for 10 s. Its arguments give its declared needs: arrivals, completions, evictions, tick.
class Spy final : public KeepAlivePolicy {
 public:
  explicit Spy(const Arguments& arguments) : arguments_(arguments) {}
  [[nodiscard]] Needs needs() const override {
    return {.on_arrival = arguments_.flag(0),
            .on_completion = arguments_.flag(1),
            .on_eviction = arguments_.flag(2),
            .tick = arguments_.duration(3)};
  }
  Duration keep_for(const IdleInstanceView&) override { return ms(10'000); }
  [[nodiscard]] std::optional<Duration> constant() const override { return ms(10'000); }
  void on_arrival(const ArrivalNotice& notice) override { told.arrivals.push_back(notice); }
  void on_completion(const CompletionNotice& notice) override { told.completions.push_back(notice); }
  void on_eviction(const EvictionNotice& notice) override { told.evictions.push_back(notice); }
  void on_tick(Time now) override { told.ticks.push_back(now); }

 private:
  Arguments arguments_;
};
const PolicyDeclaration spy{Seam::keep_alive, "spy", "", "", {}, make_from_arguments<Spy>};

/// Its floor is 3 until 30 s, and 1 after that. It is called every 10 s.
class Falling final : public PreWarmPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.tick = ms(10'000)}; }
  std::uint32_t floor(const PreWarmQuery& query) override { return query.now < at_ms(30'000) ? 3 : 1; }
};
const PolicyDeclaration falling{Seam::pre_warm, "falling", "", "", {}, make_plain<Falling>};

/// Serves the shortest execution first.
class Shortest final : public QueueingPolicy {
 public:
  std::int64_t key(const QueueingQuery& query) override { return query.duration.ns(); }
};
const PolicyDeclaration shortest{Seam::queueing, "shortest", "", "", {}, make_plain<Shortest>};

/// Serves first come, first served, and records attempts that leave. Its arguments declare whether it is
/// notified, and whether its order holds among functions.
class Leaving final : public QueueingPolicy {
 public:
  explicit Leaving(const Arguments& arguments) : arguments_(arguments) {}
  [[nodiscard]] Needs needs() const override {
    return {.on_leave = arguments_.flag(0), .across_functions = arguments_.flag(1)};
  }
  std::int64_t key(const QueueingQuery& query) override { return query.now.ns(); }
  [[nodiscard]] QueueOrder order() const override {
    return arguments_.flag(2) ? QueueOrder::first_in_first_out : QueueOrder::keyed;
  }
  void on_leave(const LeaveNotice& notice) override { left.push_back(notice); }

  static inline std::vector<LeaveNotice> left;

 private:
  Arguments arguments_;
};
const PolicyDeclaration leaving{Seam::queueing, "leaving", "", "", {}, make_from_arguments<Leaving>};

/// Queues every attempt until 1 s. If its arguments say so, it announces the time 1 s.
class FromOneSecond final : public AdmissionPolicy {
 public:
  explicit FromOneSecond(const Arguments& arguments) : told_(arguments.flag(0)) {}
  [[nodiscard]] Needs needs() const override { return {.asked_again = told_}; }
  Admission decide(const AdmissionQuery& query) override {
    return query.now < at_ms(1'000) ? Admission::queue_tenant : Admission::admit;
  }
  [[nodiscard]] Time again(const AdmissionQuery&) const override { return at_ms(1'000); }

 private:
  bool told_;
};
const PolicyDeclaration from_one_second{
    Seam::admission, "from-one-second", "", "", {}, make_from_arguments<FromOneSecond>};

/// Admits an attempt that finds an idle instance, or a starting instance with a spare slot, and also the very
/// first attempt.
class OnlyFound final : public AdmissionPolicy {
 public:
  Admission decide(const AdmissionQuery& query) override {
    return query.new_instance && ++starts_ > 1 ? Admission::throttle : Admission::admit;
  }

 private:
  int starts_ = 0;
};
const PolicyDeclaration only_found{Seam::admission, "only-found", "", "", {}, make_plain<OnlyFound>};

class AdmitsOdd final : public AdmissionPolicy {
 public:
  Admission decide(const AdmissionQuery&) override {
    return ++asked_ % 2 == 1 ? Admission::admit : Admission::throttle;
  }

 private:
  int asked_ = 0;
};
const PolicyDeclaration admits_odd{Seam::admission, "admits-odd", "", "", {}, make_plain<AdmitsOdd>};

/// Keeps the first instance that becomes idle for 1 s, the next for 2 s, and so on. It also checks its view.
class Growing final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView& view) override {
    CHECK(view.memory == 128);
    CHECK(view.start_up == ms(50));
    CHECK(view.created + view.start_up <= view.now);
    return ms(1'000 * view.uses);
  }
};
const PolicyDeclaration growing{Seam::keep_alive, "growing", "", "", {}, make_plain<Growing>};

/// Queues every attempt, and requests to be called again at the same instant.
class AsksAtOnce final : public AdmissionPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.asked_again = true}; }
  Admission decide(const AdmissionQuery&) override { return Admission::queue; }
  [[nodiscard]] Time again(const AdmissionQuery& query) const override { return query.now; }
};
const PolicyDeclaration asks_at_once{Seam::admission, "at-once", "", "", {}, make_plain<AsksAtOnce>};
class RoutesNowhere final : public RoutingPolicy {
 public:
  InstanceId choose(const RoutingQuery&, const Candidates&) override { return InstanceId{99u}; }
};
class RoutesToBusy final : public RoutingPolicy {
 public:
  InstanceId choose(const RoutingQuery&, const Candidates&) override { return InstanceId{0u}; }
};
class PlacesAnywhere final : public PlacementPolicy {
 public:
  std::optional<Bins::Bin> choose(const PlacementQuery&, const Bins& bins) override {
    return bins.size() > 0 ? std::optional<Bins::Bin>(0u) : std::nullopt;
  }
};
class NeverScales final : public ScalingPolicy {
 public:
  Scale decide(const ScalingQuery&) override { return Scale::wait; }
};
class KeepsNegative final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView&) override { return Duration{-1}; }
};
const PolicyDeclaration routes_nowhere{Seam::routing, "nowhere", "", "", {}, make_plain<RoutesNowhere>};
const PolicyDeclaration routes_to_busy{Seam::routing, "busy", "", "", {}, make_plain<RoutesToBusy>};
const PolicyDeclaration places_anywhere{Seam::placement, "anywhere", "", "", {}, make_plain<PlacesAnywhere>};
const PolicyDeclaration never_scales{Seam::scaling, "never", "", "", {}, make_plain<NeverScales>};
const PolicyDeclaration keeps_negative{Seam::keep_alive, "negative", "", "", {}, make_plain<KeepsNegative>};

}  // namespace

TEST_CASE("hooks and ticks are called only if they are declared") {
  World world;
  FunctionTraits reserved;
  reserved.concurrency_limit = 1;
  const FunctionId f = world.function("f", reserved);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(50), ms(100));  // this attempt is throttled
  world.arrive(f, at_ms(200), ms(300));
  world.horizon = at_ms(20'000);
  const std::string without = text_of(world.run());
  const auto spied = [&world](std::vector<Argument> arguments) {
    world.parameters.policies.keep_alive = {&spy, Arguments(std::move(arguments))};
    told = {};
    return text_of(world.run_as(world.options));
  };
  SECTION("no hook is declared") {
    CHECK(spied({whole(0), whole(0), whole(0), length({})}) == without);
    CHECK(told.arrivals.empty());
    CHECK(told.completions.empty());
    CHECK(told.evictions.empty());
    CHECK(told.ticks.empty());
  }
  SECTION("a notice of arrivals for every attempt that requests admission") {
    CHECK(spied({whole(1), whole(0), whole(0), length({})}) == without);
    REQUIRE(told.arrivals.size() == 3);
    CHECK(told.arrivals[1].now == at_ms(50));
    CHECK(told.arrivals[1].function == f);
    CHECK(told.completions.empty());
  }
  SECTION("a notice of completions with the duration of the execution") {
    CHECK(spied({whole(0), whole(1), whole(0), length({})}) == without);
    REQUIRE(told.completions.size() == 2);
    CHECK(told.completions[1].now == at_ms(500));
    CHECK(told.completions[1].execution == ms(300));
    CHECK(told.arrivals.empty());
  }
  SECTION("a notice of evictions") {
    CHECK(spied({whole(0), whole(0), whole(1), length({})}) == without);
    REQUIRE(told.evictions.size() == 1);
    CHECK(told.evictions[0].now == at_ms(10'500));
  }
  SECTION("ticks until the window ends") {
    CHECK(spied({whole(0), whole(0), whole(0), length(ms(6'000))}) == without);
    CHECK(told.ticks == std::vector<Time>{at_ms(6'000), at_ms(12'000), at_ms(18'000)});
  }
}

TEST_CASE("the future is given once, before the run, to a policy that declares it") {
  class Seer final : public KeepAlivePolicy {
   public:
    explicit Seer(const Arguments& arguments) : wants_(arguments.flag(0)) {}
    [[nodiscard]] Needs needs() const override { return {.on_arrival = true, .future = wants_}; }
    Duration keep_for(const IdleInstanceView&) override { return {}; }
    void on_arrival(const ArrivalNotice&) override { CHECK(foreseen_ == (wants_ ? 2u : 0u)); }
    void foresee(const Future& future) override { foreseen_ += future.of(FunctionId{0u}).size(); }

   private:
    bool wants_;
    std::size_t foreseen_ = 0;
  };
  const PolicyDeclaration seer{Seam::keep_alive, "seer", "", "", {}, make_from_arguments<Seer>};
  for (const std::int64_t wants : {0, 1}) {
    World world;
    const FunctionId f = world.function("f");
    world.arrive(f, at_ms(0), ms(100));
    world.arrive(f, at_ms(50), ms(100));
    world.parameters.policies.keep_alive = {&seer, Arguments({whole(wants)})};
    CHECK(world.counts().cold == 2);
  }
}

TEST_CASE("ticks do not prolong a run in which invocations wait forever") {
  World world;
  world.parameters.cluster.hosts = {1, 0, 512};
  world.parameters.cluster.vms.memory = 512;
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.policies.keep_alive = {&spy, Arguments({whole(0), whole(0), whole(0), length(ms(1'000))})};
  FunctionTraits held;
  held.provisioned = 1;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.function("holds", held, 512);
  world.arrive(world.function("waits", {}, 512), at_ms(100), ms(1));
  const RunOutcome outcome = world.run();
  CHECK(outcome.in_flight == 1);
  CHECK(Counts(outcome).of(Outcome::completed) == 0);
}

TEST_CASE("a falling floor releases the instances that were held only by the floor") {
  // Three instances exist from 0 on. Their keep-alive ends at 10 s. At 30 s the floor is 1, and two instances
  // are reclaimed.
  World world;
  world.parameters.policies.pre_warm = {&falling, {}};
  world.horizon = at_ms(50'000);
  world.function("f");
  const Counts counts = world.counts();
  CHECK(counts.created == 3);
  CHECK(counts.live_ns == static_cast<std::uint64_t>(ms(30'000 + 30'000 + 50'000).ns()));
}

TEST_CASE("a queueing policy's key orders the waiting attempts") {
  World world;
  world.parameters.policies.queueing = {&shortest, {}};
  FunctionTraits traits;
  traits.max_instances = 1;
  const FunctionId f = world.function("f", traits);
  for (const std::int64_t duration : {1'000, 300, 100, 200, 100}) {
    world.arrive(f, at_ms(0), ms(duration));
  }
  world.run();
  std::vector<std::uint64_t> order;
  for (const Observation& seen : world.record.of(Change::started)) {
    order.push_back(seen.ordinal);
  }
  CHECK(order == std::vector<std::uint64_t>{0, 2, 4, 3, 1});
}

TEST_CASE("an admission policy without static limits is called for every attempt") {
  World world;
  world.parameters.policies.admission = {&admits_odd, {}};
  const FunctionId f = world.function("f");
  for (int i = 0; i < 6; ++i) {
    world.arrive(f, at_ms(1'000 * i), ms(10));
  }
  const Counts counts = world.counts();
  CHECK(counts.of(Outcome::throttled) == 3);
  CHECK(counts.warm == 2);
}

TEST_CASE(
    "an admission policy that depends on time is asked again at its own time, if it declares this need") {
  World world;
  world.parameters.frontend.queue_capacity = 2;
  const FunctionId f = world.function("f");
  for (const std::int64_t time : {0, 100, 200}) {
    world.arrive(f, at_ms(time), ms(10));
  }
  world.parameters.policies.admission = {&from_one_second, Arguments({whole(1)})};
  CHECK(world.counts().of(Outcome::throttled) == 1);
  CHECK(world.record.when_ms(Change::admitted) == std::vector<std::int64_t>{1'000, 1'000});
  world.parameters.policies.admission = {&from_one_second, Arguments({whole(0)})};
  CHECK(world.run().in_flight == 2);
}

TEST_CASE("an admission policy is informed whether an attempt would start an instance") {
  // The first attempt starts an instance, which is ready at 500 ms. With early binding, the second attempt
  // joins that instance, which has two slots, and the third attempt would start another instance. With late
  // binding, the second attempt would also start an instance. At 650 ms a slot is free. No start exceeds
  // max_instances.
  World world;
  const bool early = GENERATE(false, true);
  world.parameters.scheduler.binding = early ? Binding::early : Binding::late;
  world.parameters.cold_start.sandbox = takes(ms(500));
  world.parameters.policies.admission = {&only_found, {}};
  FunctionTraits traits;
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits);
  traits.max_instances = 1;
  const FunctionId one = world.function("one", traits);
  const bool bounded = GENERATE(false, true);
  for (const std::int64_t time : {0, 100, 200, 650}) {
    world.arrive(bounded ? one : f, at_ms(time), ms(100));
  }
  CHECK(world.counts().of(Outcome::throttled) == (bounded ? 0 : early ? 1 : 2));
}

TEST_CASE(
    "a queueing policy that declares the need is notified when an attempt leaves a queue, with the reason") {
  World world;
  world.parameters.frontend.queue_capacity = 10;
  world.parameters.frontend.max_wait = ms(1'500);
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(3), whole(kUnlimited), whole(1), whole(0)});
  FunctionTraits traits;
  traits.max_instances = 1;
  const FunctionId f = world.function("f", traits);
  for (std::int64_t i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(i), ms(1'000));
  }
  const auto told_of = [&world](bool declared, bool across) {
    world.parameters.policies.queueing = {&leaving, Arguments({whole(declared), whole(across), whole(0)})};
    Leaving::left.clear();
    world.run_as(world.options);
    std::vector<std::tuple<std::int64_t, std::uint64_t, bool, bool>> all;
    for (const LeaveNotice& notice : Leaving::left) {
      all.emplace_back(notice.now.ns() / 1'000'000, notice.position, notice.admitted, notice.goes_on);
    }
    return all;
  };
  const bool across = GENERATE(false, true);
  CHECK(told_of(false, across).empty());
  // The first attempt runs; two wait for its instance, and the fourth for admission. At 1,000 ms the second
  // starts, and the fourth is admitted and waits as number 3. The third gives up at 1,502 ms, and the fourth
  // starts at 2,000 ms.
  CHECK(
      told_of(true, across) ==
      std::vector<std::tuple<std::int64_t, std::uint64_t, bool, bool>>{
          {1'000, 0, true, true}, {1'000, 2, false, true}, {1'502, 1, true, false}, {2'000, 3, true, true}});
  CHECK(Leaving::left.front().key == at_ms(1).ns());
  world.parameters.policies.queueing = {&leaving, Arguments({whole(0), whole(1), whole(1)})};
  CHECK_THROWS_AS(world.run_as(world.options), std::invalid_argument);
}

TEST_CASE(
    "a keep-alive policy without a constant is asked at every idling, and shorter keep-alives take effect") {
  // After its first use the instance is kept for 1 s. It is used again within that second, and from then on
  // it is kept for 2 s.
  World world;
  world.parameters.policies.keep_alive = {&growing, {}};
  world.parameters.cold_start.sandbox = takes(ms(50));
  world.horizon = at_ms(20'000);
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));      // the instance is idle at 150
  world.arrive(f, at_ms(1'149), ms(100));  // this attempt is warm; the instance is idle at 1,249 and kept to
                                           // 3,249
  world.arrive(f, at_ms(3'249), ms(100));  // this attempt is cold; the instance is idle at 3,399 and
                                           // reclaimed at 4,399
  const Counts counts = world.counts();
  CHECK(counts.warm == 1);
  CHECK(counts.cold == 2);
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{3'249, 4'399});
}

TEST_CASE("invalid decisions of a policy are detected") {
  World world;
  const FunctionId f = world.function("f", {}, 1u << 19);  // two instances fill a VM
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(500), ms(1'000));
  world.arrive(f, at_ms(600), ms(100));
  world.arrive(f, at_ms(1'100), ms(1'000));  // the attempt arrives while an instance is idle
  world.arrive(f, at_ms(1'200), ms(1'000));
  PolicyChoices& policies = world.parameters.policies;
  SECTION("a chosen instance does not exist") {
    policies.routing = {&routes_nowhere, {}};
  }
  SECTION("a chosen instance is busy") {
    policies.routing = {&routes_to_busy, {}};
  }
  SECTION("the policy requests another call at the same instant") {
    world.parameters.frontend.queue_capacity = 1;
    policies.admission = {&asks_at_once, {}};
  }
  SECTION("a chosen VM is full") {
    policies.placement = {&places_anywhere, {}};
  }
  SECTION("a chosen host is full") {
    policies.host_placement = {&places_anywhere, {}};
  }
  SECTION("an attempt is to wait although no instance exists") {
    policies.scaling = {&never_scales, {}};
  }
  SECTION("a time is negative") {
    policies.keep_alive = {&keeps_negative, {}};
  }
  CHECK_THROWS_AS(world.run_as(world.options), PolicyError);
}
