#include "models/experiment/explain/invocation_account.hpp"

#include "models/experiment/references.hpp"
#include "sim/draws.hpp"
#include "tests/experiment/explain/followed_rows.hpp"

using namespace support;

namespace {

void check_same_account(const InvocationRow& a, const InvocationRow& b) {
  REQUIRE(a.function == b.function);
  REQUIRE(a.n == b.n);
  REQUIRE(a.is_counted == b.is_counted);
  REQUIRE(a.attempts == b.attempts);
  REQUIRE(a.arrival == b.arrival);
  REQUIRE(a.dispatched == b.dispatched);
  REQUIRE(a.started == b.started);
  REQUIRE(a.ended == b.ended);
  REQUIRE(a.instance == b.instance);
  REQUIRE(a.vm == b.vm);
  REQUIRE(a.host == b.host);
  REQUIRE(a.answered == b.answered);
  REQUIRE(a.charged == b.charged);
  if (a.started != Time::never()) {
    REQUIRE(a.start == b.start);
  }
  if (a.answered != Time::never()) {
    REQUIRE(a.outcome == b.outcome);
    REQUIRE(a.why == b.why);
  }
}

/// Compares the attempts with the row: their times are in order, the last attempt is that of the row, and the
/// parts equal the differences of the times.
void check_attempts(const InvocationAccount& account) {
  const InvocationRow& row = account.row;
  Duration charged;
  Time before = row.arrival;
  for (const AttemptAccount& attempt : account.attempts) {
    if (attempt.submitted == Time::never()) {
      REQUIRE(&attempt == &account.attempts.back());  // its client left, or the run ended, before the request
                                                      // reached the host
      break;
    }
    REQUIRE(attempt.submitted >= before);
    REQUIRE(attempt.asked >= 1);
    REQUIRE(attempt.around.live == attempt.around.available + attempt.around.busy + attempt.around.starting +
                                       attempt.around.draining);
    charged += attempt.billed + attempt.billed_init;
    Time last = attempt.submitted;
    for (const Time next : {attempt.admitted, attempt.bound, attempt.sent, attempt.started, attempt.ended}) {
      if (next != Time::never()) {
        REQUIRE(next >= last);
        last = next;
      }
    }
    if (attempt.kind == StartKind::cold && attempt.sent != Time::never()) {
      REQUIRE(attempt.start.has_value());
      REQUIRE(attempt.start->ready == attempt.sent);
      Duration stages;
      for (std::size_t stage = 0; stage < kStartStages; ++stage) {
        REQUIRE(attempt.start->length_of(static_cast<StartStage>(stage)) >= Duration{});
        stages += attempt.start->length_of(static_cast<StartStage>(stage));
      }
      REQUIRE(stages == attempt.start->ready - attempt.start->start.now);
    }
    if (attempt.kind == StartKind::warm && attempt.sent != Time::never()) {
      REQUIRE(attempt.around.available > 0);
      REQUIRE(attempt.sent == attempt.admitted);
    }
    before = attempt.over == Time::never() ? attempt.submitted : attempt.over;
    if (attempt.again && *attempt.again != Time::never()) {
      before = *attempt.again;
    }
  }
  REQUIRE(account.attempts.size() == row.attempts);
  REQUIRE(charged == row.charged);
}

}  // namespace

TEST_CASE("the accounts of 2,000 random invocations agree with their rows to the nanosecond") {
  std::uint64_t checked = 0;
  std::map<Outcome, std::uint64_t> reached;
  std::map<StartKind, std::uint64_t> starts;
  std::uint64_t retried = 0;
  std::uint64_t asynchronous = 0;
  std::uint64_t given_up = 0;
  for (std::uint32_t seed = 0; checked < 2'000; ++seed) {
    CAPTURE(seed);
    World world = any_scenario(seed);
    const std::vector<InvocationRow> rows = all_rows(world);
    sim::Draw draw(sim::DrawKey(7, 0, 0), seed, 0);
    std::vector<const InvocationRow*> asked;
    std::vector<std::unique_ptr<InvocationFollower>> followers;
    Observers observers;
    for (int i = 0; i < 5; ++i) {
      asked.push_back(&rows[draw.below(static_cast<std::uint32_t>(rows.size()))]);
      followers.push_back(
          std::make_unique<InvocationFollower>(world.table, world.parameters.billing, world.options.warmup));
      followers.back()->follow(asked.back()->function, asked.back()->n);
      observers.add(followers.back().get());
    }
    RunOptions observed = world.options;
    observed.force_general = seed % 2 == 0;
    observed.observer = observers.as_one();
    world.run_as(observed);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      CAPTURE(asked[i]->function.value(), asked[i]->n);
      followers[i]->finish();
      REQUIRE(followers[i]->account().has_value());
      const InvocationAccount& account = *followers[i]->account();
      check_same_account(account.row, *asked[i]);
      check_attempts(account);
      ++checked;
      if (account.attempts.size() > 1) {
        ++retried;
        asynchronous += world.table[account.row.function].traits.invoke == Invoke::async ? 1 : 0;
      }
      given_up += account.attempts.back().again == Time::never() ? 1 : 0;
      if (!account.is_answered()) {
        continue;
      }
      REQUIRE(account.parts.total() == account.row.answered - account.row.arrival);
      ++reached[account.row.outcome];
      if (account.row.outcome == Outcome::completed || account.row.outcome == Outcome::timed_out ||
          account.row.outcome == Outcome::errored) {
        REQUIRE(account.parts[LatencyPart::execution] == account.row.ended - account.row.started);
        const AttemptAccount& last = account.attempts.back();
        REQUIRE(account.parts[LatencyPart::queueing] + account.parts[LatencyPart::start] ==
                last.sent - last.submitted);
        const Time given_up_at = account.row.answered - world.parameters.frontend.response_latency;
        const Duration until_given_up = last.again ? given_up_at - last.over : Duration{};
        REQUIRE(account.parts[LatencyPart::retry] ==
                last.submitted - account.attempts.front().submitted + until_given_up);
        ++starts[account.row.start];
      }
    }
  }
  CHECK(checked >= 2'000);
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    CAPTURE(i);
    CHECK(reached[static_cast<Outcome>(i)] > 5);
  }
  CHECK(starts[StartKind::warm] > 50);
  CHECK(starts[StartKind::cold] > 50);
  CHECK(starts[StartKind::waited] > 50);
  CHECK(retried > 50);
  CHECK(asynchronous > 20);
  CHECK(given_up > 0);
}
