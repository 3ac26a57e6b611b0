#include "models/metrics/tally.hpp"

#include <string>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("times are clamped to the window, so that telescoped sums are integrals over it") {
  const Tally tally(Time{100}, Time{200}, Duration{10});
  CHECK(tally.clamped(Time{50}) == 100);
  CHECK(tally.clamped(Time{100}) == 100);
  CHECK(tally.clamped(Time{150}) == 150);
  CHECK(tally.clamped(Time{200}) == 200);
  CHECK(tally.clamped(Time{250}) == 200);
}

TEST_CASE("each reason for a rejection belongs to one outcome, and its name contains the outcome") {
  for (std::size_t why = 0; why < kRejections; ++why) {
    const Outcome outcome = outcome_of(static_cast<Rejection>(why));
    const std::string name(kRejectionNames[why]);
    INFO(name);
    CHECK((outcome == Outcome::throttled) == (name.rfind("throttled_", 0) == 0));
    CHECK((outcome == Outcome::expired) == (name == "expired"));
    CHECK((outcome == Outcome::refused) == (name.rfind("refused_", 0) == 0));
  }
  CHECK(static_cast<std::size_t>(Rejection::too_large) + 1 == kRejections);
}

TEST_CASE("a window without an end changes no later time") {
  const Tally tally(Time{100}, Time::never(), Duration{10});
  CHECK(tally.clamped(Time::latest()) == static_cast<std::uint64_t>(Time::latest().ns()));
}

TEST_CASE("differences modulo 2^64 are right in any order of their parts") {
  const Tally tally(Time{0}, Time::never(), Duration{10});
  std::uint64_t busy = 0;
  busy -= tally.clamped(Time{30});
  busy -= tally.clamped(Time{40});
  busy += tally.clamped(Time{45});
  busy += tally.clamped(Time{70});
  CHECK(busy == 45);
}

TEST_CASE("a sum beyond 2^64 ns does not overflow") {
  Tally tally(Time{0}, Time::never(), Duration{10});
  tally.functions.emplace_back();
  tally.extras.emplace_back();
  const std::int64_t most = Time::latest().ns();  // 2^62
  for (int i = 0; i < 9; ++i) {
    tally.add(0, &FunctionTally::latency_ns, &Carries::latency_ns, most);
    tally.add(0, &FunctionTally::slowdown, &Carries::slowdown, most - 1);
  }
  CHECK(tally.latency_ns(0) == static_cast<sim::Int128>(most) * 9);
  CHECK(tally.slowdown(0) == static_cast<sim::Int128>(most - 1) * 9);
  CHECK(tally.execution_ns(0) == 0);
  CHECK(tally.billed_ns(0) == 0);
}

TEST_CASE("busy time beyond 2^64 ns does not overflow, for concurrent and for sequential executions") {
  const std::int64_t year = 31'536'000'000'000'000;
  for (const bool together : {true, false}) {
    Tally tally(Time{0}, Time::never(), Duration{10});
    tally.functions.emplace_back().busy_ns = Tally::kBusyBias;
    tally.extras.emplace_back();
    for (int i = 0; i < 1'000; ++i) {
      tally.busy_from(0, Time{year});
      if (!together) {
        tally.busy_until(0, Time{3 * year});
      }
    }
    for (int i = 0; together && i < 1'000; ++i) {
      tally.busy_until(0, Time{3 * year});
    }
    tally.settle_busy();
    CHECK(tally.busy_ns(0) == static_cast<sim::Int128>(year) * 2'000);
  }
}

TEST_CASE("a telescoped sum is right below 0, above 2^64 and back") {
  const auto most = static_cast<std::uint64_t>(Time::latest().ns());  // 2^62
  CarrySum sum;
  CHECK(sum.value() == 0);
  for (int i = 0; i < 5; ++i) {
    sum.subtract(most);
  }
  CHECK(sum.value() == -5 * static_cast<sim::Int128>(most));
  for (int i = 0; i < 12; ++i) {
    sum.add(most);
  }
  CHECK(sum.value() == 7 * static_cast<sim::Int128>(most));
  sum.subtract(7);
  CHECK(sum.value() == 7 * static_cast<sim::Int128>(most) - 7);
}
