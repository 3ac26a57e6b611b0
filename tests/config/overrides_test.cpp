#include "models/config/overrides.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::tree_of;

namespace {

std::string changed(const std::string& text, const std::vector<Override>& overrides) {
  Diagnostics diagnostics;
  Node root = tree_of(text);
  apply_overrides(root, overrides, diagnostics);
  return diagnostics.empty() ? to_yaml_flow(root) : diagnostics.text();
}

}  // namespace

TEST_CASE("overrides replace, add and index") {
  CHECK(changed("{a: {b: 1}}", {{"a.b", "2"}}) == "{a: {b: 2}}");
  CHECK(changed("{a: {b: 1}}", {{"a.c", "[x, {z: w}]"}}) == "{a: {b: 1, c: [x, {z: w}]}}");
  CHECK(changed("{a: 1}", {{"b.c.d", "2"}}) == "{a: 1, b: {c: {d: 2}}}");
  CHECK(changed("{a: first-fit}", {{"a.b", "2"}}) == "{a: {b: 2}}");
  CHECK(changed("{a: [{b: 1}, {b: 2}]}", {{"a.1.b", "3"}}) == "{a: [{b: 1}, {b: 3}]}");
  CHECK(changed("{a: 1}", {{"a", "2"}, {"a", "3"}}) == "{a: 3}");
  CHECK(changed("{a: 1}", {{"a", "null"}}) == "{a: null}");
}

TEST_CASE("invalid overrides are reported with their path") {
  CHECK(changed("{a: [1, 2]}", {{"a.2", "3"}}) ==
        "--set a.2: there is no item 2; the items of the list have the numbers 0 to 1");
  CHECK(changed("{a: []}", {{"a.0", "3"}}) == "--set a.0: there is no item 0, because the list is empty");
  CHECK(changed("{a: [1]}", {{"a.x", "3"}}) ==
        "--set a.x: 'x' is not a position in a list; write a number from 0");
  CHECK(changed("{a: [1]}", {{"a.-1", "3"}}) ==
        "--set a.-1: '-1' is not a position in a list; write a number from 0");
  CHECK(changed("{a: 1}", {{"a..b", "3"}}) ==
        "--set a..b: the path has an empty key; write keys joined by single dots, as in cluster.hosts.count");
  CHECK(changed("{a: 1}", {{"", "3"}}) ==
        "--set : the path has an empty key; write keys joined by single dots, as in cluster.hosts.count");
  CHECK(changed("{a: 1}", {{"a", "{"}}) == "--set a: '{' is not a YAML value");
  CHECK(changed("{a: 1}", {{"a", ""}}) == "--set a: '' is not a YAML value");
  CHECK(changed("{a: 1}", {{"a", "{b: 1, b: 2}"}}) == "--set a: '{b: 1, b: 2}' is not a YAML value");
  CHECK_THAT(changed("{a: 1}", {{std::string(200, '.'), "3"}}),
             ContainsSubstring("nested deeper than 64 levels"));
}
