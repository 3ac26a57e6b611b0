#include "models/config/scenario_fields.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::errors_of;
using testing::tree_of;

TEST_CASE("a scenario's keys stand in the order of a resolved one") {
  CHECK(scenario_fields().names() ==
        std::vector<std::string>{"name", "description", "seed", "duration", "warmup", "bin", "platform",
                                 "frontend", "scheduler", "cluster", "cold_start", "lifetimes", "billing",
                                 "faults", "policies", "workload", "expect"});
}

TEST_CASE("a resolved platform is only a name") {
  CHECK(profile_of(tree_of("{resolved: x}")) == nullptr);
  const Node name = tree_of("x");
  CHECK(profile_of(name) == &name);
  const std::string rest = "duration: 1h\nworkload: [{azure-like: {}}]\n";
  CHECK(errors_of("platform: {resolve: x}\n" + rest) ==
        "s.yaml:1:11: platform: expected the name of a profile or a path, or {resolved: NAME}, found a "
        "mapping");
  CHECK_THAT(errors_of("platform: {resolved: x}\n" + rest),
             ContainsSubstring("cluster.vms: the key 'memory' is missing"));
  CHECK(errors_of("platform:\n" + rest) ==
        "s.yaml:1:1: platform: has no value; expected the profile that the sections below are laid over: one "
        "built in, "
        "or a path to a YAML file");
}
