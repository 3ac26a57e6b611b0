#include "models/config/account_limits.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using curtain::config::testing::errors_of;

namespace {

/// Returns a scenario with one entry per line, from line 4 on.
std::string scenario(const std::string& policies, const std::string& entries) {
  return "duration: 5min\nplatform: ideal\npolicies: {" + policies + "}\nworkload:\n" + entries;
}

std::string timer(const std::string& function, const std::string& traits) {
  return "  - timer: {tenant: acme, function: " + function + ", every: 10s, duration: 1s, " + traits + "}\n";
}

const std::string kAccount =
    "admission: {lambda-today: {concurrency: 1000, unreserved: 100}}, pre_warm: provisioned";

}  // namespace

TEST_CASE("concurrency can be reserved only up to the concurrency of the account") {
  CHECK(errors_of(scenario(kAccount, timer("f", "reserved_concurrency: 900"))).empty());
  CHECK(errors_of(scenario(kAccount, timer("f", "reserved_concurrency: 901"))) ==
        "s.yaml:5:66: workload[0].timer.reserved_concurrency: 901 for function 'f' is more than the account "
        "'acme' has left: the account has a concurrency of 1000, of which 100 must stay unreserved; type at "
        "most 900, or raise the concurrency of the account in policies.admission to at least 1001");
  CHECK(errors_of(
            scenario("admission: {concurrency-limit: {tenant: 8}}", timer("f", "reserved_concurrency: 9"))) ==
        "s.yaml:5:66: workload[0].timer.reserved_concurrency: 9 for function 'f' is more than the account "
        "'acme' has left: the account has a concurrency of 8; type at most 8, or raise the concurrency of "
        "the account in policies.admission to at least 9");
  CHECK(errors_of(scenario("admission: {concurrency-limit: {tenant: unlimited}}",
                           timer("f", "reserved_concurrency: 9000")))
            .empty());
}

TEST_CASE("reserved and provisioned concurrency are added up") {
  const std::string both = timer("f", "reserved_concurrency: 500") + timer("g", "provisioned: 300");
  CHECK(errors_of(scenario(kAccount, both + timer("h", "reserved_concurrency: 100"))).empty());
  CHECK(
      errors_of(scenario(kAccount, both + timer("h", "reserved_concurrency: 150"))) ==
      "s.yaml:7:66: workload[2].timer.reserved_concurrency: 150 for function 'h' is more than the account "
      "'acme' has left: the account has a concurrency of 1000, of which 800 are reserved or provisioned for "
      "other functions and 100 must stay unreserved; type at most 100, or raise the concurrency of the "
      "account in policies.admission to at least 1050");
  CHECK(errors_of(scenario(kAccount, both + timer("h", "provisioned: 101")))
            .find("s.yaml:7:66: workload[2].timer.provisioned: 101 for") == 0);
  // No concurrency is left.
  CHECK(errors_of(scenario(kAccount, timer("f", "reserved_concurrency: 900") + timer("g", "provisioned: 1")))
            .find("; leave the key out, or raise the concurrency of the account in policies.admission to at "
                  "least 1001") != std::string::npos);
  // Provisioned concurrency is part of the reserved concurrency of its function. A function with two entries
  // counts once. Another account has its own limit.
  CHECK(errors_of(scenario(kAccount, timer("f", "reserved_concurrency: 900, provisioned: 900") +
                                         timer("f", "reserved_concurrency: 900, provisioned: 900") +
                                         "  - poisson: {tenant: other, function: f, rate: 1/s, duration: 1s, "
                                         "reserved_concurrency: 900}\n"))
            .empty());
  // If the pre-warm policy provisions nothing, no concurrency is taken.
  CHECK(errors_of(scenario("admission: {lambda-today: {concurrency: 8}}, pre_warm: none",
                           timer("f", "provisioned: 10")))
            .empty());
}

