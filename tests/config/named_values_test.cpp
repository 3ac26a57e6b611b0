#include "models/config/named_values.hpp"

#include "models/config/diagnostics.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

std::string refused_names(const std::string& text) {
  try {
    read_named_values(text, "--vary keep");
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

std::string shown(const std::string& text) {
  const NamedValues named = read_named_values(text, "--vary keep");
  std::string line = named.path;
  for (const NamedValue& value : named.values) {
    line += " | " + value.name + " = " + value.value;
  }
  return line;
}

}  // namespace

TEST_CASE("Values of a setting have names, in the order of writing") {
  CHECK(shown("policies.keep_alive: {fixed10: {fixed: {timeout: 10min}}, hybrid: hybrid-histogram}") ==
        "policies.keep_alive | fixed10 = {fixed: {timeout: 10min}} | hybrid = hybrid-histogram");
  CHECK(shown("workload[0].poisson.rate: {low: 1/s, 'high, or \"so\"': 20/s}") ==
        "workload[0].poisson.rate | low = 1/s | high, or \"so\" = 20/s");
  CHECK(
      shown("policies.keep_alive:\n  short: {fixed: {timeout: 1min}}\n  10 min: {fixed: {timeout: 10min}}") ==
      "policies.keep_alive | short = {fixed: {timeout: 1min}} | 10 min = {fixed: {timeout: 10min}}");
  // Text in quotes remains text, even if it is a keyword.
  CHECK(shown("name: {none: 'none', number: \"5\"}") == "name | none = \"none\" | number = \"5\"");
  CHECK(shown("a: {</script>: 1, größe: 2, 😀: 3}") == "a | </script> = 1 | größe = 2 | 😀 = 3");
}

TEST_CASE("An invalid name is refused with its position") {
  CHECK(refused_names("a: {\"x\\ny\": 1, b: 2}") ==
        "--vary keep:1:5: the name 'x\\ny' has a character that cannot be printed; use letters, digits and "
        "punctuation");
  CHECK(refused_names("a: {\"\\u202Eabc\": 1, b: 2}") ==
        "--vary keep:1:5: the name '\\u202eabc' has a character that cannot be printed; use letters, digits "
        "and punctuation");
  CHECK(refused_names("a: {\"\": 1, \" b\": 2}") ==
        "--vary keep:1:5: a name is empty; give each value a name\n"
        "--vary keep:1:12: the name ' b' begins or ends with a blank; remove the blank");
  CHECK(refused_names("a: {" + std::string(1'000, 'x') + ": 1, b: 2}") ==
        "--vary keep:1:5: the name '" + std::string(60, 'x') + "...' has 1000 bytes; a name has at most 80");
  CHECK(refused_names("a: {" + std::string(10'000, 'x') + ": 1, b: 2}") ==
        "--vary keep: a name or value has more than 1,024 bytes; a name has at most 80");
  CHECK(refused_names("a: {" + std::string(81, 'x') + ": 1, b: 2}") ==
        "--vary keep:1:5: the name '" + std::string(60, 'x') + "...' has 81 bytes; a name has at most 80");
  CHECK(refused_names("a: {" + std::string(80, 'x') + ": 1, b: 2}").empty());
}

TEST_CASE("A repeated name or value is refused with its position") {
  CHECK(refused_names("a: {b: 1, c: 2, b: 3}") == "--vary keep:1:17: duplicate key 'b': lines 1 and 1");
  CHECK(refused_names("a: {b: {x: 1, z: 2}, c: 3, d: { x: 1,  z: 2 }}") ==
        "--vary keep:1:28: the names 'b' and 'd' have the same value, '{x: 1, z: 2}'; each value makes a "
        "variant, so list it once");
}

TEST_CASE("Text that is not a mapping from names to values is refused") {
  CHECK(refused_names("a: {b: 1}") ==
        "--vary keep:1:4: a has only one value, 'b'; name at least two, as in {short: 1min, long: 10min}");
  CHECK(refused_names("a: {}") ==
        "--vary keep:1:4: a has no values; name at least two, as in {short: 1min, long: 10min}");
  CHECK(refused_names("a: [1, 2]") ==
        "--vary keep:1:4: a needs a mapping from names to values, as in {short: 1min, long: 10min}; found a "
        "list");
  CHECK(refused_names("a: {b: , c: 2}") ==
        "--vary keep:1:5: the name 'b' has no value; write a value for each name, as in {short: 1min, long: "
        "10min}");
  CHECK(refused_names("{a: {b: 1, c: 2}, d: {e: 1, f: 2}}") ==
        "--vary keep: expected the path of one setting and a mapping from names to values of the setting, as "
        "in policies.keep_alive: {a: none, b: forever}; found '{a: {b: 1, c: 2}, d: {e: 1, f: 2}}'");
  CHECK(refused_names("a: {b: 1, c: 2").find("--vary keep:1:") == 0);
}
