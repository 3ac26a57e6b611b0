// Tests of attempts that have ended and whose sender may retry.
#include "tests/platform/support/ends_alone.hpp"

using namespace support;

TEST_CASE(
    "a backed-off attempt comes again as the next attempt, and the time between is added to the lost time") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  const std::uint32_t f = cell.add_function();
  const std::uint32_t request = cell.add_request(f, at_ms(120), RequestPlace::running);
  Request& row = cell.rows().requests[request];
  cell.rows().requests.renew(request);
  row.instance = 4;
  cell.rows().waits[request].submitted = at_ms(125);
  cell.back_off(request, at_ms(190), {Outcome::failed, Rejection::unstated, at_ms(150)});
  CHECK(row.attempt == 1);
  CHECK(row.instance == kNone);
  CHECK(row.place == static_cast<std::uint8_t>(RequestPlace::frontend));
  CHECK(row.dispatched == at_ms(190));
  CHECK(cell.rows().waits[request].lost == ms(65));
  CHECK(cell.tally().extras()[f].retried == 1);
  REQUIRE(cell.events.size() == 1);
  CHECK(is_of<Retry>(cell.events[0]));
  CHECK(cell.events[0].time == at_ms(190));
  CHECK(cell.events[0].subject == request);
  CHECK(cell.events[0].generation() == 1);
  REQUIRE(cell.told.size() == 1);
  CHECK(cell.told[0].change == Change::retried);
  CHECK(cell.told[0].until == at_ms(190));
  CHECK(cell.told[0].outcome == Outcome::failed);

  // This attempt was not admitted, so it has drawn no number. The lost times add up.
  cell.rows().waits[request].submitted = at_ms(190);
  cell.back_off(request, at_ms(195), {Outcome::throttled, Rejection::rate, at_ms(190)});
  CHECK(row.attempt == 1);
  CHECK(cell.rows().waits[request].lost == ms(70));
  CHECK(cell.tally().extras()[f].retried == 2);
  CHECK(cell.told[1].why == Rejection::rate);
}

TEST_CASE("a retry of an invocation of the warm-up is scheduled but not counted") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  const std::uint32_t f = cell.add_function();
  const std::uint32_t request = cell.add_request(f, at_ms(99), RequestPlace::running);
  cell.back_off(request, at_ms(190), {Outcome::failed, Rejection::unstated, at_ms(150)});
  CHECK(cell.events.size() == 1);
  CHECK(cell.tally().extras()[f].retried == 0);
}

TEST_CASE("an attempt that its sender will drop later has no event and keeps its number") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  const std::uint32_t f = cell.add_function();
  const std::uint32_t request = cell.add_request(f, at_ms(120), RequestPlace::running);
  cell.back_off(request, Time::never(), {Outcome::failed, Rejection::unstated, at_ms(150)});
  CHECK(cell.rows().requests[request].attempt == 0);
  CHECK(cell.rows().requests[request].place == static_cast<std::uint8_t>(RequestPlace::frontend));
  CHECK(cell.rows().waits[request].lost == Duration{});
  CHECK(cell.events.empty());
  CHECK(cell.tally().extras()[f].retried == 0);
}

TEST_CASE(
    "a sender that tries again keeps its row under a new generation, and concurrency is freed meanwhile") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  Persistent sender;
  sender.again = at_ms(190);
  const std::uint32_t f = cell.add_function(2);
  const bool was_admitted = GENERATE(false, true);
  const std::uint32_t request = cell.add_request(
      f, at_ms(120), was_admitted ? RequestPlace::function_queue : RequestPlace::admission_queue);
  cell.sent_by(sender, request);
  cell.end_attempt(request, {Outcome::expired, Rejection::waited_too_long, at_ms(150)});
  CHECK(sender.senders == std::vector<std::uint32_t>{9});
  CHECK(sender.sent_at == at_ms(120));
  CHECK(sender.ended.outcome == Outcome::expired);
  CHECK(sender.ended.why == Rejection::waited_too_long);
  CHECK(sender.ended.at == at_ms(150));
  CHECK(sender.answers.empty());
  CHECK(cell.rows().requests.live(request, 1));
  CHECK_FALSE(cell.rows().requests.live(request, 0));
  CHECK(cell.rows().requests[request].attempt == (was_admitted ? 1 : 0));
  CHECK(cell.rows().functions[f].in_flight == 0);
  CHECK(cell.rows().tenants[2].in_flight == 0);
  CHECK(cell.tenants == (was_admitted ? std::vector<std::uint32_t>{2} : std::vector<std::uint32_t>{}));
  CHECK(cell.tally().ended_total() == 0);
  REQUIRE(cell.events.size() == 1);
  CHECK(cell.events[0].generation() == 1);
}

TEST_CASE("a sender that does not retry is answered") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  Persistent sender;
  const std::uint32_t f = cell.add_function();
  const std::uint32_t request = cell.add_request(f, at_ms(120), RequestPlace::frontend);
  cell.sent_by(sender, request);
  cell.end_attempt(request, {Outcome::refused, Rejection::too_large, at_ms(150)});
  CHECK(sender.senders == std::vector<std::uint32_t>{9, 9});  // the sender is called and answered
  REQUIRE(sender.answers.size() == 1);
  CHECK(sender.answers[0].outcome == Outcome::refused);
  CHECK(sender.answers[0].at == at_ms(153));
  CHECK_FALSE(cell.rows().requests.live(request));
}

TEST_CASE("without senders no sender is called, and the row keeps its generation") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  Persistent sender;
  sender.again = at_ms(190);
  const std::uint32_t f = cell.add_function();
  const std::uint32_t request = cell.add_request(f, at_ms(120), RequestPlace::running);
  cell.sent_by(sender, request);
  cell.rows().functions[f].mask = 0;
  CHECK(cell.asks_sender(request, {Outcome::failed, Rejection::unstated, at_ms(150)}) == std::nullopt);
  CHECK(cell.rows().requests.live(request, 0));
  cell.end_invocation(request, {Outcome::failed, Rejection::unstated, at_ms(150)});
  CHECK(sender.senders.empty());
  CHECK(cell.tally().series().current().failed == 1);
}
