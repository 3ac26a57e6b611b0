// The audit's account of charges: agrees with a sound run, and notices what is billed otherwise.
#include <functional>

#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

/// Cold and warm starts, two provisioned instances and calls beyond them. The audit sees each
/// initialisation take `more_init` ns more.
std::string violations(
    BilledInit init, std::int64_t more_init,
    const std::function<void(RunOutcome&)>& change = [](RunOutcome&) {}) {
  PlatformParameters platform = ideal_platform();
  platform.cold_start.sandbox = takes(ms(50));
  platform.cold_start.runtime_start = takes(ms(100));
  platform.billing.init = init;
  platform.billing.minimum = ms(30);
  platform.billing.price_per_gib_s_on_provisioned = 1;
  platform.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(300))});
  platform.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTable functions;
  const FunctionId a = functions.function(functions.tenant("one"), "a", 512, {});
  FunctionTraits traits;
  traits.provisioned = 2;
  const FunctionId b = functions.function(functions.tenant("two"), "b", 256, traits);
  std::vector<Arrival> arrivals;
  for (int i = 0; i < 30; ++i) {
    arrivals.push_back({at_ms(100 * i), ms(10 + 50 * (i % 7)), i % 3 == 0 ? a : b});
  }
  MemorySource source(arrivals, at_ms(3'500));
  RunOptions options;
  options.warmup = at_ms(120);
  Audit audit(platform, functions, options);
  Tampered observer(audit, [more_init](Observation& seen) {
    seen.amount += seen.change == Change::instance_ready ? static_cast<std::uint64_t>(more_init) : 0;
    return true;
  });
  options.observer = &observer;
  RunOutcome outcome = simulate(platform, functions, source, options);
  change(outcome);
  audit.finish(outcome);
  std::string text;
  for (const std::string& violation : audit.violations()) {
    text += violation + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("A sound run is charged as the audit charges it, with each setting of billed initialisation") {
  for (const BilledInit init : {BilledInit::none, BilledInit::provisioned, BilledInit::all}) {
    CHECK(violations(init, 0) == "");
  }
}

TEST_CASE("The audit notices an initialisation that took longer than it was billed") {
  CHECK(violations(BilledInit::none, 1'000'000) == "");
  CHECK_THAT(violations(BilledInit::provisioned, 1'000'000),
             ContainsSubstring("charged memory time of initialisation: audit has"));
  CHECK_THAT(violations(BilledInit::all, 1'000'000),
             ContainsSubstring("charged memory time of initialisation: audit has"));
}

TEST_CASE("The audit notices charges at the wrong price, and provisioned concurrency that was not there") {
  CHECK_THAT(violations(BilledInit::all, 0,
                        [](RunOutcome& run) { run.tally.extras[1].billed_on_provisioned_ns -= 30'000'000; }),
             ContainsSubstring("charged memory time on provisioned concurrency: audit has"));
  CHECK_THAT(violations(BilledInit::all, 0, [](RunOutcome& run) { ++run.tally.extras[1].provisioned_ns; }),
             ContainsSubstring("provisioned concurrency over time: audit has"));
}
