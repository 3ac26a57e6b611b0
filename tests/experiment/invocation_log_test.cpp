#include "models/experiment/invocation_log.hpp"

#include <algorithm>
#include <map>

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

std::vector<InvocationRow> logged_rows(World& world, Time from = Time{0}) {
  world.run();
  std::vector<InvocationRow> rows;
  InvocationLog log(from, [&rows](const InvocationRow& row) { rows.push_back(row); });
  world.run_observed(log);
  log.finish();
  return rows;
}

}  // namespace

TEST_CASE("a row has the times of an invocation, from the client's request to the answer") {
  World world;
  world.parameters.frontend.request_latency = takes(ms(5));
  world.parameters.frontend.response_latency = ms(7);
  world.parameters.cold_start.sandbox = takes(ms(50));
  world.parameters.cold_start.function_init = takes(ms(30));
  world.parameters.cluster.topology.host_link = ms(1);
  world.parameters.billing.granularity = ms(100);
  world.parameters.billing.init = BilledInit::all;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(90));
  world.arrive(f, at_ms(1'000), ms(90));
  const std::vector<InvocationRow> rows = logged_rows(world, at_ms(500));
  REQUIRE(rows.size() == 2);
  const InvocationRow& cold = rows[0];
  CHECK(cold.n == 1);
  CHECK_FALSE(cold.is_counted);
  CHECK(cold.attempts == 1);
  CHECK(cold.arrival == at_ms(0));
  CHECK(cold.dispatched == at_ms(5));
  CHECK(cold.started == at_ms(5 + 80 + 1));
  CHECK(cold.ended == at_ms(86 + 90));
  CHECK(cold.answered == at_ms(176 + 1 + 7));
  CHECK(cold.start == StartKind::cold);
  CHECK(cold.outcome == Outcome::completed);
  CHECK(cold.instance == 0);
  CHECK(cold.vm == 0);
  CHECK(cold.host == 0);
  CHECK(cold.charged == ms(200));  // the execution of 90 ms and the initialisation of 30 ms are rounded
                                   // together
  const InvocationRow& warm = rows[1];
  CHECK(warm.n == 2);
  CHECK(warm.is_counted);
  CHECK(warm.started == at_ms(1'006));
  CHECK(warm.start == StartKind::warm);
  CHECK(warm.charged == ms(100));
}

TEST_CASE("an invocation that never starts has a row without a start, an instance or a charge") {
  World world;
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(100), whole(kUnlimited), whole(0), whole(0)});
  FunctionTraits traits;
  traits.concurrency_limit = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(50), ms(100));
  const std::vector<InvocationRow> rows = logged_rows(world);
  REQUIRE(rows.size() == 2);  // the rows are in the order of their ends
  CHECK(rows[0].n == 2);
  CHECK(rows[0].outcome == Outcome::throttled);
  CHECK(rows[0].why == Rejection::function_limit);
  CHECK(rows[0].attempts == 1);  // it was turned away
  CHECK(rows[0].dispatched == Time::never());
  CHECK(rows[0].started == Time::never());
  CHECK(rows[0].instance == InvocationRow::kNoNumber);
  CHECK(rows[0].answered == at_ms(50));
  CHECK(rows[0].charged == Duration{});
  CHECK(rows[1].n == 1);
  CHECK(rows[1].outcome == Outcome::completed);
}

TEST_CASE("the row of an invocation that was retried contains its last attempt and all of its charges") {
  World world;
  world.parameters.faults.vm_crashes = {{ms(60), 0}};
  world.parameters.faults.retry_backoff = takes(ms(40));
  FunctionTraits traits;
  traits.crash_retries = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(100));
  const std::vector<InvocationRow> rows = logged_rows(world);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].attempts == 2);
  CHECK(rows[0].dispatched == at_ms(100));
  CHECK(rows[0].started == at_ms(100));
  CHECK(rows[0].ended == at_ms(200));
  CHECK(rows[0].instance == 1);
  CHECK(rows[0].vm == 1);
  CHECK(rows[0].charged == ms(100));  // the lost execution is not charged
}

TEST_CASE("invocations that have not ended are last, in the order of their arrivals") {
  FunctionTable table;
  const FunctionId f = table.function(table.tenant("tenant"), "f", 128, {});
  std::vector<InvocationRow> rows;
  InvocationLog log(Time{0}, [&rows](const InvocationRow& row) { rows.push_back(row); });
  MemorySource source({{at_ms(0), sim::seconds(100), f}, {at_ms(1), sim::seconds(100), f}}, at_ms(10));
  RunOptions options;
  options.observer = &log;
  const PlatformParameters platform = ideal_platform();
  const std::unique_ptr<Cell> cell = make_cell(platform, table, source, options);
  cell->advance(at_ms(2), 1'000);
  CHECK(rows.empty());
  log.finish();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].n == 1);
  CHECK(rows[1].n == 2);
  CHECK(rows[1].started == at_ms(1));
  CHECK(rows[1].ended == Time::never());
  CHECK(rows[1].answered == Time::never());
}