TEST_CASE("the highest level of provisioned concurrency is taken out of the account") {
  const auto account = [](const std::string& pre_warm) {
    return "admission: {lambda-today: {concurrency: 1000, unreserved: 100}}, pre_warm: " + pre_warm;
  };
  const std::string levels =
      "provisioned: 1, provisioned_schedule: [{at: '@daily', level: 901}, {at: '0 1 * * "
      "*', level: 2}]";
  CHECK(
      errors_of(scenario(account("provisioned-schedule"), timer("f", levels)))
          .find("s.yaml:5:82: workload[0].timer.provisioned_schedule: 901 for function 'f' is more than the "
                "account 'acme' has left") == 0);
  CHECK(errors_of(scenario(account("provisioned"), timer("f", levels))).empty());
  CHECK(errors_of(scenario(account("target-tracking"), timer("f", "provisioned: 1, provisioned_max: 901")))
            .find("workload[0].timer.provisioned_max: 901 for function 'f' is more than the account") !=
        std::string::npos);
  CHECK(errors_of(scenario(account("target-tracking"), timer("f", "provisioned: 9, provisioned_max: 5")))
            .find("provisioned_max: 5 is less than the highest level of provisioned concurrency, 9, in "
                  "provisioned and provisioned_schedule; type at least 9") != std::string::npos);
  CHECK(errors_of(scenario(account("target-tracking"),
                           timer("f", "provisioned: 1, provisioned_max: 9, concurrency_limit: 8")))
            .find("provisioned_max: 9 is more than the function's concurrency_limit of 8") !=
        std::string::npos);
}

TEST_CASE("each function of a population counts towards its own account") {
  const auto population = [](const std::string& more) {
    return "  - population: {tenant: acme, functions: 91, rate: 1/s, duration: 1s, reserved_concurrency: 10" +
           more + "}\n";
  };
  CHECK(errors_of(scenario(kAccount, population(""))) ==
        "s.yaml:5:72: workload[0].population.reserved_concurrency: 910 for 91 functions of 10 each is more "
        "than the account 'acme' has left: the account has a concurrency of 1000, of which 100 must stay "
        "unreserved; type at most 900, or raise the concurrency of the account in policies.admission to at "
        "least 1010");
  CHECK(errors_of(scenario(kAccount, population(", tenants: 2"))).empty());  // 46 and 45 functions
  // acme-1 and acme-2 have a concurrency of 460 and 450 set aside, and one more function each.
  const auto in_account = [](const std::string& tenant, const std::string& reserved) {
    return "  - timer: {tenant: " + tenant +
           ", function: f, every: 10s, duration: 1s, reserved_concurrency: " + reserved + "}\n";
  };
  CHECK(errors_of(scenario(kAccount, population(", tenants: 2") + in_account("acme-1", "440"))).empty());
  CHECK(errors_of(scenario(kAccount, population(", tenants: 2") + in_account("acme-1", "441")))
            .find("s.yaml:6:") == 0);
  CHECK(errors_of(scenario(kAccount, population(", tenants: 2") + in_account("acme-2", "450"))).empty());
  CHECK(errors_of(scenario(kAccount, in_account("acme-2", "451") + population(", tenants: 2")))
            .find("s.yaml:6:") == 0);
}

TEST_CASE("the limits of one function must agree") {
  CHECK(errors_of(scenario(kAccount, timer("f", "reserved_concurrency: 10, concurrency_limit: 5"))) ==
        "s.yaml:5:66: workload[0].timer.reserved_concurrency: 10 is more than the function's "
        "concurrency_limit of 5; type at most 5, or raise concurrency_limit to at least 10");
  CHECK(errors_of(scenario(kAccount, timer("f", "provisioned: 10, reserved_concurrency: 5"))) ==
        "s.yaml:5:66: workload[0].timer.provisioned: 10 is more than the function's reserved_concurrency of "
        "5; type at most 5, or raise reserved_concurrency to at least 10");
  CHECK(errors_of(scenario(kAccount, timer("f", "provisioned: 10, concurrency_limit: 5"))) ==
        "s.yaml:5:66: workload[0].timer.provisioned: 10 is more than the function's concurrency_limit of 5; "
        "type at most 5, or raise concurrency_limit to at least 10");
  CHECK(errors_of(scenario(kAccount, timer("f", "provisioned: 10, max_instances: 5"))) ==
        "s.yaml:5:66: workload[0].timer.provisioned: 10 is more than the function's max_instances of 5; type "
        "at most 5, or raise max_instances to at least 10");
  CHECK(errors_of(scenario("pre_warm: provisioned", timer("f", "provisioned: 10, max_instances: 5"))) != "");
  CHECK(errors_of(scenario(kAccount, timer("f", "provisioned: 5, max_instances: 5, concurrency_limit: 5")))
            .empty());
}

