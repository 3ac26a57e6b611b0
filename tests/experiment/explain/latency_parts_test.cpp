#include "models/experiment/explain/latency_parts.hpp"

#include "tests/experiment/explain/followed_rows.hpp"

using namespace support;

namespace {

/// Stores the clocks of all invocations in flight, and the parts of completed invocations.
class AllClocks final : public Observer {
 public:
  explicit AllClocks(Time from) : from_(from) {}

  void observe(const Observation& seen) override {
    if (seen.change > Change::left) {
      return;
    }
    if (seen.change == Change::arrived) {
      clocks_[seen.request] = {};
    }
    clocks_.at(seen.request).observe(seen);
    if (seen.change == Change::finished) {
      const LatencyParts parts = clocks_.at(seen.request).parts();
      REQUIRE(parts.total() == seen.until - seen.arrival);
      clocks_.erase(seen.request);
      if (seen.outcome == Outcome::completed && seen.arrival >= from_) {
        platform.frontend_ns += parts[LatencyPart::frontend].ns();
        platform.queueing_ns += parts[LatencyPart::queueing].ns();
        platform.start_ns += parts[LatencyPart::start].ns();
        platform.thaw_ns += parts[LatencyPart::thaw].ns();
        platform.retry_ns += parts[LatencyPart::retry].ns();
        execution_ns += parts[LatencyPart::execution].ns();
      }
    }
  }
  void bound(const BoundAttempt& binding) override { clocks_.at(binding.request).bound(binding.now); }

  PlatformTime platform;
  sim::Int128 execution_ns = 0;

 private:
  Time from_;
  std::map<std::uint32_t, LatencyClock> clocks_;
};

}  // namespace

TEST_CASE("a cold invocation that waits in both queues has the parts of its latency") {
  // The account has one unit of concurrency, which a call of g holds until 300 ms. f has at most one
  // instance, which starts from 300 ms to 380 ms and is 1 ms away. Request and answer take 5 and 7 ms.
  World world;
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(1), whole(kUnlimited), whole(1), whole(0)});
  world.parameters.frontend.request_latency = takes(ms(5));
  world.parameters.frontend.response_latency = ms(7);
  world.parameters.frontend.queue_capacity = 10;
  world.parameters.cold_start.function_init = takes(ms(80));
  world.parameters.cluster.topology.host_link = ms(1);
  const FunctionId g = world.function("g");
  const FunctionId f = world.function("f");
  world.arrive(g, at_ms(0), ms(214));  // runs from 86 ms to 300 ms
  world.arrive(f, at_ms(100), ms(40));
  const InvocationAccount account = followed(world, f, 1);
  CHECK(account.parts[LatencyPart::frontend] == ms(5 + 1 + 1 + 7));
  CHECK(account.parts[LatencyPart::queueing] == ms(300 - 105));
  CHECK(account.parts[LatencyPart::start] == ms(80));
  CHECK(account.parts[LatencyPart::retry] == Duration{});
  CHECK(account.parts[LatencyPart::execution] == ms(40));
  CHECK(account.parts.total() == account.latency());
  CHECK(account.parts.longest() == LatencyPart::queueing);
}

TEST_CASE("all time of a lost attempt and the backoff after it count as retry") {
  World world;
  world.parameters.faults.vm_crashes = {{ms(60), 0}};
  world.parameters.faults.retry_backoff = takes(ms(40));
  FunctionTraits traits;
  traits.crash_retries = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(10), ms(100));
  const InvocationAccount account = followed(world, f, 1);
  CHECK(account.parts[LatencyPart::retry] == ms(50 + 40));
  CHECK(account.parts[LatencyPart::execution] == ms(100));
  CHECK(account.parts.total() == ms(190));
}

TEST_CASE("the parts of an abandoned invocation end when its client leaves") {
  // f has one instance, which is busy until 3,000 ms. The second client leaves at 1,200 ms.
  World world;
  world.parameters.frontend.client_timeout = ms(1'000);
  FunctionTraits traits;
  traits.max_instances = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(3'000));
  world.arrive(f, at_ms(200), ms(500));
  const InvocationAccount first = followed(world, f, 1);
  CHECK(first.parts[LatencyPart::execution] == ms(1'000));
  CHECK(first.parts.total() == ms(1'000));
  const InvocationAccount second = followed(world, f, 2);
  CHECK(second.parts[LatencyPart::queueing] == ms(1'000));
  CHECK(second.parts.total() == ms(1'000));
  CHECK(second.attempts.back().started == at_ms(3'000));
}

TEST_CASE("the parts of all invocations of random scenarios add up to the parts that the run counts") {
  sim::Int128 retry_ns = 0;
  sim::Int128 start_ns = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    World world = any_scenario(seed);
    AllClocks clocks(world.options.warmup);
    const RunOutcome outcome = world.run_observed(clocks);
    REQUIRE(clocks.platform.frontend_ns == outcome.tally.platform().frontend_ns);
    REQUIRE(clocks.platform.queueing_ns == outcome.tally.platform().queueing_ns);
    REQUIRE(clocks.platform.start_ns == outcome.tally.platform().start_ns);
    REQUIRE(clocks.platform.retry_ns == outcome.tally.platform().retry_ns);
    sim::Int128 execution_ns = 0;
    for (std::size_t id = 0; id < outcome.tally.functions().size(); ++id) {
      execution_ns += outcome.tally.execution_ns(id);
    }
    REQUIRE(clocks.execution_ns == execution_ns);
    retry_ns += clocks.platform.retry_ns;
    start_ns += clocks.platform.start_ns;
  }
  CHECK(retry_ns > 0);
  CHECK(start_ns > 0);
}
