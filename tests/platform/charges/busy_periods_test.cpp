// Charges for busy instances: each period alone, and on the whole platform.
#include "models/platform/charges/busy_periods.hpp"

#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

/// Azure's Flex plan: at least 1,000 ms, then steps of 100 ms.
BillingParameters flex() {
  BillingParameters billing;
  billing.granularity = ms(100);
  billing.minimum = ms(1'000);
  billing.billed_while = BilledWhile::busy;
  return billing;
}

/// The periods of one function, with a window from 10 s to 20 s.
struct Alone {
  Alone() { tally.add_function(); }
  void begin(std::uint32_t instance, std::uint64_t number, std::int64_t at, Duration init = {}) {
    periods.begin(instance, {number, 0, at_ms(at), init}, tally);
  }
  void lasts_until(std::uint32_t instance, std::int64_t at) { periods.lasts_until(instance, at_ms(at)); }
  std::int64_t charged_ms() const { return static_cast<std::int64_t>(tally.billed_ns(0)) / 1'000'000; }

  Tally tally{at_ms(10'000), at_ms(20'000), ms(1'000)};
  BusyPeriods periods{Rounding{flex()}};
};

World flex_world() {
  World world;
  world.parameters.billing = flex();
  return world;
}

FunctionTraits several(std::uint32_t slots) {
  FunctionTraits traits;
  traits.requests_per_instance = slots;
  return traits;
}

std::int64_t billed_ms(const RunOutcome& outcome, std::size_t function = 0) {
  return static_cast<std::int64_t>(outcome.tally.billed_ns(function)) / 1'000'000;
}

}  // namespace

TEST_CASE("a busy period is charged as a whole, rounded up, when the next one begins or the run ends") {
  Alone alone;
  alone.begin(3, 7, 11'000);
  alone.lasts_until(3, 11'120);
  CHECK(alone.charged_ms() == 0);
  alone.begin(3, 7, 12'000);
  CHECK(alone.charged_ms() == 1'000);  // 120 ms are charged as 1,000 ms
  alone.lasts_until(3, 13'040);
  alone.periods.close(alone.tally);
  CHECK(alone.charged_ms() == 1'000 + 1'100);  // 1,040 ms are charged as 1,100 ms
  alone.periods.close(alone.tally);
  CHECK(alone.charged_ms() == 2'100);
}

TEST_CASE("two busy periods without a gap are one period, but not if another instance has the row") {
  Alone alone;
  for (int i = 0; i < 4; ++i) {
    alone.begin(0, 1, 11'000 + 250 * i);
    alone.lasts_until(0, 11'250 + 250 * i);
  }
  alone.begin(0, 2, 12'000);  // a later instance in the row of the first
  alone.lasts_until(0, 12'100);
  CHECK(alone.charged_ms() == 1'000);
  alone.begin(0, 2, 12'101);  // a gap of 1 ms
  alone.lasts_until(0, 12'200);
  CHECK(alone.charged_ms() == 2'000);
  alone.periods.close(alone.tally);
  CHECK(alone.charged_ms() == 3'000);
}

TEST_CASE("the part of a busy period within the window is charged") {
  Alone alone;
  const auto charge = [&](std::int64_t from, std::int64_t until) {
    const std::int64_t before = alone.charged_ms();
    alone.begin(0, 1, from);
    alone.lasts_until(0, until);
    alone.periods.close(alone.tally);
    return alone.charged_ms() - before;
  };
  CHECK(charge(1'000, 9'000) == 0);
  CHECK(charge(1'000, 10'000) == 0);
  CHECK(charge(1'000, 12'050) == 2'100);
  CHECK(charge(9'000, 25'000) == 10'000);
  CHECK(charge(18'000, 25'000) == 2'000);
  CHECK(charge(20'000, 25'000) == 0);
  CHECK(charge(15'000, 15'000) == 1'000);  // an execution of zero length
  CHECK(charge(9'000, 9'000) == 0);
  CHECK(charge(20'000, 20'000) == 0);
}

TEST_CASE("an initialisation is rounded with the first busy period, if that period begins in the window") {
  Alone alone;
  alone.begin(0, 1, 11'000, ms(730));
  alone.lasts_until(0, 12'050);
  alone.begin(0, 1, 13'000);
  alone.lasts_until(0, 14'000);
  alone.begin(1, 2, 9'999, ms(730));
  alone.lasts_until(1, 11'000);
  alone.periods.close(alone.tally);
  CHECK(alone.charged_ms() == 1'100 + 1'000 + 1'000);
  CHECK(alone.tally.extras()[0].init_ns ==
        700'000'000);  // 1,780 ms are charged as 1,800 ms, 700 ms more than 1,100
}

TEST_CASE("ten requests at once on one instance are charged once, and ten instances ten times") {
  for (const std::uint32_t slots : {1u, 10u}) {
    World world = flex_world();
    const FunctionId f = world.function("f", several(slots));
    for (int i = 0; i < 10; ++i) {
      world.arrive(f, at_ms(0), ms(1'240 + i));
    }
    const RunOutcome outcome = world.run();
    CHECK(billed_ms(outcome) == (slots == 1 ? 13'000 : 1'300));
    CHECK(charged_attempts(outcome.tally.functions()[0], outcome.tally.extras()[0]) == 10);
  }
}

TEST_CASE("an instance that takes the next request at the instant of the last end stays busy") {
  World world = flex_world();
  const FunctionId f = world.function("f");
  for (int i = 0; i < 8; ++i) {
    world.arrive(f, at_ms(250 * i), ms(250));
  }
  CHECK(billed_ms(world.run()) == 2'000);
}

TEST_CASE(
    "an execution that is lost with its VM is billed until the crash, and its instance is not billed again") {
  World world = flex_world();
  world.parameters.faults.vm_crashes.push_back({ms(2'350), 0});
  const FunctionId f = world.function("f", several(2));
  world.arrive(f, at_ms(0), ms(500));
  world.arrive(f, at_ms(400), ms(10'000));
  const RunOutcome outcome = world.run();
  CHECK(billed_ms(outcome) == 2'400);
  CHECK(charged_attempts(outcome.tally.functions()[0], outcome.tally.extras()[0]) == 1);
}

TEST_CASE("an execution that ends after the window is billed until the window's end") {
  World world = flex_world();
  world.options.warmup = at_ms(1'000);
  world.options.end = at_ms(4'000);
  world.arrive(world.function("f"), at_ms(500), ms(9'000));
  CHECK(billed_ms(world.run()) == 3'000);
}

TEST_CASE("busy instances cannot be billed together with a price for executions on provisioned concurrency") {
  World world = flex_world();
  world.function("f");
  world.parameters.billing.init = BilledInit::provisioned;
  CHECK_THROWS_WITH(world.run(), ContainsSubstring("billed_while: busy"));
  world.parameters.billing.init = BilledInit::none;
  world.parameters.billing.price_per_gib_s_on_provisioned = 1;
  CHECK_THROWS_WITH(world.run(), ContainsSubstring("billed_while: busy"));
}
