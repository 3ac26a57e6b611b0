// The charges computed by the audit agree with a correct run, and the audit reports different charges.
#include "models/platform/watch/audited_billing.hpp"

#include <functional>

#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

/// A world with cold and warm starts, two provisioned instances and calls beyond them. The audit observes
/// initialisations that are `more_init` ns longer, and charges that are `more_charge` ns higher.
std::string violations(
    BilledInit init, std::int64_t more_init,
    const std::function<void(RunOutcome&)>& change = [](RunOutcome&) {}, std::uint64_t more_charge = 0) {
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
  Tampered observer(audit, [more_init, more_charge](Observation& seen) {
    seen.amount += seen.change == Change::ended ? more_charge : 0;
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

TEST_CASE("The audit's charges agree with a correct run, with each setting of billed initialisation") {
  for (const BilledInit init : {BilledInit::none, BilledInit::provisioned, BilledInit::all}) {
    CHECK(violations(init, 0) == "");
  }
}

TEST_CASE("The audit reports an initialisation that is billed for less than its time") {
  CHECK(violations(BilledInit::none, 1'000'000) == "");
  CHECK_THAT(violations(BilledInit::provisioned, 1'000'000),
             ContainsSubstring("charged memory time of initialisation: audit has"));
  CHECK_THAT(violations(BilledInit::all, 1'000'000),
             ContainsSubstring("charged memory time of initialisation: audit has"));
}

TEST_CASE("The audit reports charges at a wrong price, and provisioned concurrency that did not exist") {
  CHECK_THAT(
      violations(BilledInit::all, 0,
                 [](RunOutcome& run) { run.tally.extras_of(1).billed_on_provisioned_ns -= 30'000'000; }),
      ContainsSubstring("charged memory time on provisioned concurrency: audit has"));
  CHECK_THAT(violations(BilledInit::all, 0, [](RunOutcome& run) { ++run.tally.extras_of(1).provisioned_ns; }),
             ContainsSubstring("provisioned concurrency over time: audit has"));
}

TEST_CASE("The audit reports an execution that is billed for a wrong time") {
  const std::string text = violations(
      BilledInit::all, 0, [](RunOutcome&) {}, 1);
  CHECK_THAT(text, ContainsSubstring("is not charged for "));
}

TEST_CASE("The audit's account alone charges an execution with the initialisation that it waited for") {
  PlatformParameters platform = ideal_platform();
  platform.billing.granularity = ms(100);
  platform.billing.init = BilledInit::all;
  FunctionTable functions;
  functions.function(functions.tenant("one"), "a", 256, {});
  AuditedBilling billing(platform, functions, Time{0});
  AuditedBilling::OfInstance instance;
  instance.init = static_cast<std::uint64_t>(ms(120).ns());
  const AuditedBilling::OfExecution first = billing.begin(0, StartKind::cold, instance, true, at_ms(0));
  const AuditedBilling::OfExecution second = billing.begin(0, StartKind::warm, instance, true, at_ms(0));
  CHECK(first.init == static_cast<std::uint64_t>(ms(120).ns()));
  CHECK(second.init == 0);  // the initialisation is charged once
  const auto ran = static_cast<std::uint64_t>(ms(30).ns());
  billing.end(0, first, ran, true);    // 30 ms are charged as 100 ms, and 150 ms with initialisation as 200
                                       // ms
  billing.end(0, second, ran, false);  // the invocation arrived before the window
  RunOutcome outcome{Tally(Time{0}, at_ms(1'000), sim::seconds(1)), 0, at_ms(1'000), false, 0, {}, {}};
  const std::vector<std::string> wrong = billing.finish(outcome);
  REQUIRE(wrong.size() == 2);
  CHECK(wrong[0] == "charged memory time: audit has 25600000000, the tally 0");
  CHECK(wrong[1] == "charged memory time of initialisation: audit has 25600000000, the tally 0");
}

TEST_CASE("The audit's account integrates provisioned concurrency from each floor to the next") {
  PlatformParameters platform = ideal_platform();
  platform.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTable functions;
  FunctionTraits traits;
  traits.provisioned = 2;
  functions.function(functions.tenant("one"), "a", 256, traits);
  AuditedBilling billing(platform, functions, at_ms(100));
  billing.floor_changed(0, 2, Time{0});
  CHECK(billing.may_hold(0, at_ms(50)));
  billing.floor_changed(0, 0, at_ms(400));
  CHECK(billing.may_hold(0, at_ms(400)));  // the floor holds until the instant at which it falls
  CHECK_FALSE(billing.may_hold(0, at_ms(401)));
  Tally tally(at_ms(100), at_ms(1'000), sim::seconds(1));
  tally.add_function();
  RunOutcome outcome{std::move(tally), 0, at_ms(1'000), false, 0, {}, {}};
  const std::vector<std::string> wrong = billing.finish(outcome);  // 2 are provisioned from 100 ms to 400 ms
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0] == "provisioned concurrency over time: audit has 600000000, the tally 0");
}