TEST_CASE("reserved concurrency is refused with a policy that does not support it") {
  CHECK(errors_of(scenario("admission: unlimited", timer("f", "reserved_concurrency: 10"))) ==
        "s.yaml:5:66: workload[0].timer.reserved_concurrency: the admission policy unlimited cannot set "
        "concurrency aside; choose concurrency-limit, lambda-burst or lambda-today, or type "
        "concurrency_limit: 10 for a limit only");
  CHECK(errors_of(scenario("admission: token-bucket", timer("f", "reserved_concurrency: 10")))
            .find("the admission policy token-bucket cannot set concurrency aside") != std::string::npos);
}

TEST_CASE("counts that are too large are refused with their bound") {
  const auto population = [](const std::string& more) {
    return "  - population: {tenant: acme, rate: 1/s, duration: 1s, " + more + "}\n";
  };
  CHECK(errors_of("cluster: {hosts: {count: 4294967294}}\n" +
                  scenario("queueing: fifo", timer("f", "memory: 1GiB"))) ==
        "s.yaml:1:26: cluster.hosts.count: '4294967294' is too large; allowed: 1 to 1000000 or unlimited");
  for (const char* const more : {"functions: 10000000", "functions: 1, tenants: 10000000"}) {
    CHECK(errors_of(scenario("queueing: fifo", population(more))).find("allowed: 1 to 1000000") !=
          std::string::npos);
  }
  CHECK(
      errors_of(scenario("pre_warm: provisioned", population("functions: 1000, provisioned: 1000"))).empty());
  CHECK(errors_of(scenario("pre_warm: provisioned", population("functions: 1000, provisioned: 1001"))) ==
        "s.yaml:5:74: workload[0].population.provisioned: 1001 for 1000 functions are 1001000 instances, "
        "including those provisioned in earlier entries; at most 1000000 provisioned instances are allowed");
  CHECK(errors_of(
            scenario("pre_warm: {moving-average: {window: 1d, tick: 1ms}}", timer("f", "memory: 1GiB"))) ==
        "s.yaml:3:1: policies: pre_warm: moving-average: the window of 86400 s has 86400000 ticks of 0.001 "
        "s, and every function keeps a sample for each tick; allowed: 100000; type a longer tick or a "
        "shorter window");
}

TEST_CASE("the AWS profile keeps a concurrency of 100 unreserved") {
  CHECK(errors_of("duration: 5min\nplatform: aws-lambda-2018\nworkload:\n" +
                  timer("f", "reserved_concurrency: 901"))
            .find("100 must stay unreserved; type at most 900") != std::string::npos);
}

TEST_CASE("functions of a trace with individual traits are also checked") {
  const curtain::config::testing::Folder folder("limits");
  const std::string path = folder.add("t.csv", "function_id,arrival_s,duration_s,memory_mb\na,0,1,128\n");
  const auto trace = [&](const std::string& reserved) {
    return scenario(kAccount,
                    timer("f", "reserved_concurrency: 500") +
                        "  - trace:\n      format: csv\n      path: " + path +
                        "\n      constants: {tenant: acme}\n      functions:\n        - {function: a, "
                        "reserved_concurrency: " +
                        reserved + "}\n");
  };
  CHECK(errors_of(trace("400")).empty());
  CHECK(errors_of(trace("401"))
            .find("s.yaml:11:25: workload[1].trace.functions[0].reserved_concurrency: 401 for "
                  "function 'a' is more than the account 'acme' has left") == 0);
}

TEST_CASE("a function gets at most the concurrency that the admission policy allows for each function") {
  const auto limited = [](const std::string& traits) {
    return errors_of(
        scenario("admission: {concurrency-limit: {tenant: 50, function: 10}}, pre_warm: provisioned",
                 timer("f", traits)));
  };
  CHECK(limited("reserved_concurrency: 10, provisioned: 10").empty());
  CHECK(limited("reserved_concurrency: 20") ==
        "s.yaml:5:66: workload[0].timer.reserved_concurrency: 20 is more than the 10 invocations in flight "
        "that the admission policy concurrency-limit allows each function; type at most 10, or raise "
        "`function` in policies.admission to at least 20");
  CHECK(limited("provisioned: 11")
            .find("workload[0].timer.provisioned: 11 is more than the 10 invocations in flight") !=
        std::string::npos);
  // Without such a parameter, and if nothing is provisioned, there is no contradiction.
  CHECK(errors_of(scenario(kAccount, timer("f", "provisioned: 11"))).empty());
  CHECK(errors_of(scenario("admission: {concurrency-limit: {function: 10}}, pre_warm: none",
                           timer("f", "provisioned: 11")))
            .empty());
}
