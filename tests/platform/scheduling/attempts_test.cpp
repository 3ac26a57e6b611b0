// Tests of limits and queues: max_instances, concurrency limits, bounded queues and longest waits.
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

std::vector<std::uint64_t> order_of_starts(const Recorder& record) {
  std::vector<std::uint64_t> order;
  for (const Observation& seen : record.of(Change::started)) {
    order.push_back(seen.ordinal);
  }
  return order;
}

PolicyChoice concurrency_limit(std::int64_t tenant, std::int64_t function, bool queue) {
  return policy(Seam::admission, "concurrency-limit",
                {whole(tenant), whole(function), whole(queue ? 1 : 0), whole(0)});
}

constexpr std::int64_t kNoLimit = kUnlimited;

}  // namespace

TEST_CASE("attempts beyond max_instances wait in the order of the queueing policy") {
  // The only instance runs during 0..1,000 ms and then serves one attempt after the other.
  World world;
  FunctionTraits traits;
  traits.max_instances = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(100), ms(1'000));
  world.arrive(f, at_ms(200), ms(1'000));
  SECTION("fifo") {
    const RunOutcome outcome = world.run();
    CHECK(order_of_starts(world.record) == std::vector<std::uint64_t>{0, 1, 2});
    CHECK(outcome.tally.responses().latency().max() == 2'800'000'000);
    CHECK(outcome.tally.queueing_ns() == sim::Int128{2'700'000'000});
    CHECK(Counts(outcome).cold == 1);
    CHECK(Counts(outcome).waited == 2);
    CHECK(Counts(outcome).created == 1);
  }
  SECTION("lifo") {
    world.parameters.policies.queueing = policy(Seam::queueing, "lifo");
    const RunOutcome outcome = world.run();
    CHECK(order_of_starts(world.record) == std::vector<std::uint64_t>{0, 2, 1});
    CHECK(outcome.tally.responses().latency().max() == 2'900'000'000);
    CHECK(outcome.tally.queueing_ns() == sim::Int128{2'700'000'000});
  }
  SECTION("late binding gives the same result") {
    world.parameters.scheduler.binding = Binding::late;
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.responses().latency().max() == 2'800'000'000);
    CHECK(Counts(outcome).waited == 2);
  }
  SECTION("the queue of a function is bounded") {
    world.parameters.scheduler.queue_capacity = 1;
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::throttled) == 1);
    CHECK(outcome.tally.responses().latency().max() == 1'900'000'000);
  }
  SECTION("an attempt that waits too long gives up") {
    // The second attempt would give up at 1,050 ms, and the third gives up at 1,150 ms. The second has
    // started at 1,000 ms.
    world.parameters.frontend.max_wait = ms(950);
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::expired) == 1);
    CHECK(outcome.tally.sojourns().of_others() == 950'000'000);
    CHECK(world.record.when_ms(Change::finished) == std::vector<std::int64_t>{1'000, 1'150, 2'000});
  }
  SECTION("an attempt is served at the last instant of its wait") {
    world.parameters.frontend.max_wait = ms(900);
    CHECK(Counts(world.run()).of(Outcome::completed) == 2);
  }
}

TEST_CASE("attempts beyond a concurrency limit are throttled") {
  World world;
  FunctionTraits reserved;
  reserved.concurrency_limit = 1;
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  const FunctionId h = world.function("h", reserved);
  const FunctionId other = world.function("f", {}, 128, "another");
  for (const FunctionId id : {f, f, f, g, h, h, other}) {
    world.arrive(id, at_ms(0), ms(1'000));
  }
  world.arrive(f, at_ms(1'000), ms(1'000));  // at this instant the previous attempts have ended
  const auto throttled = [](FunctionId id, const RunOutcome& outcome) {
    return outcome.tally.extras()[id.index()].outcomes[static_cast<std::size_t>(Outcome::throttled)];
  };
  SECTION("no limit except the reserved concurrency of a function") {
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::throttled) == 1);
    CHECK(throttled(h, outcome) == 1);
  }
  SECTION("limit of a tenant: 4 of its 6 attempts at a time") {
    world.parameters.policies.admission = concurrency_limit(4, kNoLimit, false);
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::throttled) == 2);
    CHECK(throttled(h, outcome) == 2);
    CHECK(Counts(outcome).of(Outcome::completed) == 6);
  }
  SECTION("limit of each function: 2 of f, and 1 of h, its own limit") {
    world.parameters.policies.admission = concurrency_limit(1'000, 2, false);
    const RunOutcome outcome = world.run();
    CHECK(throttled(f, outcome) == 1);
    CHECK(throttled(g, outcome) == 0);
    CHECK(throttled(h, outcome) == 1);
  }
  SECTION("warm invocations count under the limit, too") {
    world.parameters.policies.admission = concurrency_limit(1, kNoLimit, false);
    world.arrive(f, at_ms(1'500), ms(10));  // the attempt that arrived at 1,000 is still running
    const RunOutcome outcome = world.run();
    CHECK(throttled(f, outcome) == 2 + 1);
  }
}

TEST_CASE("the frontend's queue contains the attempts over the limit, up to its capacity") {
  World world;
  world.parameters.policies.admission = concurrency_limit(1, kNoLimit, true);
  const FunctionId f = world.function("f");
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(10 * i), ms(1'000));
  }
  SECTION("with one place, two are throttled, and the attempt that waited starts warm") {
    world.parameters.frontend.queue_capacity = 1;
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::throttled) == 2);
    CHECK(Counts(outcome).warm == 1);
    CHECK(outcome.tally.responses().latency().max() == 1'990'000'000);
    CHECK(outcome.tally.queueing_ns() == 990'000'000);
  }
  SECTION("with no place") {
    CHECK(Counts(world.run()).of(Outcome::throttled) == 3);
  }
  SECTION("last in, first out") {
    world.parameters.frontend.queue_capacity = 9;
    world.parameters.policies.queueing = policy(Seam::queueing, "lifo");
    world.run();
    CHECK(order_of_starts(world.record) == std::vector<std::uint64_t>{0, 3, 2, 1});
  }
  SECTION("an attempt in the frontend's queue that waits too long gives up") {
    world.parameters.frontend.queue_capacity = 9;
    world.parameters.frontend.max_wait = ms(500);
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::expired) == 3);
    CHECK(outcome.tally.sojourns().of_others() == 1'500'000'000);
    CHECK(world.record.when_ms(Change::finished) == std::vector<std::int64_t>{510, 520, 530, 1'000});
  }
}

TEST_CASE(
    "an attempt in the frontend's queue whose function is at its limit does not block the attempts behind "
    "it") {
  // The tenant limit is 2. f, which may have one in flight, runs long. Its second attempt waits from 100 ms
  // on. Behind it g waits from 200 ms on, because h is the second in flight. h ends at 300 ms. The second
  // attempt of f may not run, but g may, and ends at 310 ms. The second attempt of f gives up at 1,100 ms.
  World world;
  world.parameters.policies.admission = concurrency_limit(2, kNoLimit, true);
  world.parameters.frontend.queue_capacity = 9;
  world.parameters.frontend.max_wait = ms(1'000);
  FunctionTraits reserved;
  reserved.concurrency_limit = 1;
  const FunctionId f = world.function("f", reserved);
  const FunctionId g = world.function("g");
  const FunctionId h = world.function("h");
  world.arrive(f, at_ms(0), ms(10'000));
  world.arrive(h, at_ms(0), ms(300));
  world.arrive(f, at_ms(100), ms(10));
  world.arrive(g, at_ms(200), ms(10));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::completed) == 3);
  CHECK(Counts(outcome).of(Outcome::expired) == 1);
  CHECK(outcome.tally.functions()[g.index()].latency_ns == 110'000'000);
}

TEST_CASE("attempts that waited for room join the instance started for the first of them") {
  // g occupies all memory until 1,000 ms. Then one instance of f serves both attempts.
  World world;
  world.parameters.cluster.hosts = {1, 0, 1'024};
  world.parameters.cluster.vms.memory = 1'024;
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.cold_start.sandbox = takes(ms(100));
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  FunctionTraits two;
  two.requests_per_instance = 2;
  const FunctionId f = world.function("f", two, 512);
  const FunctionId g = world.function("g", {}, 1'024);
  world.arrive(g, at_ms(0), ms(900));
  world.arrive(f, at_ms(100), ms(10));
  world.arrive(f, at_ms(200), ms(10));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).created == 2);
  CHECK(outcome.tally.functions()[f.index()].latency_ns == static_cast<std::uint64_t>(ms(1'010 + 910).ns()));
}

TEST_CASE(
    "late binding: instances started for attempts that lost their instances have their own start-up draws") {
  // A VM crashes with three starting instances, while three attempts wait. The start-ups of the three new
  // instances must have different lengths.
  World world;
  world.parameters.scheduler.binding = Binding::late;
  world.parameters.cold_start.sandbox = sim::Distribution::uniform(1e9, 2e9);
  world.parameters.faults.vm_crashes = {{ms(500), 0}};
  const FunctionId f = world.function("f");
  for (int i = 0; i < 3; ++i) {
    world.arrive(f, at_ms(i), ms(5'000));
  }
  world.run();
  const std::vector<Observation> created = world.record.of(Change::instance_created);
  REQUIRE(created.size() == 6);
  CHECK(created[3].until != created[4].until);
  CHECK(created[4].until != created[5].until);
  CHECK(created[3].until != created[5].until);
}

TEST_CASE("hedged attempts of one function that wait for room each have a turn among all waiting attempts") {
  // There are four VMs for one instance each. f and g use one each, and h uses two until they are reclaimed
  // at 1.5 s. Two attempts of f and two of g wait, by deadline in the order f, g, f, g. The room of h is used
  // by the first attempts of f and g.
  World world;
  world.parameters.policies.queueing = policy(Seam::queueing, "earliest-deadline");
  world.parameters.policies.scaling = policy(Seam::scaling, "hedged", {length(ms(0))});
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.cluster.vms.memory = 1'024;
  world.parameters.cluster.hosts = {4, 0, 1'024};
  world.parameters.cluster.vms.empty_release = {};
  world.parameters.cold_start.sandbox = takes(ms(500));
  FunctionTraits traits;
  traits.deadline = ms(20'000);
  const FunctionId f = world.function("f", traits, 1'024);
  const FunctionId g = world.function("g", traits, 1'024);
  const FunctionId h = world.function("h", traits, 1'024);
  for (const FunctionId function : {f, g}) {
    world.arrive(function, at_ms(0), ms(10'000));
  }
  for (int i = 0; i < 2; ++i) {
    world.arrive(h, at_ms(0), ms(1'000));
  }
  for (int i = 1; i <= 2; ++i) {
    world.arrive(f, at_ms(100 * i), ms(10'000));
    world.arrive(g, at_ms(100 * i + 50), ms(10'000));
  }
  world.run();
  std::vector<std::uint32_t> started;
  for (const Observation& seen : world.record.of(Change::started)) {
    if (seen.now == at_ms(2'000)) {
      started.push_back(seen.function.value());
    }
  }
  CHECK(started == std::vector<std::uint32_t>{f.value(), g.value()});
}
