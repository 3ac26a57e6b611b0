// The concurrency of an account: no function can use concurrency that is reserved or provisioned for another
// function.
#include "models/platform/gate/reservation.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

PolicyChoice account_of(std::int64_t concurrency, bool queue = false) {
  return policy(Seam::admission, "concurrency-limit",
                {whole(concurrency), whole(kUnlimited), whole(queue ? 1 : 0), whole(0)});
}

FunctionTraits reserving(std::uint32_t concurrency) {
  FunctionTraits traits;
  traits.reserved_concurrency = concurrency;
  return traits;
}

std::uint64_t throttled(const RunOutcome& outcome, FunctionId function) {
  return outcome.tally.extras()[function.index()].outcomes[static_cast<std::size_t>(Outcome::throttled)];
}

}  // namespace

TEST_CASE(
    "other functions cannot use concurrency that a function reserves, and this function not more than it") {
  World world;
  world.parameters.policies.admission = account_of(10);
  const FunctionId f = world.function("f", reserving(4));
  const FunctionId g = world.function("g");
  const FunctionId elsewhere = world.function("f", {}, 128, "another");
  for (int i = 0; i < 12; ++i) {
    world.arrive(g, at_ms(0), ms(1'000));
  }
  for (int i = 0; i < 6; ++i) {
    world.arrive(f, at_ms(500), ms(1'000));
  }
  for (int i = 0; i < 12; ++i) {
    world.arrive(elsewhere, at_ms(600), ms(1'000));
  }
  world.arrive(g, at_ms(1'000), ms(1));  // the invocations of 0 ms have ended
  const RunOutcome outcome = world.run();
  CHECK(throttled(outcome, g) == 6);
  CHECK(throttled(outcome, f) == 2);
  CHECK(throttled(outcome, elsewhere) == 2);
}

TEST_CASE("other functions with idle instances cannot use concurrency that a function reserves") {
  // Each of the other functions has six idle instances. f leaves a concurrency of six to these functions.
  // Twelve simultaneous calls find an idle instance each; six of the calls are admitted.
  World world;
  world.parameters.policies.admission = account_of(10);
  world.function("f", reserving(4));
  const FunctionId g = world.function("g");
  const FunctionId h = world.function("h");
  const auto six_calls = [&world](FunctionId of, std::int64_t at) {
    for (int i = 0; i < 6; ++i) {
      world.arrive(of, at_ms(at), ms(100));
    }
  };
  six_calls(g, 0);
  six_calls(h, 200);
  six_calls(g, 1'000);
  six_calls(h, 1'050);
  const RunOutcome outcome = world.run();
  CHECK(throttled(outcome, g) == 0);
  CHECK(throttled(outcome, h) == 6);
  CHECK(outcome.tally.functions()[g.index()].warm == 6);
}

TEST_CASE("a function with a reserved concurrency of 0 is switched off") {
  World world;
  world.parameters.policies.admission = account_of(10);
  const FunctionId f = world.function("f", reserving(0));
  world.arrive(f, at_ms(0), ms(1));
  world.arrive(world.function("g"), at_ms(0), ms(1));
  const RunOutcome outcome = world.run();
  CHECK(throttled(outcome, f) == 1);
  CHECK(Counts(outcome).of(Outcome::completed) == 1);
}

TEST_CASE("attempts that wait for reserved concurrency pass attempts that wait for the account") {
  // g uses the remaining six of the account, and its seventh call waits. The four of f are busy until 500 ms,
  // and its fifth call waits behind the call of g. At 500 ms the call of f runs, but the call of g does not.
  World world;
  world.parameters.frontend.queue_capacity = kUnlimited;
  world.parameters.policies.admission = account_of(10, true);
  const FunctionId f = world.function("f", reserving(4));
  const FunctionId g = world.function("g");
  for (int i = 0; i < 7; ++i) {
    world.arrive(g, at_ms(0), ms(1'000));
  }
  for (int i = 0; i < 5; ++i) {
    world.arrive(f, at_ms(0), ms(500));
  }
  world.run();
  std::vector<std::int64_t> late;
  for (const Observation& start : world.record.of(Change::started)) {
    if (start.now > at_ms(0)) {
      late.push_back(start.function == f ? start.now.ns() / 1'000'000 : -start.now.ns() / 1'000'000);
    }
  }
  CHECK(late == std::vector<std::int64_t>{500, -1'000});
}

TEST_CASE("provisioned concurrency is set aside while it is held, and other attempts share the rest") {
  // From 1 min to 2 min, an account of three has two provisioned for f.
  World world;
  world.parameters.policies.admission = account_of(3);
  world.parameters.policies.pre_warm =
      policy(Seam::pre_warm, "scheduled", {{0, 0, {}, "1 * * * *"}, {0, 0, {}, "2 * * * *"}});
  FunctionTraits traits;
  traits.provisioned = 2;
  const FunctionId f = world.function("f", traits);
  const FunctionId g = world.function("g");
  for (const std::int64_t minute : {0, 1, 2}) {
    for (int i = 0; i < 4; ++i) {
      world.arrive(g, at_ms(60'000 * minute + 30'000), ms(1'000));
    }
    for (int i = 0; i < 3; ++i) {
      world.arrive(f, at_ms(60'000 * minute + 30'500), ms(1'000));
    }
  }
  world.options.end = at_ms(180'000);
  const RunOutcome outcome = world.run();
  CHECK(throttled(outcome, g) == 1 + 3 + 1);
  CHECK(throttled(outcome, f) == 3 + 1 + 3);
}

TEST_CASE("use of reserved concurrency is counted correctly with crashes, timeouts and retries") {
  // f reserves two of three. Its calls are lost with their VM at 100 ms and retried at 600 ms. Until then its
  // two reserved slots are free, but no other function can use them.
  World world;
  world.parameters.policies.admission = account_of(3);
  world.parameters.faults.vm_crashes = {{ms(100), 0}};
  world.parameters.faults.retry_backoff = takes(ms(500));
  FunctionTraits traits = reserving(2);
  traits.crash_retries = 1;
  traits.timeout = ms(400);
  const FunctionId f = world.function("f", traits);
  const FunctionId g = world.function("g", {}, 128, "tenant");
  world.parameters.cluster.vms.isolation = Isolation::function;
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(g, at_ms(200), ms(300));
  world.arrive(g, at_ms(200), ms(300));  // this call is throttled
  world.arrive(f, at_ms(700), ms(10));   // this call is throttled: both calls of f run again until 1,000 ms
  world.arrive(f, at_ms(1'000), ms(10));
  world.arrive(g, at_ms(1'001), ms(10));
  world.arrive(g, at_ms(1'001), ms(10));  // this call is throttled
  const RunOutcome outcome = world.run();
  CHECK(throttled(outcome, g) == 2);
  CHECK(throttled(outcome, f) == 1);
  CHECK(Counts(outcome).of(Outcome::timed_out) == 2);
}

TEST_CASE("reserved concurrency that an account does not have is refused when the function is first read") {
  const auto refusal = [](World& world) -> std::string {
    try {
      (void)world.run_as(world.options);
    } catch (const ReservationError& error) {
      return error.what();
    }
    return "";
  };
  World world;
  world.arrive(world.function("f", reserving(4)), at_ms(0), ms(1));
  CHECK(refusal(world) ==
        "function 'f' reserves concurrency, but the admission policy cannot set concurrency aside");
  world.parameters.policies.admission = account_of(6);
  CHECK(refusal(world).empty());
  world.function("g", reserving(3));
  CHECK(refusal(world) ==
        "3 for function 'g' is more than the account 'tenant' has left: the account has a concurrency of 6, "
        "of which "
        "4 are reserved or provisioned for other functions; type at most 2, or raise the concurrency of the "
        "account in policies.admission to at least 7");
}
