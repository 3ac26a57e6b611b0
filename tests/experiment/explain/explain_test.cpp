#include "models/experiment/explain/explain.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// A scenario with 61 calls of shop/checkout, one a second from 0 s on, and 7 calls of two functions named
/// report.
Scenario three_functions() {
  return parse_scenario(
      "name: three\n"
      "platform: ideal\n"
      "duration: 61s\n"
      "workload:\n"
      "  - timer: {tenant: shop, function: checkout, every: 1s, duration: 100ms}\n"
      "  - timer: {tenant: shop, function: report, every: 10s, duration: 100ms}\n"
      "  - timer: {tenant: bank, function: report, every: 10s, duration: 100ms}\n",
      "three.yaml");
}

/// Returns the message of the error, which must occur.
template <class Explain>
std::string refusal_to_explain(Explain explain_something) {
  try {
    explain_something();
  } catch (const NothingToExplain& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a function is found by its name, or by the names of its tenant and function") {
  FunctionTable table;
  const FunctionId one = table.function(table.tenant("shop"), "checkout", 128, {});
  const FunctionId two = table.function(table.tenant("shop"), "report", 128, {});
  const FunctionId three = table.function(table.tenant("bank"), "report", 128, {});
  FunctionSearch plain(table, "checkout");
  CHECK(plain.look() == one);
  plain.require_one();
  FunctionSearch owned(table, "bank/report");
  CHECK(owned.look() == three);
  owned.require_one();
  FunctionSearch both(table, "report");
  CHECK(both.look() == two);
  CHECK(refusal_to_explain([&] { both.require_one(); }) ==
        "2 tenants have a function 'report'; write one of shop/report, bank/report");
  FunctionSearch none(table, "chekout");
  CHECK_FALSE(none.look().has_value());
  CHECK(
      refusal_to_explain([&] { none.require_one(); }) ==
      "there is no function 'chekout'; did you mean 'checkout'?; the functions are checkout, report, report");
  FunctionSearch foreign(table, "shop/reports");
  foreign.look();
  CHECK(refusal_to_explain([&] { foreign.require_one(); }) ==
        "there is no function 'shop/reports'; did you mean 'shop/report'?; the functions are shop/checkout, "
        "shop/report, bank/report");
  FunctionSearch late(table, "a/b");  // a name may contain a slash
  CHECK_FALSE(late.look().has_value());
  const FunctionId fourth = table.function(table.tenant("bank"), "a/b", 128, {});
  CHECK(late.look() == fourth);
  late.require_one();
}

TEST_CASE("an invocation is explained in a run that ends with it") {
  const Scenario scenario = three_functions();
  const ExplainSettings settings;
  ExplainedRun run(scenario, settings);
  const InvocationAccount account = explain_invocation(run, "checkout", 12);
  CHECK(account.row.n == 12);
  CHECK(account.row.arrival == Time{0} + sim::seconds(11));
  CHECK(account.row.start == StartKind::warm);
  CHECK(account.latency() == sim::milliseconds(100));
  CHECK(run.end() < Time{0} + sim::seconds(61));
}

TEST_CASE("a number beyond the arrivals, instances or VMs causes an error that gives their number") {
  const Scenario scenario = three_functions();
  const ExplainSettings settings;
  const auto run = [&] { return ExplainedRun(scenario, settings); };
  CHECK(refusal_to_explain([&] {
          ExplainedRun one = run();
          explain_invocation(one, "checkout", 812);
        }) == "checkout has 61 arrivals; ask for one of checkout/1 to checkout/61");
  CHECK(refusal_to_explain([&] {
          ExplainedRun one = run();
          explain_instance(one, "shop/checkout", 1);
        }) == "shop/checkout has 1 instance in this run, shop/checkout/0");
  CHECK(refusal_to_explain([&] {
          ExplainedRun one = run();
          explain_vm(one, 1'000);
        }).rfind("this run opens ", 0) == 0);
  CHECK(refusal_to_explain([&] {
          ExplainedRun one = run();
          explain_invocation(one, "report", 1);
        }) == "2 tenants have a function 'report'; write one of shop/report, bank/report");
}

TEST_CASE("cold starts and slow invocations are those of the whole run") {
  const Scenario scenario = three_functions();
  const ExplainSettings settings;
  ExplainedRun first(scenario, settings);
  const ColdStartCauses causes = explain_cold_starts(first, {});
  CHECK(causes.count == 3);
  CHECK(causes.started == 75);
  ExplainedRun second(scenario, settings);
  const SlowInvocations slow = explain_slow(scenario, settings, second, {});
  CHECK(slow.completed == 75);
  CHECK(slow.count == 1);
  ExplainedRun third(scenario, settings);
  CHECK(explain_cold_starts(third, {"bank", ""}).started == 7);
  ExplainedRun fourth(scenario, settings);
  CHECK(explain_slow(scenario, settings, fourth, {"shop", "checkout"}).completed == 61);
  CHECK(refusal_to_explain([&] {
          ExplainedRun fifth(scenario, settings);
          explain_slow(scenario, settings, fifth, {"", "chekout"});
        }).rfind("there is no function 'chekout'; did you mean 'checkout'?", 0) == 0);
}
