#include "models/config/trait_fields.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;
using testing::rewritten;

TEST_CASE("traits that are not given have their default values") {
  const auto [traits, errors] = read_as(*trait_fields(), "{}");
  CHECK(errors == "");
  CHECK(traits == FunctionTraits{});
  CHECK(rewritten(*trait_fields(), "{}") ==
        "{timeout: never, requests_per_instance: 1, max_instances: unlimited, concurrency_limit: unlimited, "
        "reserved_concurrency: none, provisioned: 0, crash_retries: 0, error_rate: 0, priority: 0, "
        "deadline: never, sessions: 0, invoke: sync, cpu: 0}");
}

TEST_CASE("every trait is written and read again") {
  const std::string text =
      "{timeout: 3s, requests_per_instance: 2, max_instances: 4, concurrency_limit: 0, "
      "reserved_concurrency: 3, provisioned: 5, provisioned_max: 7, "
      "provisioned_schedule: [{at: \"0 8 * * *\", level: 50}], "
      "crash_retries: 6, error_rate: 0.02, priority: 8, deadline: 9s, sessions: 7, "
      "invoke: async, async_retries: 1, async_max_age: 10s, cpu: 0.8, init: {exponential: {mean: 7ms}}}";
  CHECK(rewritten(*trait_fields(), text) == text);
}

TEST_CASE("the times of scheduled provisioned concurrency are cron expressions") {
  const auto error = [](const std::string& change) {
    return rewritten(*trait_fields(), "{provisioned_schedule: [" + change + "]}");
  };
  CHECK(error("{at: '0 25 * * *', level: 3}") ==
        "t.yaml:1:30: provisioned_schedule[0].at: '25' is not a valid hour; allowed: 0 to 23");
  CHECK(error("{at: '0 8 * * *'}").find("provisioned_schedule[0]") != std::string::npos);
  CHECK(error("{level: 3}").find("provisioned_schedule[0]") != std::string::npos);
}

TEST_CASE("traits beyond their bounds are refused") {
  CHECK(rewritten(*trait_fields(), "{timeout: 0s}") ==
        "t.yaml:1:11: timeout: '0s' is too small; allowed: at least 1ns or never");
  CHECK(rewritten(*trait_fields(), "{requests_per_instance: 0}") ==
        "t.yaml:1:25: requests_per_instance: '0' is too small; allowed: 1 to 4294967294");
  CHECK(rewritten(*trait_fields(), "{max_instances: 0}") ==
        "t.yaml:1:17: max_instances: '0' is too small; allowed: 1 to 4294967294 or unlimited");
  CHECK(rewritten(*trait_fields(), "{crash_retries: 201}") ==
        "t.yaml:1:17: crash_retries: '201' is too large; allowed: 0 to 200");
  CHECK(rewritten(*trait_fields(), "{error_rate: 101%}") ==
        "t.yaml:1:14: error_rate: '101%' is too large; allowed: 0 to 1");
  CHECK(rewritten(*trait_fields(), "{error_rate: -1%}") ==
        "t.yaml:1:14: error_rate: '-1%' is negative; a fraction is at least 0");
  CHECK(rewritten(*trait_fields(), "{error_rate: often}") ==
        "t.yaml:1:14: error_rate: 'often' is not a fraction; write for example 5% or 0.05");
  CHECK(rewritten(*trait_fields(), "{error_rate: 2%}").find("error_rate: 0.02,") != std::string::npos);
  CHECK(rewritten(*trait_fields(), "{priority: 1000001}") ==
        "t.yaml:1:12: priority: '1000001' is too large; allowed: 0 to 1000000");
  CHECK(rewritten(*trait_fields(), "{deadline: 0s}") ==
        "t.yaml:1:12: deadline: '0s' is too small; allowed: at least 1ns or never");
}
