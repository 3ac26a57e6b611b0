#include "models/policies/scaling/seam.hpp"

#include "sim/draws.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE(
    "per-request starts an instance for each of ten simultaneous requests, queue-length only those needed") {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(100));
  const FunctionId f = world.function("f");
  for (int i = 0; i < 10; ++i) {
    world.arrive(f, at_ms(0), ms(100));
  }
  CHECK(world.counts().created == 10);
  // At most 2 requests may wait for each live instance. The first starts one (1 live). The 2nd and 3rd wait.
  // The 4th would be the third to wait, so it starts the second instance (2 live) and is bound to it. The 5th
  // and 6th wait (4 wait). The 7th starts the third instance. The 8th and 9th wait (6 wait). The 10th starts
  // the fourth instance.
  world.parameters.policies.scaling = policy(Seam::scaling, "queue-length", {whole(2)});
  const Counts counts = world.counts();
  CHECK(counts.created == 4);
  CHECK(counts.cold == 4);
  CHECK(counts.waited == 6);
}

TEST_CASE("queue-length never waits if there is no instance to wait for") {
  const auto scaling = made<ScalingPolicy>(policy(Seam::scaling, "queue-length", {whole(1)}));
  CHECK(scaling->decide({Time{}, FunctionId{0u}, 0, 0, 0, 1}) == Scale::start);
  CHECK(scaling->decide({Time{}, FunctionId{0u}, 0, 0, 1, 1}) == Scale::wait);
  CHECK(scaling->decide({Time{}, FunctionId{0u}, 1, 0, 1, 1}) == Scale::start);
  const auto always = made<ScalingPolicy>(policy(Seam::scaling, "per-request"));
  CHECK(always->decide({Time{}, FunctionId{0u}, 0, 0, 1, 1}) == Scale::start);
}

TEST_CASE("wait-if-soon-free compares observed executions and starts") {
  const auto scaling = made<ScalingPolicy>(policy(Seam::scaling, "wait-if-soon-free", {Argument{0, 1}}));
  CHECK(scaling->needs().on_completion);
  CHECK(scaling->needs().on_ready);
  const FunctionId f{0u};
  const auto decide = [&](std::uint32_t waiting, std::uint32_t starting, std::uint32_t live,
                          std::uint32_t unclaimed) {
    return scaling->decide({Time{}, f, waiting, starting, live, 1, unclaimed});
  };
  CHECK(decide(0, 0, 0, 0) == Scale::start);  // there is no instance
  CHECK(decide(0, 0, 1, 0) == Scale::start);  // no duration is known
  scaling->on_ready({Time{}, f, InstanceId{0u}, ms(900)});
  CHECK(decide(0, 0, 1, 0) == Scale::start);
  scaling->on_completion({Time{}, f, InstanceId{0u}, ms(100)});
  scaling->on_completion({Time{}, f, InstanceId{0u}, ms(500)});
  // An execution takes 300 ms and a start 900 ms. With one busy instance the first attempt waits 300 ms, the
  // second 600 ms, and the third 900 ms, which is not sooner than a start.
  CHECK(decide(0, 0, 1, 0) == Scale::wait);
  CHECK(decide(1, 0, 1, 0) == Scale::wait);
  CHECK(decide(2, 0, 1, 0) == Scale::start);
  CHECK(decide(2, 0, 2, 0) == Scale::wait);                 // two instances are busy, so the expected wait is
                                                            // 450
  CHECK(decide(2, 1, 2, 0) == Scale::start);                // one of the two instances is starting, for
                                                            // another attempt
  CHECK(decide(2, 1, 2, 1) == Scale::wait);                 // this is the expected wait of the first waiting
                                                            // attempt
  CHECK(decide(0, 1, 1, 1) == Scale::start);                // no instance is ready
  scaling->on_ready({Time{}, f, InstanceId{1u}, ms(300)});  // starts take 600 ms on average
  CHECK(decide(1, 0, 1, 0) == Scale::start);
  const auto patient = made<ScalingPolicy>(policy(Seam::scaling, "wait-if-soon-free", {Argument{0, 2}}));
  patient->on_ready({Time{}, f, InstanceId{0u}, ms(100)});
  patient->on_completion({Time{}, f, InstanceId{0u}, ms(199)});
  CHECK(patient->decide({Time{}, f, 0, 0, 1, 1, 0}) == Scale::wait);
  patient->on_completion({Time{}, f, InstanceId{0u}, ms(201)});
  CHECK(patient->decide({Time{}, f, 0, 0, 1, 1, 0}) == Scale::start);
}

