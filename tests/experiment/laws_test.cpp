#include "models/experiment/laws.hpp"

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

RunOutcome sound_run(FunctionTable& functions) {
  PlatformParameters platform = ideal_platform();
  platform.cold_start.sandbox = takes(ms(100));
  const FunctionId a = functions.function(functions.tenant("one"), "a", 1024, {});
  MemorySource source({{at_ms(0), ms(250), a}, {at_ms(100), ms(50), a}, {at_ms(900), ms(500), a}},
                      at_ms(1000));
  RunOptions options;
  options.warmup = at_ms(50);  // one invocation extends into the window, and another beyond it
  return simulate(platform, functions, source, options);
}

/// Returns the laws that are violated after a change to a valid outcome.
template <class Change>
std::vector<std::string> after(Change change) {
  FunctionTable functions;
  RunOutcome outcome = sound_run(functions);
  change(outcome);
  return broken_laws(outcome, functions, {});
}

}  // namespace

TEST_CASE("A correct run violates no law, even with invocations across both ends of the window") {
  CHECK(after([](RunOutcome&) {}).empty());
}

TEST_CASE("Each law detects its own kind of error") {
  const auto first = [](const std::vector<std::string>& broken) {
    return broken.empty() ? "" : broken.front();
  };
  CHECK(first(after([](RunOutcome& run) { run.tally.arrived(0, run.tally.window().to()); })) ==
        "every invocation ends once (ended + in flight = arrived): 2 is not 3");
  CHECK(first(after([](RunOutcome& run) { ++run.tally.extras_of(0).outcomes[2]; })) ==
        "every invocation ends once (ended + in flight = arrived): 3 is not 2");
  CHECK(first(after([](RunOutcome& run) { ++run.tally.extras_of(0).rejections[1]; })) ==
        "throttled invocations of function 0 equal the sum over their reasons: 1 is not 0");
  CHECK(first(after([](RunOutcome& run) {
          --run.tally.extras_of(0).rejections[7];
        })).find("expired invocations of function 0 equal the sum over their reasons") == 0);
  CHECK(first(after([](RunOutcome& run) { ++run.tally.extras_of(0).rejections[9]; })) ==
        "refused invocations of function 0 equal the sum over their reasons: 1 is not 0");
  CHECK(first(after([](RunOutcome& run) { --run.tally.extras_of(0).cold; })) ==
        "every attempt that started was warm, cold or waited: 1 is not 2");
  CHECK(first(after([](RunOutcome& run) { run.tally.is_in_flight(Time{}, run.end); })).find("Little's law") ==
        0);
  CHECK(first(after([](RunOutcome& run) {
          run.tally.ended(0, Time{}, Time{1}, Outcome::completed);
        })).find("Little's law") == 0);
  CHECK(first(after([](RunOutcome& run) {
          ++run.tally.extras_of(0).live_ns;
        })).find("lifetimes of instances") == 0);
  CHECK(first(after([](RunOutcome& run) {
          run.tally.is_busy(0, 1'000'000'000'000);
        })).find("busy time is at most the ready time") == 0);
  CHECK(first(after([](RunOutcome& run) { ++run.tally.platform().start_ns; })) ==
        "latency is the sum of execution, frontend, queueing, start-up, thaw and retries: 650000000 is not "
        "650000001");
  CHECK(first(after([](RunOutcome& run) {
          ++run.tally.extras_of(0).queueing_ns;
        })).find("queueing by function equals that of the run") == 0);
  CHECK(first(after([](RunOutcome& run) {
          ++run.tally.extras_of(0).platform.retry_ns;
        })).find("queueing, start-ups and retries of completed invocations by function") == 0);
  CHECK(first(after([](RunOutcome& run) { ++run.tally.extras_of(0).evicted; })) ==
        "evictions by function equal those of the run: 1 is not 0");
  CHECK(first(after([](RunOutcome& run) {
          run.tally.responses().add(0, 5, 5);
          run.tally.responses().finish();
        })).find("completed invocations by function") == 0);
  CHECK(first(after([](RunOutcome& run) {
          run.tally.extras_of(0).billed_on_provisioned_ns = run.tally.billed_ns(0) + 1;
        })).find("charges on provisioned concurrency are at most") == 0);
  CHECK(first(after([](RunOutcome& run) {
          ++run.tally.extras_of(0).init_on_provisioned_ns;
        })).find("initialisation on provisioned concurrency is at most") == 0);
}
