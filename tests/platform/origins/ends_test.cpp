#include "models/platform/origins/ends.hpp"

#include <array>

#include "tests/platform/support/ends_alone.hpp"

using namespace support;

TEST_CASE("an attempt that is turned away ends its invocation with the outcome of the reason") {
  constexpr std::array outcomes{Outcome::throttled, Outcome::throttled, Outcome::throttled,
                                Outcome::throttled, Outcome::throttled, Outcome::throttled,
                                Outcome::throttled, Outcome::expired,   Outcome::refused,
                                Outcome::refused,   Outcome::throttled, Outcome::refused};
  static_assert(outcomes.size() == kRejections);
  const FunctionTable functions;
  for (std::size_t reason = 0; reason < kRejections; ++reason) {
    EndsAlone cell(functions);
    const std::uint32_t f = cell.add_function();
    const std::uint32_t request = cell.add_request(f, at_ms(120), RequestPlace::frontend);
    cell.rows().requests[request].ordinal = 40;
    cell.turn_away(request, static_cast<Rejection>(reason), at_ms(150));
    const FunctionExtras& extras = cell.tally().extras()[f];
    CHECK(of_outcome(extras, outcomes[reason]) == 1);
    CHECK(of_reason(extras, static_cast<Rejection>(reason)) == 1);
    CHECK(cell.tally().series().current().rejections[reason] == 1);
    CHECK(cell.tally().series().current().turned_away() == 1);
    CHECK(cell.tally().series().current().ended == 1);
    CHECK(cell.tally().ended_total() == 1);
    CHECK(cell.tally().functions()[f].completed == 0);
    CHECK(cell.tally().sojourns().of_others() == ms(33).ns());
    CHECK(cell.last_client() == at_ms(153));
    CHECK_FALSE(cell.rows().requests.live(request));
    REQUIRE(cell.told.size() == 1);
    CHECK(cell.told[0].change == Change::finished);
    CHECK(cell.told[0].now == at_ms(150));
    CHECK(cell.told[0].until == at_ms(153));
    CHECK(cell.told[0].ordinal == 40);
    CHECK(cell.told[0].outcome == outcomes[reason]);
    CHECK(cell.told[0].why == static_cast<Rejection>(reason));
  }
}

TEST_CASE("the end of an attempt frees concurrency only if the attempt was admitted") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  cell.add_function();
  const std::uint32_t f = cell.add_function(3);
  const std::uint32_t present = cell.add_request(f, at_ms(110), RequestPlace::running);
  SECTION("the attempt was not admitted") {
    const auto place = GENERATE(RequestPlace::frontend, RequestPlace::admission_queue);
    cell.turn_away(cell.add_request(f, at_ms(120), place), Rejection::waited_too_long, at_ms(150));
    CHECK(cell.rows().functions[f].in_flight == 1);
    CHECK(cell.rows().tenants[3].in_flight == 1);
    CHECK(cell.left.functions.empty());
    CHECK(cell.tenants.empty());
  }
  SECTION("the attempt was admitted") {
    const auto place = GENERATE(RequestPlace::function_queue, RequestPlace::bound);
    cell.turn_away(cell.add_request(f, at_ms(120), place), Rejection::no_room, at_ms(150));
    CHECK(cell.rows().functions[f].in_flight == 1);
    CHECK(cell.rows().tenants[3].in_flight == 1);
    CHECK(cell.left.functions == std::vector{f});
    CHECK(cell.tenants == std::vector<std::uint32_t>{3});
  }
  CHECK(cell.rows().requests.live(present));
}

TEST_CASE("concurrency over time is kept if a scaling policy declares that it needs it") {
  const FunctionTable functions;
  const bool keeps = GENERATE(false, true);
  EndsAlone cell(functions, keeps);
  const std::uint32_t f = cell.add_function();
  cell.rows().rest[f].concurrency_ns = 7;
  cell.add_request(f, at_ms(120), RequestPlace::function_queue);
  cell.leave_flight(f, at_ms(150));
  CHECK(cell.rows().functions[f].in_flight == 0);
  CHECK(cell.rows().rest[f].concurrency_ns == (keeps ? 150'000'007 : 7));
}

TEST_CASE("a policy that throttles an attempt gives a reason, which must be a reason of admission") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  const std::uint32_t f = cell.add_function();
  const std::uint32_t request = cell.add_request(f, at_ms(120), RequestPlace::frontend);
  auto& policy_alone = static_cast<SaysWhy&>(*cell.policies().admission);
  SECTION("the reason is a reason of admission") {
    policy_alone.why = GENERATE(Rejection::rate, Rejection::unstated);
    cell.throttle(request, at_ms(150));
    CHECK(of_reason(cell.tally().extras()[f], policy_alone.why) == 1);
    CHECK(of_outcome(cell.tally().extras()[f], Outcome::throttled) == 1);
  }
  SECTION("the reason is another reason") {
    policy_alone.why = Rejection::waited_too_long;
    CHECK_THROWS_WITH(cell.throttle(request, at_ms(150)),
                      "admission policy 'says-why', at 0.15 s, throttled for the reason 7, which an "
                      "admission policy cannot give");
    CHECK(cell.rows().requests.live(request));
  }
}

