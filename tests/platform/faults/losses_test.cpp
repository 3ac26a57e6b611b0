// Tests of lifetimes, crashes and retries, and of the replacement of lost instances that pre-warm holds.
#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("an instance at the end of its lifetime finishes its executions") {
  // The instance has a lifetime of 0..2,000 ms and is busy during 1,500..2,500 ms.
  World world;
  world.parameters.lifetimes.instance = takes(ms(2'000));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(1'500), ms(1'000));
  world.arrive(f, at_ms(2'500), ms(100));  // the first instance is reclaimed at this instant
  const Counts counts = world.counts();
  CHECK(counts.cold == 2);
  CHECK(counts.warm == 1);
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{2'500});
  CHECK(counts.of(Outcome::completed) == 3);
}

TEST_CASE("an idle instance is reclaimed at the end of its lifetime") {
  World world;
  world.parameters.lifetimes.instance = takes(ms(2'000));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(2'000), ms(100));
  CHECK(world.counts().cold == 2);
}

TEST_CASE("a VM at the end of its lifetime takes no more instances and is released with its last instance") {
  // VM 0 exists during 0..2,000 ms. At 2,000 ms one instance is idle, one runs until 3,000 ms, and one starts
  // until 2,400 ms.
  World world;
  world.parameters.lifetimes.vm = takes(ms(2'000));
  world.parameters.cold_start.sandbox = takes(ms(500));
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(100), ms(2'400));    // this attempt starts another instance and runs 600..3,000
  world.arrive(f, at_ms(1'800), ms(3'000));  // this attempt is warm on the first instance and runs
                                             // 1,800..4,800
  world.arrive(f, at_ms(1'900), ms(200));    // this attempt starts another instance and runs 2,400..2,600
  world.arrive(f, at_ms(2'700), ms(100));    // this attempt runs on VM 1
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.vms_created() == 2);
  CHECK(Counts(outcome).of(Outcome::completed) == 5);
  CHECK(world.record.when_ms(Change::instance_reclaimed) ==
        std::vector<std::int64_t>{2'600, 3'000, 4'700, 4'800});
  // VM 1, idle since 2,800, reaches its own lifetime at 4,700.
  CHECK(world.record.when_ms(Change::vm_released) == std::vector<std::int64_t>{4'700, 4'800});
}

TEST_CASE("a provisioned instance that is lost is replaced at once") {
  World world;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.parameters.lifetimes.instance = takes(ms(10'000));
  world.horizon = at_ms(35'000);
  FunctionTraits traits;
  traits.provisioned = 1;
  world.function("f", traits);
  const Counts counts = world.counts();
  CHECK(counts.created == 4);  // instances are created at 0, 10, 20 and 30 s
  CHECK(counts.live_ns == 35'000'000'000);
}

TEST_CASE("an attempt lost with its VM is retried") {
  // The attempt is lost at 500 ms. The retry arrives 200 ms later and runs for 1,000 ms.
  World world;
  world.parameters.faults.vm_crashes = {{ms(500), 0}};
  world.parameters.faults.retry_backoff = takes(ms(200));
  FunctionTraits traits;
  traits.crash_retries = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(1'000));
  SECTION("one retry, which completes") {
    const RunOutcome outcome = world.run();
    const Counts counts(outcome);
    CHECK(counts.of(Outcome::completed) == 1);
    CHECK(outcome.tally.responses().latency().sum() == sim::Int128{1'700'000'000});
    CHECK(outcome.tally.started() == 2);
    CHECK(counts.cold == 2);
    CHECK(counts.charged == 1);  // lost executions are not charged
    CHECK(counts.billed_ns == 1'000'000'000);
    CHECK(outcome.tally.vms_created() == 2);
    CHECK(counts.busy_ns == 1'500'000'000);
    CHECK(world.record.when_ms(Change::vm_crashed) == std::vector<std::int64_t>{500});
  }
  SECTION("no more retries than its function allows") {
    world.parameters.faults.vm_crashes.push_back({ms(900), 1});
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::failed) == 1);
    CHECK(outcome.tally.sojourns().of_others() == 900'000'000);
    CHECK(outcome.tally.started() == 2);
  }
  SECTION("a crash before or after the lifetime of the VM has no effect") {
    world.parameters.faults.vm_crashes = {{ms(500), 1}, {ms(1'000), 0}};
    CHECK(Counts(world.run()).of(Outcome::completed) == 1);
    CHECK(world.run().tally.started() == 1);
  }
  SECTION("at the instant of its release the VM no longer exists") {
    world.parameters.faults.vm_crashes = {{ms(1'000), 0}};
    world.arrive(f, at_ms(1'000), ms(10));  // the next attempt is cold
    const Counts counts = world.counts();
    CHECK(counts.of(Outcome::completed) == 2);
    CHECK(counts.cold == 2);
  }
}

TEST_CASE("a crash while an instance starts") {
  // The instance would be ready at 1,000 ms. The instance of the retry is ready at 1,500 ms.
  World world;
  world.parameters.cold_start.runtime_start = takes(ms(1'000));
  world.parameters.faults.vm_crashes = {{ms(500), 0}};
  FunctionTraits traits;
  traits.crash_retries = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(100));
  const Binding binding = GENERATE(Binding::early, Binding::late);
  world.parameters.scheduler.binding = binding;
  const RunOutcome outcome = world.run();
  const Counts counts(outcome);
  CHECK(counts.cold == 1);
  CHECK(counts.created == 2);
  CHECK(outcome.tally.responses().latency().sum() == sim::Int128{1'600'000'000});
  CHECK(counts.live_ns == static_cast<std::uint64_t>(ms(500 + 1'100).ns()));
  CHECK(counts.ready_ns == 100'000'000);
  CHECK(outcome.tally.fleet()[FleetLevel::instances].peak() == 1);
}

TEST_CASE("both requests of an instance are lost with it, and each has its own retries") {
  World world;
  world.parameters.faults.vm_crashes = {{ms(500), 0}, {ms(600), 1}};
  FunctionTraits traits;
  traits.crash_retries = 1;
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(550));
  world.arrive(f, at_ms(100), ms(2'000));
  // Both requests are retried at 500 ms on one instance. At 600 ms both fail.
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::failed) == 2);
  CHECK(outcome.tally.started() == 4);
  CHECK(Counts(outcome).created == 2);
  CHECK(outcome.tally.sojourns().of_others() == sim::Int128{600'000'000 + 500'000'000});
}

TEST_CASE("after a crash, waiting attempts use the capacity that became free") {
  World world;
  world.parameters.faults.vm_crashes = {{ms(500), 0}};
  FunctionTraits traits;
  traits.max_instances = 1;
  SECTION("an attempt in the function's queue gets a new instance") {
    const FunctionId f = world.function("f", traits);
    world.arrive(f, at_ms(0), ms(1'000));
    world.arrive(f, at_ms(100), ms(1'000));
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::failed) == 1);
    CHECK(Counts(outcome).of(Outcome::completed) == 1);
    CHECK(outcome.tally.responses().latency().sum() == sim::Int128{1'400'000'000});
  }
  SECTION("an attempt in the frontend's queue is admitted") {
    world.parameters.policies.admission =
        policy(Seam::admission, "concurrency-limit", {whole(1), whole(1), whole(1), whole(0)});
    world.parameters.frontend.queue_capacity = 5;
    const FunctionId f = world.function("f");
    world.arrive(f, at_ms(0), ms(1'000));
    world.arrive(f, at_ms(100), ms(1'000));
    const RunOutcome outcome = world.run();
    CHECK(Counts(outcome).of(Outcome::failed) == 1);
    CHECK(outcome.tally.responses().latency().sum() == sim::Int128{1'400'000'000});
  }
}

TEST_CASE("every VM crashes after its drawn lifetime") {
  // Each VM exists for 700 ms, and there is no backoff. The attempts start at 0, 700, 1,400 and 2,100 ms; the
  // last one is lost at 2,800 ms.
  World world;
  world.parameters.faults.vm_time_to_crash = takes(ms(700));
  FunctionTraits traits;
  traits.crash_retries = 3;
  world.arrive(world.function("f", traits), at_ms(0), ms(1'000));
  const RunOutcome outcome = world.run();
  CHECK(Counts(outcome).of(Outcome::failed) == 1);
  CHECK(outcome.tally.sojourns().of_others() == sim::Int128{2'800'000'000});
  CHECK(outcome.tally.vms_created() == 4);
  CHECK(outcome.tally.series().bins().at(2).turned_away() == 0);  // the outcome is failed, not refused
  CHECK(outcome.tally.series().bins().at(2).ended == 1);
}

TEST_CASE("a run ends even if an attempt waits forever while other instances start and end") {
  World world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(10));
  SECTION("each VM crashes before its instance is ready, and late-bound attempts continue to wait") {
    world.parameters.scheduler.binding = Binding::late;
    world.parameters.cold_start.sandbox = takes(ms(100));
    world.parameters.faults.vm_time_to_crash = takes(ms(50));
  }
  SECTION("provisioned instances are replaced forever and leave no room") {
    world.parameters.cluster.hosts = {1, 0, 1'024};
    world.parameters.cluster.vms.memory = 1'024;
    world.parameters.scheduler.no_room = NoRoom::wait;
    world.parameters.lifetimes.instance = takes(ms(1'000));
    world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
    FunctionTraits held;
    held.provisioned = 2;
    world.function("held", held, 512);
    world.arrivals.clear();
    world.arrive(world.function("big", {}, 1'024), at_ms(100), ms(10));
  }
  world.horizon = at_ms(10'000);
  const RunOutcome outcome = world.run_as(world.options);
  CHECK(broken_law(outcome) == "");
  CHECK(outcome.in_flight == 1);
  CHECK(outcome.tally.sojourns().unfinished() > 0);
}

TEST_CASE("an attempt lost with its VM does not count under the limits until its retry") {
  // The attempt is lost at 500 ms and retried at 700 ms. At 600 ms another attempt takes the only slot until
  // 650 ms; then the retry takes it. The limit of the function is also 1.
  World world;
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(1), whole(1), whole(0), whole(0)});
  world.parameters.faults.vm_crashes = {{ms(500), 0}};
  world.parameters.faults.retry_backoff = takes(ms(200));
  FunctionTraits traits;
  traits.crash_retries = 1;
  traits.concurrency_limit = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(400), ms(50));  // this attempt is throttled
  world.arrive(f, at_ms(600), ms(50));
  const Counts counts = world.counts();
  CHECK(counts.of(Outcome::completed) == 2);
  CHECK(counts.of(Outcome::throttled) == 1);
}

TEST_CASE("a VM at the end of its lifetime takes no attempt on an instance that is still starting") {
  // VM 0 exists from 0 to 5,000 ms. Its instance is ready at 10,000 ms and serves only the first attempt. The
  // second attempt arrives after the end of the VM's lifetime and starts an instance on VM 1, which is ready
  // at 16,000 ms. The lifetime of VM 1 also ends before its instance is ready.
  World world;
  world.parameters.lifetimes.vm = takes(ms(5'000));
  world.parameters.cold_start.function_init = takes(ms(10'000));
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  FunctionTraits two;
  two.requests_per_instance = 2;
  const FunctionId f = world.function("f", two);
  world.arrive(f, at_ms(0), ms(30'000));
  SECTION("the second attempt arrives after the end of the lifetime") {
    world.arrive(f, at_ms(6'000), ms(100'000));
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.vms_created() == 2);
    CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{10'000, 16'000});
    CHECK(world.record.when_ms(Change::vm_released) == std::vector<std::int64_t>{40'000, 116'000});
  }
  SECTION("the second attempt arrives at the end of the lifetime: timers precede arrivals") {
    world.arrive(f, at_ms(5'000), ms(100'000));
    CHECK(world.run().tally.vms_created() == 2);
  }
  SECTION("a nanosecond before the end of the lifetime the second attempt joins the instance") {
    world.arrive(f, at_ms(5'000) - ns(1), ms(100'000));
    CHECK(world.run().tally.vms_created() == 1);
  }
  SECTION("an attempt that waited in the function's queue does not join the instance either") {
    FunctionTraits one = two;
    one.requests_per_instance = 1;
    one.max_instances = 1;
    const FunctionId g = world.function("g", one);
    world.arrive(g, at_ms(100), ms(1'000));  // its instance on VM 0 is ready at 10,100 and reclaimed at
                                             // 11,100
    world.arrive(g, at_ms(200), ms(1'000));  // its instance on VM 1 is created at 11,100 and ready at 21,100
    const RunOutcome outcome = world.run();
    CHECK(outcome.tally.vms_created() == 2);
    CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{10'000, 10'100, 21'100});
  }
}

TEST_CASE("a starting instance without a bound attempt ends with its VM's lifetime") {
  // The lifetime of VM 0 ends at 500 ms. An instance without a bound attempt is replaced at that time, not
  // when it is ready.
  World world;
  world.parameters.lifetimes.vm = takes(ms(500));
  SECTION(
      "pre-warm replaces the instance of g at 500, and the instance of f, ready at 600, ends with its "
      "attempt") {
    world.parameters.cold_start.sandbox = takes(ms(600));
    FunctionTraits held;
    held.provisioned = 1;
    world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
    world.arrive(world.function("f"), at_ms(0), ms(10));
    world.function("g", held);
    world.horizon = at_ms(700);
    world.run();
    CHECK(world.record.when_ms(Change::instance_created) == std::vector<std::int64_t>{0, 0, 500});
    CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{600});
    CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{500, 610});
  }
  SECTION("late binding: the attempt that arrived at 200 takes the instance that is ready at 900") {
    world.parameters.cold_start.sandbox = takes(ms(400));
    world.parameters.scheduler.binding = Binding::late;
    world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
    world.arrive(world.function("f"), at_ms(0), ms(450));   // this attempt runs on VM 0 during 400..850
    world.arrive(world.function("g"), at_ms(200), ms(10));  // its instance starts on VM 0, would be ready at
                                                            // 600, and is reclaimed at 500
    const RunOutcome outcome = world.run();
    CHECK(world.record.when_ms(Change::instance_created) == std::vector<std::int64_t>{0, 200, 500});
    CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{400, 900});
    CHECK(outcome.tally.vms_created() == 2);
  }
}

TEST_CASE("no attempt waits for an execution on a retired instance") {
  // The only instance is retired at 1,000 ms and drains until 3,000 ms. An attempt that arrives at 1,500 ms
  // starts another instance, even if the policy prefers to wait for a live instance.
  World world;
  world.parameters.lifetimes.instance = takes(ms(1'000));
  world.parameters.policies.scaling = GENERATE(policy(Seam::scaling, "queue-length", {whole(5)}),
                                               policy(Seam::scaling, "hedged", {length(ms(60'000))}));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(3'000));
  world.arrive(f, at_ms(1'500), ms(10));
  world.run();
  CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{0, 1'500});
}

TEST_CASE("a crash ends the instances of its VM in the reverse order of their creation") {
  // The reverse order is the order of the VM's list of instances. The retries arrive in the same order.
  World world;
  world.parameters.faults.vm_crashes = {{ms(500), 0}};
  FunctionTraits traits;
  traits.crash_retries = 1;
  for (const char* const name : {"a", "b", "c"}) {
    world.arrive(world.function(name, traits), at_ms(0), ms(1'000));
  }
  world.run();
  std::vector<std::uint32_t> lost;
  for (const Observation& seen : world.record.of(Change::instance_reclaimed)) {
    if (seen.now == at_ms(500)) {
      lost.push_back(seen.function.value());
    }
  }
  CHECK(lost == std::vector<std::uint32_t>{2, 1, 0});
  std::vector<std::uint32_t> again;
  for (const Observation& seen : world.record.of(Change::started)) {
    if (seen.now == at_ms(500)) {
      again.push_back(seen.function.value());
    }
  }
  CHECK(again == std::vector<std::uint32_t>{2, 1, 0});
}
