#include "models/config/isolation_checks.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using curtain::config::testing::errors_of;

namespace {

/// A scenario with one isolated function.
std::string isolated(const std::string& traits, const std::string& more = "") {
  return "workload: [{timer: {function: f, every: 1s, duration: 1ms, isolate: end-tenant" + traits +
         "}}]\nduration: 1h\nplatform: ideal\n" + more;
}

std::string isolation_warnings_of(const std::string& text) {
  std::string lines;
  for (const curtain::Warning& warning : curtain::parse_scenario(text, "s.yaml", {}).warnings) {
    lines += (lines.empty() ? "" : "\n") + warning.line();
  }
  return lines;
}

}  // namespace

TEST_CASE("requests of an isolated function name an end tenant") {
  CHECK(errors_of(isolated(", end_tenants: 3")).empty());
  CHECK(errors_of(isolated("")) ==
        "s.yaml:1:60: workload[0].timer.isolate: needs requests that name an end tenant, because a request "
        "without end tenant is refused; write the number of end tenants, such as end_tenants: 10, or name a "
        "column of end tenants in a csv trace: columns: {end_tenant: NAME}");
}

TEST_CASE("isolation by end tenant contradicts snapshots, provisioned concurrency and waiting requests") {
  CHECK(errors_of(isolated(", end_tenants: 3, snapshot: true", "cold_start: {snapshot_restore: 1ms}\n")) ==
        "s.yaml:1:97: workload[0].timer.snapshot: contradicts isolate: end-tenant, because an instance that "
        "serves one end tenant cannot start from a snapshot; remove one of the two keys");
  CHECK(errors_of(isolated(", end_tenants: 3, provisioned: 2", "policies: {pre_warm: provisioned}\n")) ==
        "s.yaml:1:97: workload[0].timer.provisioned: contradicts isolate: end-tenant, because provisioned "
        "concurrency is started before an end tenant is known; remove one of the two keys");
  CHECK(
      errors_of(isolated(", end_tenants: 3", "scheduler: {binding: late}\n")) ==
      "s.yaml:4:13: scheduler.binding: a function with isolate: end-tenant needs binding: early, because its "
      "requests wait for no instance of another end tenant; type early");
  CHECK(errors_of(isolated(", end_tenants: 3", "policies: {routing: random}\n")) ==
        "s.yaml:4:12: policies.routing: a function with isolate: end-tenant needs a routing policy that "
        "chooses "
        "by the time of the last use; type most-recent or least-recent");
}

TEST_CASE("settings of end tenants without effect are reported") {
  CHECK(isolation_warnings_of(isolated(", end_tenants: 3", "scheduler: {isolated_per_1000: 9}\n")).empty());
  CHECK(isolation_warnings_of("workload: [{timer: {function: f, every: 1s, duration: 1ms, end_tenants: 3}}]\n"
                              "duration: 1h\nplatform: ideal\nscheduler: {isolated_per_1000: 9}\n") ==
        "s.yaml:1:60: warning: workload[0].timer.end_tenants: has no effect: an instance of these functions "
        "serves all "
        "end tenants; add isolate: end-tenant, or remove the key\n"
        "s.yaml:4:13: warning: scheduler.isolated_per_1000: has no effect: no function has isolate: "
        "end-tenant; add the "
        "key to a workload entry, or remove this key");
  CHECK(isolation_warnings_of(isolated(", end_tenants: 1, end_tenant_order: random")) ==
        "s.yaml:1:97: warning: workload[0].timer.end_tenant_order: has no effect: requests have one end "
        "tenant; set "
        "end_tenants to at least 2, or remove the key");
}