TEST_CASE("time in the system is counted to the nanosecond at both edges of the window") {
  // The window is [100 ms, 200 ms).
  const FunctionTable functions;
  EndsAlone cell(functions);
  const std::uint32_t f = cell.add_function();
  const auto end = [&](Time arrival, Time client) {
    Request row{};
    row.function = f;
    row.arrival = arrival;
    cell.count_end(row, Outcome::completed, client);
  };
  Tally& tally = cell.tally();
  SECTION("before the window: no time is in the window") {
    end(at_ms(10), at_ms(90));
    CHECK(tally.sojourns().early_overlap() == 0);
    CHECK(tally.functions()[f].completed == 0);
    CHECK(tally.sojourns().in_system() == at_ms(100).ns());
  }
  SECTION("from before the window into it: one nanosecond is in the window") {
    end(at_ms(100) - ns(1), at_ms(100) + ns(1));
    CHECK(tally.sojourns().early_overlap() == 1);
    CHECK(tally.sojourns().late_overhang() == 0);
    CHECK(tally.functions()[f].completed == 0);
  }
  SECTION("from before the window to after it: the length of the window") {
    end(at_ms(10), at_ms(500));
    CHECK(tally.sojourns().early_overlap() == ms(100).ns());
    CHECK(tally.sojourns().late_overhang() == 0);
    CHECK(tally.sojourns().in_system() == at_ms(200).ns());
  }
  SECTION("within the window") {
    end(at_ms(100), at_ms(200));
    CHECK(tally.sojourns().early_overlap() == 0);
    CHECK(tally.sojourns().late_overhang() == 0);
    CHECK(tally.functions()[f].completed == 1);
    CHECK(tally.functions()[f].latency_ns == static_cast<std::uint64_t>(ms(100).ns()));
  }
  SECTION("beyond the end of the window: the time after the window counts as latency and as overhang") {
    end(at_ms(150), at_ms(200) + ns(1));
    CHECK(tally.sojourns().late_overhang() == 1);
    CHECK(tally.sojourns().early_overlap() == 0);
    CHECK(tally.functions()[f].latency_ns == static_cast<std::uint64_t>(ms(50).ns() + 1));
    CHECK(tally.sojourns().in_system() == at_ms(200).ns());
  }
  CHECK(tally.ended_total() == 1);
  CHECK(tally.series().current().ended == 1);
}

TEST_CASE("the time of the last answer is the latest time, not the time of the last end") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  Request row{};
  row.function = cell.add_function();
  row.arrival = at_ms(110);
  cell.count_end(row, Outcome::completed, at_ms(180));
  cell.count_end(row, Outcome::timed_out, at_ms(170));
  CHECK(cell.last_client() == at_ms(180));
  CHECK(cell.tally().functions()[0].completed == 1);
  CHECK(of_outcome(cell.tally().extras()[0], Outcome::timed_out) == 1);
  CHECK(cell.tally().functions()[0].latency_ns == static_cast<std::uint64_t>(ms(70).ns()));
  CHECK(cell.tally().sojourns().of_others() == ms(60).ns());
}

TEST_CASE("failures of the warm-up are counted in the series, but not by function and reason") {
  const FunctionTable functions;
  EndsAlone cell(functions);
  Request row{};
  row.function = cell.add_function();
  row.arrival = at_ms(99);
  cell.count_failure(row, Outcome::failed, Rejection::unstated);
  cell.count_failure(row, Outcome::timed_out, Rejection::unstated);
  cell.count_failure(row, Outcome::errored, Rejection::unstated);
  cell.count_failure(row, Outcome::errored, Rejection::unstated);
  cell.count_failure(row, Outcome::throttled, Rejection::unstated);
  const SeriesBin& bin = cell.tally().series().current();
  CHECK(bin.failed == 1);
  CHECK(bin.timed_out == 1);
  CHECK(bin.errored == 2);
  CHECK(bin.turned_away() == 1);
  CHECK(of_reason(cell.tally().extras()[0], Rejection::unstated) == 0);
  row.arrival = at_ms(100);
  cell.count_failure(row, Outcome::throttled, Rejection::unstated);
  CHECK(of_reason(cell.tally().extras()[0], Rejection::unstated) == 1);
}

TEST_CASE("the end of an invocation changes its function's fingerprint by time, ordinal and outcome") {
  const FunctionTable functions;
  const auto hash_of = [&](Time at, std::uint64_t ordinal, Outcome outcome) {
    EndsAlone cell(functions);
    const std::uint32_t request = cell.add_request(cell.add_function(), at_ms(120), RequestPlace::frontend);
    cell.rows().requests[request].ordinal = ordinal;
    cell.end_invocation(request, {outcome, Rejection::unstated, at});
    return cell.rows().functions[0].hash.value();
  };
  const std::uint64_t one = hash_of(at_ms(150), 1, Outcome::failed);
  CHECK(hash_of(at_ms(150), 1, Outcome::failed) == one);
  CHECK(hash_of(at_ms(150) + ns(1), 1, Outcome::failed) != one);
  CHECK(hash_of(at_ms(150), 2, Outcome::failed) != one);
  CHECK(hash_of(at_ms(150), 1, Outcome::throttled) != one);
}