TEST_CASE("the rows add up to the counts of the run") {
  World world;
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(100), whole(kUnlimited), whole(0), whole(0)});
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(300))});
  world.parameters.cold_start.sandbox = takes(ms(20));
  world.parameters.billing.granularity = ms(1);
  FunctionTraits traits;
  traits.concurrency_limit = 3;
  traits.timeout = ms(150);
  const FunctionId a = world.function("a", traits);
  const FunctionId b = world.function("b");
  for (int i = 0; i < 200; ++i) {
    world.arrive(i % 3 == 0 ? b : a, at_ms(17 * i), ms(20 + 37 * (i % 6)));
  }
  world.options.warmup = at_ms(400);
  const RunOutcome outcome = world.run();
  std::map<Outcome, std::uint64_t> ends;
  std::map<StartKind, std::uint64_t> starts;
  std::int64_t latency_ns = 0;
  std::int64_t charged_ns = 0;
  for (const InvocationRow& row : logged_rows(world, at_ms(400))) {
    if (row.is_counted) {
      ++ends[row.outcome];
      starts[row.start] += row.started == Time::never() ? 0 : 1;
      latency_ns += row.outcome == Outcome::completed ? (row.answered - row.arrival).ns() : 0;
      charged_ns += row.charged.ns();
    }
  }
  const Counts counts(outcome);
  CHECK(ends[Outcome::throttled] > 0);
  CHECK(ends[Outcome::timed_out] > 0);
  CHECK(ends[Outcome::completed] ==
        outcome.tally.functions()[0].completed + outcome.tally.functions()[1].completed);
  CHECK(ends[Outcome::throttled] ==
        outcome.tally.extras()[0].outcomes[static_cast<std::size_t>(Outcome::throttled)]);
  CHECK(starts[StartKind::cold] == counts.cold);
  CHECK(starts[StartKind::warm] == counts.warm);
  CHECK(latency_ns == outcome.tally.latency_ns(0) + outcome.tally.latency_ns(1));
  CHECK(charged_ns == outcome.tally.billed_ns(0) + outcome.tally.billed_ns(1));
}

TEST_CASE(
    "the row of an abandoned invocation has the time at which its client left, and what ran after that") {
  // The second client leaves at 1,200 ms. Its attempt waits until 3,000 ms and runs until 3,500 ms.
  World world;
  world.parameters.frontend.client_timeout = ms(1'000);
  FunctionTraits traits;
  traits.max_instances = 1;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(3'000));
  world.arrive(f, at_ms(200), ms(500));
  const std::vector<InvocationRow> rows = logged_rows(world);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].outcome == Outcome::abandoned);
  CHECK(rows[0].answered == at_ms(1'000));
  CHECK(rows[0].ended == at_ms(3'000));
  CHECK(rows[0].charged == ms(3'000));
  CHECK(rows[1].outcome == Outcome::abandoned);
  CHECK(rows[1].answered == at_ms(1'200));
  CHECK(rows[1].started == at_ms(3'000));
  CHECK(rows[1].charged == ms(500));
}

TEST_CASE("an abandoned invocation whose attempt waits forever also has a row") {
  World world;
  world.parameters.frontend.client_timeout = ms(1'000);
  FunctionTraits traits;
  traits.max_instances = 0;
  world.arrive(world.function("f", traits), at_ms(0), ms(100));
  world.horizon = at_ms(5'000);
  const std::vector<InvocationRow> rows = logged_rows(world);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].outcome == Outcome::abandoned);
  CHECK(rows[0].answered == at_ms(1'000));
  CHECK(rows[0].started == Time::never());
}

TEST_CASE("the rows of the warm path equal those of the general path") {
  World world;
  world.parameters.frontend.request_latency = takes(ms(5));
  world.parameters.frontend.response_latency = ms(7);
  world.parameters.cold_start.sandbox = takes(ms(50));
  world.parameters.billing.granularity = ms(100);
  FunctionTraits traits;
  traits.timeout = ms(200);
  const FunctionId f = world.function("f", traits);
  const FunctionId g = world.function("g");
  for (int i = 0; i < 20; ++i) {
    world.arrive(i % 3 == 0 ? g : f, at_ms(37 * i), ms(40 + 60 * (i % 4)));
  }
  const std::vector<InvocationRow> warm = logged_rows(world, at_ms(100));
  world.options.force_general = true;
  const std::vector<InvocationRow> general = logged_rows(world, at_ms(100));
  REQUIRE(warm.size() == 20);
  REQUIRE(general.size() == 20);
  for (std::size_t i = 0; i < warm.size(); ++i) {
    const InvocationRow& a = warm[i];
    const InvocationRow& b = general[i];
    CHECK((a.function == b.function && a.tenant == b.tenant && a.n == b.n && a.is_counted == b.is_counted));
    CHECK((a.attempts == b.attempts && a.arrival == b.arrival && a.dispatched == b.dispatched));
    CHECK((a.started == b.started && a.ended == b.ended && a.answered == b.answered));
    CHECK((a.instance == b.instance && a.vm == b.vm && a.host == b.host && a.start == b.start));
    CHECK((a.outcome == b.outcome && a.why == b.why && a.charged == b.charged));
  }
  CHECK(std::count_if(warm.begin(), warm.end(),
                      [](const InvocationRow& row) { return row.outcome == Outcome::timed_out; }) > 0);
}
