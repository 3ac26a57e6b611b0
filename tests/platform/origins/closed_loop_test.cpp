// Tests of clients in closed loops: the times at which they send, and that every outcome is an answer.
#include <atomic>
#include <set>

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Returns the instants at which invocations of `function` reached the frontend, in milliseconds.
std::vector<std::int64_t> arrivals_of(const World& world, FunctionId function) {
  std::vector<std::int64_t> times;
  for (const Observation& seen : world.record.of(Change::arrived)) {
    if (seen.function == function) {
      times.push_back(seen.arrival.ns() / 1'000'000);
    }
  }
  return times;
}

using ClientTimes = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a client sends, waits for the answer, thinks, and sends again until the end") {
  // The client thinks 2 s and waits 1 s, so it sends at 2, 5, 8, .. s.
  World world;
  const FunctionId f = world.function("f");
  world.loop(f, 3, takes(ms(2'000)), takes(ms(1'000)), at_ms(11'000));
  world.horizon = at_ms(11'000);
  const Counts counts = world.counts();
  CHECK(arrivals_of(world, f) == ClientTimes{2'000, 2'000, 2'000, 5'000, 5'000, 5'000, 8'000, 8'000, 8'000});
  CHECK(counts.created == 3);
  CHECK(counts.of(Outcome::completed) == 9);
}

TEST_CASE("a client also waits for the frontend latency, the start-up and the answer's latency") {
  // The first request is sent at 1,000 ms, arrives at 1,100 ms, runs during 1,600..2,600 ms and is answered
  // at 2,650 ms. The next requests are warm, and each is 2,150 ms later than the one before.
  World world;
  const FunctionId f = world.function("f");
  world.parameters.frontend.request_latency = takes(ms(100));
  world.parameters.frontend.response_latency = ms(50);
  world.parameters.cold_start.sandbox = takes(ms(500));
  world.loop(f, 1, takes(ms(1'000)), takes(ms(1'000)), at_ms(6'000));
  world.horizon = at_ms(6'000);
  world.run();
  CHECK(arrivals_of(world, f) == ClientTimes{1'000, 3'650, 5'800});
  CHECK(world.record.when_ms(Change::started) == ClientTimes{1'600, 3'750, 5'900});
}

TEST_CASE(
    "a request sent before the end of the window counts, even if it reaches the frontend after the end") {
  World world;
  const FunctionId f = world.function("f");
  world.parameters.frontend.request_latency =
      GENERATE(takes(ms(3'000)), sim::Distribution::uniform(3e9, 4e9));
  ClientGroup& group = world.loop(f, 2, takes(ms(9'000)), takes(ms(10)), at_ms(10'000));
  group.first = sim::Distribution::constant(9.5e9);
  world.horizon = at_ms(10'000);
  const Counts counts = world.counts();
  CHECK(counts.arrived == 2);
  CHECK(counts.of(Outcome::completed) == 2);
}

TEST_CASE("nothing is sent at or after the end of the window or of the clients") {
  World world;
  const FunctionId f = world.function("f");
  world.loop(f, 1, takes(ms(1'000)), takes(ms(1'000)), at_ms(5'000));
  CHECK(world.counts().arrived == 2);  // requests are sent at 1 and 3 s, but not at 5 s
  world.horizon = at_ms(3'000);
  CHECK(world.counts().arrived == 1);
  world.horizon = at_ms(60'000);
  CHECK(world.counts().arrived == 2);
}

TEST_CASE("a client that is turned away thinks and sends the next request") {
  // One request runs at a time. A runs during 1..6 s. B is turned away at 1, 2, .., 5 s and runs during 6..11
  // s. A is turned away at 7, .., 10 s and runs from 11 s on.
  World world;
  FunctionTraits traits;
  traits.concurrency_limit = 1;
  const FunctionId f = world.function("f", traits);
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(10), whole(kUnlimited), whole(0), whole(0)});
  world.loop(f, 2, takes(ms(1'000)), takes(ms(5'000)), at_ms(12'000));
  world.horizon = at_ms(12'000);
  const Counts counts = world.counts();
  CHECK(arrivals_of(world, f) ==
        ClientTimes{1'000, 1'000, 2'000, 3'000, 4'000, 5'000, 6'000, 7'000, 8'000, 9'000, 10'000, 11'000});
  CHECK(counts.of(Outcome::throttled) == 9);
  CHECK(counts.of(Outcome::completed) == 3);
}

TEST_CASE("timeouts, expiry and refusal are answers, too") {
  World world;
  SECTION("cut off after 300 ms, and answered at that time") {
    FunctionTraits traits;
    traits.timeout = ms(300);
    const FunctionId f = world.function("f", traits);
    world.loop(f, 1, takes(ms(700)), takes(ms(5'000)), at_ms(3'000));
    world.run();
    CHECK(arrivals_of(world, f) == ClientTimes{700, 1'700, 2'700});
  }
  SECTION("expired after waiting for 400 ms") {
    FunctionTraits traits;
    traits.max_instances = 1;
    const FunctionId f = world.function("f", traits);
    world.parameters.frontend.max_wait = ms(400);
    world.loop(f, 2, takes(ms(600)), takes(ms(10'000)), at_ms(3'000));
    CHECK(world.counts().of(Outcome::expired) == 3);
    CHECK(arrivals_of(world, f) == ClientTimes{600, 600, 1'600, 2'600});
  }
  SECTION("refused because there is no room") {
    const FunctionId f = world.function("f", {}, 2u << 20);
    world.loop(f, 1, takes(ms(1'000)), takes(ms(10)), at_ms(3'500));
    CHECK(world.counts().of(Outcome::refused) == 3);
    CHECK(arrivals_of(world, f) == ClientTimes{1'000, 2'000, 3'000});
  }
}

TEST_CASE("a client waits during retries of its invocation, and a final loss is an answer") {
  // The request is sent at 1 s. The VM crashes at 2 s. The retry starts at 2.5 s and ends at 5.5 s. The
  // client sends again at 6.5 s.
  World world;
  world.parameters.faults.vm_crashes = {{ms(2'000), 0}};
  world.parameters.faults.retry_backoff = takes(ms(500));
  FunctionTraits traits;
  traits.crash_retries = GENERATE(0u, 1u);
  const FunctionId f = world.function("f", traits);
  world.loop(f, 1, takes(ms(1'000)), takes(ms(3'000)), at_ms(8'000));
  const Counts counts = world.counts();
  if (traits.crash_retries == 1) {
    CHECK(arrivals_of(world, f) == ClientTimes{1'000, 6'500});
    CHECK(counts.of(Outcome::completed) == 2);
  } else {
    CHECK(arrivals_of(world, f) == ClientTimes{1'000, 3'000, 7'000});
    CHECK(counts.of(Outcome::failed) == 1);
  }
}

TEST_CASE("at one instant completions are handled first, then arrivals of a stream, then clients") {
  // f and g have one instance each, and the client of f thinks 2 s. At 2 s the request of g from the stream
  // is handled first, then the request of f from the client.
  World world;
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  world.arrive(g, at_ms(1'000), ms(1'000));
  world.arrive(g, at_ms(2'000), ms(100));
  world.loop(f, 1, takes(ms(2'000)), takes(ms(100)), at_ms(3'000));
  CHECK(world.counts().created == 2);  // the attempt of g at 2 s is warm
  std::vector<FunctionId> order;
  for (const Observation& seen : world.record.of(Change::arrived)) {
    order.push_back(seen.function);
  }
  CHECK(order == std::vector<FunctionId>{g, g, f});
}

TEST_CASE("a function may have a stream and clients, and each answer goes to its sender") {
  // The requests of the stream end at 700 and 1,700 ms. These ends are not answers to the client, so it sends
  // at 500, 1,500, .. ms.
  World world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(200), ms(500));
  world.arrive(f, at_ms(1'200), ms(500));
  world.loop(f, 1, takes(ms(500)), takes(ms(500)), at_ms(4'000));
  world.horizon = at_ms(4'000);
  world.run();
  CHECK(arrivals_of(world, f) == ClientTimes{200, 500, 1'200, 1'500, 2'500, 3'500});
}

TEST_CASE("clients start evenly over the ramp-up, each with its own first pause") {
  World world;
  const FunctionId f = world.function("f");
  ClientGroup& group = world.loop(f, 4, takes(ms(60'000)), takes(ms(10)), at_ms(10'000));
  group.first = takes(ms(100));
  group.ramp_up = ms(2'000);
  world.run();
  CHECK(arrivals_of(world, f) == ClientTimes{100, 600, 1'100, 1'600});
}

TEST_CASE("requests before the window are sent but not counted") {
  World world;
  const FunctionId f = world.function("f");
  world.loop(f, 1, takes(ms(1'000)), takes(ms(1'000)), at_ms(10'000));
  world.options.warmup = at_ms(4'000);
  world.options.end = at_ms(10'000);
  CHECK(world.counts().arrived == 3);  // three of the requests at 1, 3, 5, 7 and 9 s are in the window
}

TEST_CASE("each client has the same pauses and durations, independent of when the platform answers") {
  const auto think = sim::Distribution::exponential(1e9);
  const auto work = sim::Distribution::lognormal(3e8, 1);
  // Returns, for each client's k-th request, its pause (since the previous answer) and its duration.
  const auto of_clients = [&](std::uint32_t limit) {
    World world;
    FunctionTraits traits;
    traits.max_instances = limit;
    const FunctionId f = world.function("f", traits);
    world.loop(f, 5, think, work, at_ms(60'000));
    world.run();
    std::multiset<std::uint64_t> durations;
    for (const Observation& seen : world.record.of(Change::arrived)) {
      durations.insert(seen.amount);
    }
    return durations;
  };
  std::multiset<std::uint64_t> script;
  const World keys = [&] {
    World world;
    world.loop(world.function("f"), 5, think, work, at_ms(0));
    return world;
  }();
  for (std::uint32_t client = 0; client < 5; ++client) {
    for (std::uint64_t k = 0; k < 200; ++k) {
      script.insert(
          static_cast<std::uint64_t>(work.sample_duration(keys.groups[0].duration_key, client, k).ns()));
    }
  }
  for (const std::uint32_t limit : {kUnlimited, 1u}) {
    const auto durations = of_clients(limit);
    CHECK(durations.size() > 50);
    CHECK(std::includes(script.begin(), script.end(), durations.begin(), durations.end()));
  }
  // With one client alone, its k-th request is sent one drawn pause and one drawn duration after the previous
  // request.
  World world;
  const FunctionId f = world.function("f");
  const ClientGroup group = world.loop(f, 1, think, work, at_ms(60'000));
  world.run();
  Time free;
  std::uint64_t k = 0;
  for (const Observation& seen : world.record.of(Change::arrived)) {
    const Time sends = free + think.sample_duration(group.think_key, 0, k);
    REQUIRE(seen.arrival == sends);
    free = sends + work.sample_duration(group.duration_key, 0, k);
    ++k;
  }
  CHECK(k > 20);
}

TEST_CASE("a run in which all times are zero ends with an error, and a run with short times continues") {
  World world;
  const FunctionId f = world.function("f");
  world.loop(f, 2, takes(ms(0)), takes(ms(0)), at_ms(1'000));
  CHECK_THROWS_WITH(
      world.run_as(world.options),
      "closed loop: a client of function 'f' has sent 1000 requests at one instant, 0 ns, because its think "
      "time is 0 and its requests take no time or are rejected at once; give the client a think time");
  world.groups[0].duration = takes(ms(1));
  CHECK(world.counts().arrived == 2'000);
  // requests are turned away at once, repeatedly
  World full;
  FunctionTraits traits;
  traits.concurrency_limit = 1;
  const FunctionId g = full.function("g", traits);
  full.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(10), whole(kUnlimited), whole(0), whole(0)});
  full.loop(g, 2, takes(ms(0)), takes(ms(5)), at_ms(1'000));
  CHECK_THROWS_AS(full.run_as(full.options), std::invalid_argument);
}

TEST_CASE("a run with clients only reports progress and can be interrupted") {
  World world;
  const FunctionId f = world.function("f");
  world.loop(f, 10, takes(ms(1)), takes(ms(1)), at_ms(1'000'000));
  std::atomic<bool> stop{false};
  Time seen;
  world.options.interrupt = &stop;
  world.options.progress = [&](const Progress& progress) {
    seen = progress.now;
    stop = progress.now > at_ms(500);
  };
  const RunOutcome outcome = world.run_as(world.options);
  CHECK(outcome.interrupted);
  CHECK(seen > at_ms(500));
  CHECK(outcome.end < at_ms(2'000));
  CHECK(broken_law(outcome) == "");
}