TEST_CASE("wait-if-soon-free waits a second if a start takes ten") {
  // The first attempt is cold and takes 10 s and 1 s. At 20 s the instance takes another attempt, until 21 s.
  // The attempt at 20.5 s waits.
  World world;
  world.parameters.cold_start.function_init = takes(ms(10'000));
  world.parameters.policies.scaling = policy(Seam::scaling, "wait-if-soon-free", {Argument{0, 1}});
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(20'000), ms(1'000));
  world.arrive(f, at_ms(20'500), ms(1'000));
  const Counts counts = world.counts();
  CHECK(counts.created == 1);
  CHECK(counts.waited == 1);
  CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{10'000, 20'000, 21'000});
}

TEST_CASE(
    "hedged: the first free instance takes the attempt, and the instance started serves a later attempt") {
  // A start takes 1 s. At 2 s the instance is busy. If it is busy until 2.3 s, it then serves the attempt. If
  // it is busy until 4 s, the new instance, ready at 3 s, serves the attempt.
  for (const std::int64_t busy : {300, 2'000}) {
    World world;
    world.parameters.cold_start.function_init = takes(ms(1'000));
    world.parameters.policies.scaling = policy(Seam::scaling, "hedged", {length(ms(0))});
    const FunctionId f = world.function("f");
    world.arrive(f, at_ms(0), ms(100));
    world.arrive(f, at_ms(2'000), ms(busy));
    world.arrive(f, at_ms(2'000), ms(100));
    world.counts();
    CHECK(world.record.when_ms(Change::instance_created) == std::vector<std::int64_t>{0, 2'000});
    CHECK(world.record.when_ms(Change::started) ==
          std::vector<std::int64_t>{1'000, 2'000, busy == 300 ? 2'300 : 3'000});
  }
}

TEST_CASE("a hedge with a delay starts nothing for an attempt that has started before") {
  for (const std::int64_t after : {200, 300, 400}) {
    CAPTURE(after);
    World world;
    world.parameters.cold_start.function_init = takes(ms(1'000));
    world.parameters.policies.scaling = policy(Seam::scaling, "hedged", {length(ms(after))});
    const FunctionId f = world.function("f");
    world.arrive(f, at_ms(0), ms(100));
    world.arrive(f, at_ms(2'000), ms(300));
    world.arrive(f, at_ms(2'000), ms(100));
    world.counts();
    std::vector<std::int64_t> created{0};
    if (after == 200) {
      created.push_back(2'200);  // the attempt has started at 2.3 s, when the instance is free
    }
    CHECK(world.record.when_ms(Change::instance_created) == created);
    CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{1'000, 2'000, 2'300});
  }
}

TEST_CASE("a hedged attempt survives the loss of the instance that it waits for") {
  // The only VM, with the busy instance, crashes at 2.1 s. No instance is left, and the attempt starts
  // another one at once.
  World world;
  world.parameters.cold_start.function_init = takes(ms(1'000));
  world.parameters.policies.scaling = policy(Seam::scaling, "hedged", {length(sim::seconds(60))});
  world.parameters.faults.vm_crashes = {{ms(2'100), 0}};
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(2'000), ms(300));
  world.arrive(f, at_ms(2'000), ms(100));
  const Counts counts = world.counts();
  CHECK(counts.of(Outcome::failed) == 1);
  CHECK(counts.of(Outcome::completed) == 2);
  CHECK(world.record.when_ms(Change::started) == std::vector<std::int64_t>{1'000, 2'000, 3'100});
}

TEST_CASE("a hedge without a delay equals a start per request with late binding") {
  World world;
  world.parameters.cold_start.function_init = takes(ms(50));
  const FunctionId f = world.function("f");
  sim::Draw draw(sim::DrawKey(3, 0, 0), 0, 0);
  Time now{};
  for (int i = 0; i < 500; ++i) {
    now = now + ms(draw.below(30));
    world.arrive(f, now, ms(1 + draw.below(100)));
  }
  const std::string bound = text_of(world.run());
  world.parameters.scheduler.binding = Binding::late;
  const std::string late = text_of(world.run());
  CHECK(late != bound);
  world.parameters.policies.scaling = policy(Seam::scaling, "hedged", {length(ms(0))});
  CHECK(text_of(world.run()) == late);
  // With early binding the first request, which has no instance to wait for, is bound to the instance that it
  // starts. So its 50 ms are start-up. They are queueing if the request waits for the first ready instance.
  world.parameters.scheduler.binding = Binding::early;
  RunOutcome early = world.run();
  CHECK(early.tally.platform().start_ns == ms(50).ns());
  early.tally.queued(Duration{static_cast<std::int64_t>(early.tally.platform().start_ns)});
  early.tally.platform().queueing_ns += early.tally.platform().start_ns;
  early.tally.platform().start_ns = 0;
  CHECK(text_of(early) == late);
}
