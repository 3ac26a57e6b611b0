// Tests of clients with a timeout, on the whole platform.
#include "models/platform/watch/audit.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A world in which clients wait 1 s.
struct ClientTimeoutWorld : World {
  ClientTimeoutWorld() { parameters.frontend.client_timeout = ms(1'000); }

  /// The counts of World, with an audit that has to agree.
  RunOutcome run_audited() {
    Audit audit(parameters, table, options);
    RunOptions other = options;
    other.observer = &audit;
    audit.finish(run_as(other));
    CHECK(audit.violations() == std::vector<std::string>{});
    return run();
  }
};

using LeavingTimes = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("an execution whose client leaves runs to its end, is charged and keeps its instance busy") {
  // The first attempt runs during 0..3,000 ms; its client leaves at 1,000 ms. The second arrives at 2,000 ms,
  // finds the instance busy, and runs during 2,000..2,500 ms on another instance. The third, at 3,500 ms,
  // finds both instances idle.
  ClientTimeoutWorld world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(3'000));
  world.arrive(f, at_ms(2'000), ms(500));
  world.arrive(f, at_ms(3'500), ms(100));
  const RunOutcome outcome = world.run_audited();
  const Counts counts(outcome);
  CHECK(counts.of(Outcome::abandoned) == 1);
  CHECK(counts.of(Outcome::completed) == 2);
  CHECK(counts.cold == 2);
  CHECK(counts.charged == 3);
  CHECK(counts.billed_ns == 3'600'000'000);
  CHECK(counts.busy_ns == 3'600'000'000);
  CHECK(outcome.tally.sojourns().of_others() == 1'000'000'000);
  CHECK(outcome.tally.sojourns().in_system() == 1'600'000'000);
  CHECK(world.record.when_ms(Change::left) == LeavingTimes{1'000});
  CHECK(world.record.when_ms(Change::finished) == LeavingTimes{2'500, 3'000, 3'600});
  std::uint64_t in_series = 0;
  for (const SeriesBin& bin : outcome.tally.series().bins()) {
    in_series += bin.abandoned;
  }
  CHECK(in_series == 1);
}

TEST_CASE(
    "an answer at the instant of the client timeout reaches the client, and an answer still on its way does "
    "not") {
  // An answer takes 100 ms to the client, so the answers arrive at 1,000 and 1,001 ms.
  ClientTimeoutWorld world;
  world.parameters.frontend.response_latency = ms(100);
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(900));
  world.arrive(f, at_ms(0), ms(901));
  const RunOutcome outcome = world.run_audited();
  CHECK(Counts(outcome).of(Outcome::completed) == 1);
  CHECK(Counts(outcome).of(Outcome::abandoned) == 1);
  CHECK(Counts(outcome).charged == 2);
  CHECK(outcome.tally.sojourns().of_others() == 1'000'000'000);
  CHECK(world.record.of(Change::left).empty());  // the outcome is known when the attempt ends
}

TEST_CASE("the timeout of a client begins when it sends its request") {
  // The request is sent at 0, reaches the frontend at 600 ms, and would be answered at 1,100 ms.
  ClientTimeoutWorld world;
  world.parameters.frontend.request_latency = GENERATE(takes(ms(600)), sim::Distribution::uniform(6e8, 6e8));
  world.arrive(world.function("f"), at_ms(0), ms(500));
  CHECK(world.run_audited().tally.sojourns().of_others() == 1'000'000'000);
  CHECK(Counts(world.run()).of(Outcome::abandoned) == 1);
}

TEST_CASE("an attempt in a queue runs after its client has left, and is charged") {
  // The only instance runs during 0..800, 800..1,600 and 1,600..2,400 ms. The second and the third client
  // leave at 1,000 ms.
  ClientTimeoutWorld world;
  FunctionTraits traits;
  traits.max_instances = 1;
  const FunctionId f = world.function("f", traits);
  for (int i = 0; i < 3; ++i) {
    world.arrive(f, at_ms(0), ms(800));
  }
  const RunOutcome outcome = world.run_audited();
  CHECK(Counts(outcome).of(Outcome::completed) == 1);
  CHECK(Counts(outcome).of(Outcome::abandoned) == 2);
  CHECK(Counts(outcome).billed_ns == 2'400'000'000);
  CHECK(Counts(outcome).charged == 3);
  CHECK(world.record.when_ms(Change::left) == LeavingTimes{1'000, 1'000});
}

TEST_CASE("an attempt whose client has left still counts under the concurrency limit") {
  // The limit is one at a time, and the attempt runs during 0..2,000 ms. A request at 1,500 ms is throttled,
  // and a request at 2,500 ms runs.
  ClientTimeoutWorld world;
  FunctionTraits traits;
  traits.concurrency_limit = 1;
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(10), whole(kUnlimited), whole(0), whole(0)});
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(2'000));
  world.arrive(f, at_ms(1'500), ms(100));
  world.arrive(f, at_ms(2'500), ms(100));
  const Counts counts(world.run_audited());
  CHECK(counts.of(Outcome::abandoned) == 1);
  CHECK(counts.of(Outcome::throttled) == 1);
  CHECK(counts.of(Outcome::completed) == 1);
}

TEST_CASE(
    "an attempt that is turned away after its client has left changes nothing of how the invocation ended") {
  // The second attempt waits for the instance from 0 to at most 1,200 ms, and is not charged.
  ClientTimeoutWorld world;
  FunctionTraits traits;
  traits.max_instances = 1;
  world.parameters.frontend.max_wait = ms(1'200);
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(3'000));
  world.arrive(f, at_ms(0), ms(3'000));
  const Counts counts(world.run_audited());
  CHECK(counts.of(Outcome::abandoned) == 2);
  CHECK(counts.of(Outcome::expired) == 0);
  CHECK(counts.turned_away.empty());
  CHECK(counts.charged == 1);
}

TEST_CASE("an invocation that is turned away is abandoned if the answer would reach the client too late") {
  ClientTimeoutWorld world;
  world.parameters.frontend.response_latency = ms(1'001);
  FunctionTraits traits;
  traits.concurrency_limit = 0;
  world.arrive(world.function("f", traits), at_ms(0), ms(1));
  const Counts counts(world.run_audited());
  CHECK(counts.of(Outcome::abandoned) == 1);
  CHECK(counts.charged == 0);
}

TEST_CASE("errors and timeouts of the function after the client has left are not counted as such") {
  ClientTimeoutWorld world;
  FunctionTraits traits;
  SECTION("the function ends in an error") {
    traits.error_rate = 1;
  }
  SECTION("the function times out") {
    traits.timeout = ms(1'500);
  }
  world.arrive(world.function("f", traits), at_ms(0), ms(2'000));
  const Counts counts(world.run_audited());
  CHECK(counts.of(Outcome::abandoned) == 1);
  CHECK(counts.charged == 1);
  CHECK(counts.billed_ns == (traits.error_rate > 0 ? 2'000'000'000 : 1'500'000'000));
}

TEST_CASE("an attempt that is lost in a crash is tried again whether or not its client has left") {
  // The attempt is lost at 500 ms. The next attempt runs from 700 ms on and is lost at 1,500 ms, after the
  // client has left at 1,000 ms. The third attempt runs during 1,700..2,600 ms.
  ClientTimeoutWorld world;
  world.parameters.faults.vm_crashes = {{ms(500), 0}, {ms(1'500), 1}};
  world.parameters.faults.retry_backoff = takes(ms(200));
  FunctionTraits traits;
  traits.crash_retries = 2;
  world.arrive(world.function("f", traits), at_ms(0), ms(900));
  const RunOutcome outcome = world.run_audited();
  CHECK(Counts(outcome).of(Outcome::abandoned) == 1);
  CHECK(Counts(outcome).charged == 1);
  CHECK(outcome.tally.extras()[0].retried == 2);
  CHECK(outcome.tally.sojourns().of_others() == 1'000'000'000);
  CHECK(world.record.when_ms(Change::left) == LeavingTimes{1'000});
}

TEST_CASE("a client of a closed loop thinks from its timeout on, and sends again") {
  // The client sends at 500 ms, waits until 1,500 ms, and thinks for 500 ms. So it sends at 500, 2,000, 3,500
  // and 5,000 ms. Each attempt runs for 4 s.
  ClientTimeoutWorld world;
  const FunctionId f = world.function("f");
  world.loop(f, 1, takes(ms(500)), takes(ms(4'000)), at_ms(6'000));
  world.horizon = at_ms(6'000);
  const RunOutcome outcome = world.run_audited();
  CHECK(world.record.when_ms(Change::arrived) == LeavingTimes{500, 2'000, 3'500, 5'000});
  CHECK(world.record.when_ms(Change::left) == LeavingTimes{1'500, 3'000, 4'500, 6'000});
  CHECK(Counts(outcome).of(Outcome::abandoned) == 4);
  CHECK(Counts(outcome).charged == 4);
  CHECK(outcome.in_flight == 0);
}

TEST_CASE("an asynchronous invocation has no client that could leave") {
  ClientTimeoutWorld world;
  world.parameters.async.backoff = ms(100);
  world.parameters.async.longest_backoff = ms(100);
  world.parameters.async.max_age = ms(60'000);
  FunctionTraits traits;
  traits.invoke = Invoke::async;
  world.arrive(world.function("f", traits), at_ms(0), ms(3'000));
  CHECK(Counts(world.run_audited()).of(Outcome::completed) == 1);
}

TEST_CASE("an invocation that waits forever is no longer in flight after its client has left") {
  ClientTimeoutWorld world;
  FunctionTraits traits;
  traits.max_instances = 0;
  world.arrive(world.function("f", traits), at_ms(0), ms(100));
  world.horizon = at_ms(5'000);
  const RunOutcome outcome = world.run_audited();
  CHECK(outcome.in_flight == 0);
  CHECK(Counts(outcome).of(Outcome::abandoned) == 1);
  CHECK(outcome.tally.sojourns().in_system() == 1'000'000'000);
}

TEST_CASE("the window counts an abandoned invocation if it arrives in the window, until its client leaves") {
  // The window is [1,000, 4,000) ms. The arrivals are at 500 ms (in the system until 1,500), 2,000 ms (until
  // 3,000) and 3,500 ms (until 4,500). Each attempt runs for 2,000 ms.
  ClientTimeoutWorld world;
  const FunctionId f = world.function("f");
  for (const std::int64_t at : {500, 2'000, 3'500}) {
    world.arrive(f, at_ms(at), ms(2'000));
  }
  world.options.warmup = at_ms(1'000);
  world.options.end = at_ms(4'000);
  const RunOutcome outcome = world.run_audited();
  CHECK(Counts(outcome).of(Outcome::abandoned) == 2);
  CHECK(Counts(outcome).charged == 2);
  CHECK(Counts(outcome).billed_ns == 4'000'000'000);
  CHECK(Counts(outcome).busy_ns == 4'000'000'000);  // busy during 1,000..2,500, 2,000..4,000 and 3,500..4,000
  CHECK(outcome.tally.sojourns().in_system() == 2'000'000'000);
  CHECK(outcome.tally.sojourns().early_overlap() == sim::Int128{ms(500).ns()});
  CHECK(outcome.tally.sojourns().late_overhang() == sim::Int128{ms(500).ns()});
}

TEST_CASE(
    "an interrupted run has no abandoned invocation in flight, and attempts that still run are not charged") {
  ClientTimeoutWorld world;
  world.arrive(world.function("f"), at_ms(0), ms(3'000));
  world.arrive(world.function("f"), at_ms(1'500), ms(3'000));
  ClientSource source(world.arrivals, std::nullopt, {});
  const std::unique_ptr<Cell> cell = make_cell(world.parameters, world.table, source, world.options);
  CHECK(cell->advance(at_ms(2'000), 1'000) == Stopped::limit);
  const RunOutcome outcome = cell->finish();
  CHECK(broken_law(outcome) == "");
  CHECK(outcome.interrupted);
  CHECK(outcome.in_flight == 1);
  CHECK(Counts(outcome).of(Outcome::abandoned) == 1);
  CHECK(Counts(outcome).charged == 0);
  CHECK(outcome.end == at_ms(1'500));
  CHECK(outcome.tally.sojourns().in_system() == 1'000'000'000);
  CHECK(Counts(outcome).busy_ns == 1'500'000'000);
}

TEST_CASE("a slot is in use until its attempt ends, even if the client has left") {
  // An instance has two slots. One is in use until 3,000 ms without its client, the other until 500 ms. The
  // third request takes the other slot at 1,500 ms; the fourth needs another instance.
  ClientTimeoutWorld world;
  FunctionTraits traits;
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(3'000));
  world.arrive(f, at_ms(0), ms(500));
  world.arrive(f, at_ms(1'500), ms(400));
  world.arrive(f, at_ms(1'600), ms(400));
  const Counts counts(world.run_audited());
  CHECK(counts.created == 2);
  CHECK(counts.of(Outcome::abandoned) == 1);
  CHECK(counts.of(Outcome::completed) == 3);
  CHECK(counts.busy_ns == 3'400'000'000);
}

TEST_CASE("shared vCPUs can stretch an execution beyond the client timeout") {
  // Two executions of 700 ms share one vCPU and end at 1,400 ms; one execution alone ends at 2,700 ms.
  ClientTimeoutWorld world;
  world.share_one_vcpu();
  FunctionTraits traits;
  traits.cpu = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(700));
  world.arrive(f, at_ms(0), ms(700));
  world.arrive(f, at_ms(2'000), ms(700));
  const RunOutcome outcome = world.run_audited();
  CHECK(Counts(outcome).of(Outcome::abandoned) == 2);
  CHECK(Counts(outcome).of(Outcome::completed) == 1);
  CHECK(Counts(outcome).billed_ns == 3'500'000'000);
  CHECK(outcome.tally.extras()[0].shared_ns == ms(700).ns());  // only completed invocations count
  CHECK(world.record.when_ms(Change::left) == LeavingTimes{1'000, 1'000});
  CHECK(world.record.when_ms(Change::ended) == LeavingTimes{1'400, 1'400, 2'700});
}

TEST_CASE("an abandoned attempt holds its provisioned concurrency, at its price, until it ends") {
  // The provisioned concurrency is 1. One attempt runs within it during 0..3,000 ms, one beyond it during
  // 2,000..2,500 ms, and one within it again during 4,000..4,100 ms.
  ClientTimeoutWorld world;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.parameters.billing.price_per_gib_s_on_provisioned = 1;
  FunctionTraits traits;
  traits.provisioned = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(3'000));
  world.arrive(f, at_ms(2'000), ms(500));
  world.arrive(f, at_ms(4'000), ms(100));
  const RunOutcome outcome = world.run_audited();
  CHECK(Counts(outcome).of(Outcome::abandoned) == 1);
  CHECK(Counts(outcome).billed_ns == 3'600'000'000);
  CHECK(outcome.tally.extras()[0].billed_on_provisioned_ns == ms(3'100).ns());
}

TEST_CASE(
    "an attempt that is lost with its host after its client has left was abandoned, it has not failed") {
  // The host is down from 2,000 to 2,500 ms. The first client has left by then; the second invocation fails.
  ClientTimeoutWorld world;
  world.parameters.cluster.hosts = {1, 0, 1u << 20};
  Outage outage;
  outage.at = ms(2'000);
  outage.host = 0;
  outage.repair = takes(ms(500));
  world.parameters.faults.outages = {outage};
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(3'000));
  world.arrive(f, at_ms(1'800), ms(500));
  world.arrive(f, at_ms(3'000), ms(100));
  const RunOutcome outcome = world.run_audited();
  CHECK(Counts(outcome).of(Outcome::abandoned) == 1);
  CHECK(Counts(outcome).of(Outcome::failed) == 1);
  CHECK(Counts(outcome).of(Outcome::completed) == 1);
  CHECK(Counts(outcome).charged == 1);
}

TEST_CASE(
    "a cold start longer than the client's patience ends in an abandoned invocation, which is charged") {
  // The instance starts for 1,500 ms. The attempt at 3,000 ms is warm.
  ClientTimeoutWorld world;
  FunctionTraits traits;
  traits.init = takes(ms(1'500));
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(3'000), ms(100));
  const RunOutcome outcome = world.run_audited();
  CHECK(Counts(outcome).of(Outcome::abandoned) == 1);
  CHECK(Counts(outcome).of(Outcome::completed) == 1);
  CHECK(Counts(outcome).charged == 2);
  CHECK(Counts(outcome).cold == 1);
  CHECK(outcome.tally.extras()[0].cold == 1);
  CHECK(world.record.when_ms(Change::ended) == LeavingTimes{1'600, 3'100});
}

TEST_CASE("the next request in the row of an abandoned one has its own client") {
  ClientTimeoutWorld world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1'500));
  world.arrive(f, at_ms(2'000), ms(100));
  world.arrive(f, at_ms(3'000), ms(1'500));
  const RunOutcome outcome = world.run_audited();
  CHECK(Counts(outcome).of(Outcome::abandoned) == 2);
  CHECK(Counts(outcome).of(Outcome::completed) == 1);
  CHECK(world.record.when_ms(Change::left) == LeavingTimes{1'000, 4'000});
}

TEST_CASE("a client timeout that ends before the request arrives is refused") {
  ClientTimeoutWorld world;
  world.parameters.frontend.request_latency = takes(ms(1'000));
  world.arrive(world.function("f"), at_ms(0), ms(100));
  CHECK_THROWS_WITH(
      world.run_as(world.options),
      "frontend.client_timeout must exceed the request latency, or clients leave before requests arrive");
}
