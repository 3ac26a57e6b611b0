#include "models/platform/origins/async.hpp"

#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

/// The queue on a core that records its requests, with one function and one event that arrived at 1 s.
struct AsyncAlone {
  AsyncAlone() {
    parameters.retry_delays = {ms(60'000), ms(120'000)};
    parameters.backoff = ms(1'000);
    parameters.backoff_factor = 2;
    parameters.longest_backoff = ms(5'000);
    parameters.max_age = ms(600'000);
    traits.invoke = Invoke::async;
    Request& row = core.tables.requests[request = core.tables.requests.allocate()];
    row = Request{};
    row.function = 0;
  }
  AsyncQueue& queue() {
    if (!made) {
      made.emplace(core, parameters);
      made->adopt(0, FunctionSpec{TenantId(0u), "f", 128, traits});
      events.handle<AsyncEventTooOld, &AsyncQueue::too_old>(*made);
    }
    return *made;
  }
  /// Ends the attempt at that time, and returns the time of the next attempt in ms. -1: there is no next
  /// attempt, -2: the event waits until it is dropped.
  std::int64_t after(Outcome outcome, std::int64_t at) {
    const auto again =
        queue().tries_again(request, at_ms(1'000), {outcome, Rejection::account_limit, at_ms(at)});
    return !again ? -1 : *again == Time::never() ? -2 : again->ns() / 1'000'000;
  }

  FakeCore core;
  AsyncParameters parameters;
  FunctionTraits traits;
  std::uint32_t request = 0;
  EventTable events;
  std::optional<AsyncQueue> made;
};

}  // namespace

TEST_CASE("the event queue takes only requests of asynchronous functions") {
  AsyncAlone alone;
  alone.queue();
  CHECK(alone.core.with_senders == std::vector<std::uint32_t>{0});
  CHECK(alone.core.stream_origins == std::vector<Origin*>{&alone.queue()});
  alone.queue().adopt(1, FunctionSpec{TenantId(0u), "g", 128, {}});
  CHECK(alone.core.with_senders.size() == 1);
}

TEST_CASE("an asynchronous function needs a platform that takes events") {
  AsyncAlone alone;
  alone.parameters.max_age = {};
  CHECK_THROWS_WITH(alone.queue(),
                    "function 'f' is invoked asynchronously, but the platform has no section `async`");
}

TEST_CASE("an event that fails is retried after each delay, counted from the end of the attempt") {
  AsyncAlone alone;
  CHECK(alone.after(Outcome::timed_out, 1'500) == 61'500);
  CHECK(alone.after(Outcome::timed_out, 62'000) == 182'000);
  CHECK(alone.after(Outcome::timed_out, 182'500) == -1);
}

TEST_CASE("a function may have fewer retries than the platform has delays, or none") {
  AsyncAlone alone;
  alone.traits.async_retries = 1;
  CHECK(alone.after(Outcome::timed_out, 1'500) == 61'500);
  CHECK(alone.after(Outcome::timed_out, 62'000) == -1);
  AsyncAlone none;
  none.traits.async_retries = 0;
  CHECK(none.after(Outcome::timed_out, 1'500) == -1);
}

TEST_CASE("an event that cannot run waits longer each time, up to the longest backoff") {
  AsyncAlone alone;
  CHECK(alone.after(Outcome::throttled, 1'000) == 2'000);
  CHECK(alone.after(Outcome::refused, 2'000) == 4'000);
  CHECK(alone.after(Outcome::failed, 4'000) == 8'000);
  CHECK(alone.after(Outcome::expired, 8'000) == 13'000);  // the longest backoff is 5 s, so the wait is 5 s,
                                                          // not 8 s
  CHECK(alone.after(Outcome::throttled, 13'000) == 18'000);
}

TEST_CASE("attempts that ran and attempts that did not run are counted separately") {
  AsyncAlone alone;
  CHECK(alone.after(Outcome::throttled, 1'000) == 2'000);
  CHECK(alone.after(Outcome::timed_out, 2'500) == 62'500);
  CHECK(alone.after(Outcome::throttled, 62'500) == 64'500);
  CHECK(alone.after(Outcome::timed_out, 65'000) == 185'000);
  CHECK(alone.after(Outcome::timed_out, 185'500) == -1);
}

TEST_CASE("a backoff beyond the end of time is limited to the longest one") {
  AsyncAlone alone;
  alone.parameters.backoff_factor = 1'000;
  alone.parameters.longest_backoff = Duration{std::int64_t{1} << 61};
  alone.parameters.max_age = Duration{(std::int64_t{1} << 62) - 1};
  for (int i = 0; i < 20; ++i) {
    CHECK(alone.after(Outcome::throttled, 1'000) > 1'000);
  }
}

TEST_CASE("an event is dropped at its maximum age, with the outcome of its last attempt") {
  AsyncAlone alone;
  alone.traits.async_max_age = ms(5'000);
  CHECK(alone.after(Outcome::throttled, 1'000) == 2'000);
  CHECK(alone.after(Outcome::throttled, 2'000) == 4'000);
  CHECK(alone.after(Outcome::throttled, 4'000) == -2);  // a retry at 8,000 would be after the maximum age, at
                                                        // 1,000 + 5,000
  CHECK(alone.core.given_up.empty());
  alone.core.run(alone.events);
  REQUIRE(alone.core.given_up.size() == 1);
  CHECK(alone.core.given_up[0].first == alone.request);
  CHECK(alone.core.given_up[0].second.at == at_ms(6'000));
  CHECK(alone.core.given_up[0].second.outcome == Outcome::throttled);
  CHECK(alone.core.given_up[0].second.why == Rejection::account_limit);
}

TEST_CASE("the last attempt may start at the event's maximum age, and no attempt starts later") {
  AsyncAlone alone;
  alone.traits.async_max_age = ms(1'000);
  CHECK(alone.after(Outcome::throttled, 1'000) == 2'000);
  CHECK(alone.after(Outcome::throttled, 2'000) == -1);
}

TEST_CASE("the next event in a row starts with new counts") {
  AsyncAlone alone;
  CHECK(alone.after(Outcome::timed_out, 1'500) == 61'500);
  CHECK(alone.after(Outcome::throttled, 61'500) == 62'500);
  alone.queue().answered(alone.request, {Outcome::completed, at_ms(70'000)});
  CHECK(alone.after(Outcome::timed_out, 80'000) == 140'000);
  CHECK(alone.after(Outcome::throttled, 140'000) == 141'000);
}
