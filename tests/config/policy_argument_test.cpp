#include "models/config/policy_argument.hpp"

#include <stdexcept>

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::tree_of;

namespace {

/// Reads a text as an argument and returns the argument as text, or the reported error.
std::string rewritten(const ParameterDeclaration& parameter, const std::string& text) {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  Argument argument;
  read_argument(parameter, tree_of(text), reader, argument);
  return diagnostics.empty() ? write_argument(parameter, argument).text : diagnostics.text();
}

}  // namespace

TEST_CASE("every kind of parameter is read and written") {
  CHECK(rewritten({"a", ParameterKind::duration, "", 0, 4e18, ""}, "90s") == "90s");
  CHECK(rewritten({"a", ParameterKind::duration, "", 0, 9.2e18, ""}, "forever") == "forever");
  CHECK(rewritten({"a", ParameterKind::mebibytes, "", 0, 4096, ""}, "1024MiB") == "1GiB");
  CHECK(rewritten({"a", ParameterKind::count, "", 0, 4294967295.0, ""}, "unlimited") == "unlimited");
  CHECK(rewritten({"a", ParameterKind::count, "", 0, 10, ""}, "10") == "10");
  CHECK(rewritten({"a", ParameterKind::fraction, "", 0, 1, ""}, "5%") == "0.05");
  CHECK(rewritten({"a", ParameterKind::number, "", 0, 10, ""}, "1.50") == "1.5");
  CHECK(rewritten({"a", ParameterKind::boolean, "", 0, 0, ""}, "true") == "true");
  CHECK(rewritten({"a", ParameterKind::choice, "", 0, 0, "", {"x", "y"}}, "y") == "y");
  CHECK(rewritten({"a", ParameterKind::text, "", 0, 0, ""}, "'0 9 * * mon'") == "0 9 * * mon");
}

TEST_CASE("bounds are reported in the parameter's unit") {
  CHECK(rewritten({"a", ParameterKind::duration, "", 1e9, 60e9, ""}, "1h") ==
        "t.yaml:1:1: '1h' is too large; allowed: 1s to 1min");
  CHECK(rewritten({"a", ParameterKind::duration, "", 1e9, 9.2e18, ""}, "1ms") ==
        "t.yaml:1:1: '1ms' is too small; allowed: at least 1s");
  CHECK(rewritten({"a", ParameterKind::mebibytes, "", 1, 4096, ""}, "5GiB") ==
        "t.yaml:1:1: '5GiB' is too large; allowed: 1MiB to 4GiB");
  CHECK(rewritten({"a", ParameterKind::fraction, "", 0, 1, ""}, "101%") ==
        "t.yaml:1:1: '101%' is too large; allowed: 0 to 1");
  CHECK(rewritten({"a", ParameterKind::count, "", 1, 10, ""}, "unlimited") ==
        "t.yaml:1:1: 'unlimited' is not a whole number; write for example 12");
  CHECK(rewritten({"a", ParameterKind::count, "", 1, 4294967295.0, ""}, "4294967295") ==
        "t.yaml:1:1: '4294967295' is too large");
  CHECK(rewritten({"a", ParameterKind::duration, "", 0, 4e18, ""}, "forever") ==
        "t.yaml:1:1: 'forever' is not a length of time; write for example 250ms, 30s, 10min or 1h30min");
}

TEST_CASE("defaults are parsed like the input of a user") {
  CHECK(default_argument({"a", ParameterKind::duration, "10min", 0, 9e18, ""}).integer ==
        sim::minutes(10).ns());
  CHECK(default_argument({"a", ParameterKind::boolean, "true", 0, 0, ""}).integer == 1);
  CHECK(default_argument({"a", ParameterKind::choice, "y", 0, 0, "", {"x", "y"}}).integer == 1);
  CHECK_THROWS_AS(default_argument({"a", ParameterKind::count, "", 0, 9, ""}), std::logic_error);
  CHECK_THROWS_AS(default_argument({"a", ParameterKind::choice, "z", 0, 0, "", {"x", "y"}}),
                  std::logic_error);
}

TEST_CASE("a parameter's schema describes the allowed values") {
  CHECK(to_yaml_flow(argument_schema({"a", ParameterKind::count, "3", 1, 9, "how many"})) ==
        "{type: integer, description: \"how many\", default: 3}");
  CHECK(to_yaml_flow(argument_schema({"a", ParameterKind::choice, "", 0, 0, "which", {"x", "z"}})) ==
        "{enum: [x, z], description: which}");
  CHECK(to_yaml_flow(argument_schema({"a", ParameterKind::text, "", 0, 0, "when"})) ==
        "{type: string, description: when}");
}
