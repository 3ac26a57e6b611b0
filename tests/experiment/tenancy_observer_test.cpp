#include "models/experiment/tenancy_observer.hpp"

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

const std::string kShared =
    "duration: 2min\nplatform: ideal\nworkload:\n"
    "  - closed-loop: {tenant: a, function: f, clients: 1, first: 0s, think: 1h, duration: 100s}\n"
    "  - closed-loop: {tenant: b, function: g, clients: 1, first: 20s, think: 1h, duration: 60s}\n"
    "cluster: {vms: {isolation: shared}}\npolicies: {keep_alive: none}\n";

}  // namespace

TEST_CASE("a run measures tenancy only if one of its metrics is requested") {
  CHECK(is_tenancy_metric("tenancy.vm_shared_s"));
  CHECK(is_tenancy_metric("tenancy.vm_shared_s{tenant=a}"));
  CHECK_FALSE(is_tenancy_metric("memory.idle_gib_s"));
  const Scenario plain = parse_scenario(kShared, "s.yaml");
  CHECK_FALSE(wants_tenancy(plain, {}));
  const Metric absent = *run_scenario(plain, {}).report.find("tenancy.vm_shared_s");
  CHECK_FALSE(absent.has_value());
  CHECK(absent.absent_because ==
        "no instance existed in the window, or no tenancy metric was requested (in expect or with compare "
        "--metric)");
  const Scenario expects = parse_scenario(
      kShared + "expect:\n  - {metric: 'tenancy.vm_shared_s{tenant=a}', equals: 60s}\n", "s.yaml");
  const RunResult measured = run_scenario(expects, {});
  CHECK(measured.report.find("tenancy.vm_shared_s")->number() == 120);
  CHECK(measured.report.find("tenancy.vm_shared_s{tenant=a}")->number() == 60);
  CHECK(measured.report.find("tenancy.vm_shared_share")->number() == 0.75);
  // The measurement does not change the run.
  CHECK(measured.report.fingerprint == run_scenario(plain, {}).report.fingerprint);
}
