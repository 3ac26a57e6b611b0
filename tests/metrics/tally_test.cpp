#include "models/metrics/tally.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("a sum beyond 2^64 ns does not overflow") {
  Tally tally(Time{0}, Time::never(), Duration{10});
  tally.add_function();
  const std::int64_t most = Time::latest().ns();  // this is 2^62
  for (int i = 0; i < 9; ++i) {
    tally.ended(0, Time{0}, Time{most}, Outcome::completed);
    tally.billed(0, most - 1);
  }
  CHECK(tally.latency_ns(0) == static_cast<sim::Int128>(most) * 9);
  CHECK(tally.billed_ns(0) == static_cast<sim::Int128>(most - 1) * 9);
  CHECK(tally.execution_ns(0) == 0);
  CHECK(tally.slowdown(0) == 0);
}

TEST_CASE("busy time beyond 2^64 ns does not overflow, for concurrent and for sequential executions") {
  const std::int64_t year = 31'536'000'000'000'000;
  for (const bool together : {true, false}) {
    Tally tally(Time{0}, Time::never(), Duration{10});
    tally.add_function();
    for (int i = 0; i < 1'000; ++i) {
      tally.busy_from(0, Time{year});
      if (!together) {
        tally.busy_until(0, Time{3 * year});
      }
    }
    for (int i = 0; together && i < 1'000; ++i) {
      tally.busy_until(0, Time{3 * year});
    }
    tally.settle(Duration{});
    CHECK(tally.busy_ns(0) == static_cast<sim::Int128>(year) * 2'000);
  }
}
