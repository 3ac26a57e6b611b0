#include "models/config/diagnostics.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::source_named;

TEST_CASE("each finding is reported once, ordered by source and position") {
  Diagnostics diagnostics;
  const Source first = source_named("a.yaml");
  const Source second = source_named("b.yaml");
  diagnostics.announce(first);
  diagnostics.add({second, 1, 1}, "in the second");
  diagnostics.add({first, 10, 2}, "later");
  diagnostics.add({first, 9, 30}, "earlier");
  diagnostics.add({first, 9, 4}, "earliest");
  diagnostics.add({first, 9, 4}, "earliest");
  diagnostics.add({first, 0, 0}, "of the whole");
  CHECK(diagnostics.text() ==
        "a.yaml: of the whole\na.yaml:9:4: earliest\na.yaml:9:30: earlier\na.yaml:10:2: later\nb.yaml:1:1: "
        "in the second");
  CHECK_THROWS_AS(diagnostics.throw_if_any(), ScenarioError);
  CHECK_NOTHROW(Diagnostics().throw_if_any());
}

TEST_CASE("after fifty findings only their number is reported") {
  Diagnostics diagnostics;
  for (std::uint32_t line = 1; line <= 53; ++line) {
    diagnostics.add({source_named("a"), line, 1}, "x");
  }
  const std::string text = diagnostics.text();
  CHECK_THAT(text, ContainsSubstring("a:50:1: x\nand 3 more"));
  CHECK(text.find("a:51:1") == std::string::npos);
}

TEST_CASE("the distance counts insertions, deletions, substitutions and swaps") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("fixed", "fixed") == 0);
  CHECK(edit_distance("fixde", "fixed") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("ca", "abc") == 3);  // optimal string alignment allows no edit inside a swap
  CHECK(edit_distance("Keep-Alive", "keep_alive") == 0);
}

TEST_CASE("the nearest name is suggested only if its distance is small") {
  const std::vector<std::string> names = {"count", "vcpus", "memory"};
  CHECK(nearest_name("cuont", names) == "count");
  CHECK(nearest_name("vcpu", names) == "vcpus");
  CHECK(nearest_name("disk", names).empty());
  CHECK(nearest_name("", names).empty());
  CHECK(nearest_name(std::string(1000, 'a'), names).empty());
  CHECK(did_you_mean("memroy", names) == "; did you mean 'memory'?");
  CHECK(did_you_mean("x", {"y"}).empty());
}

TEST_CASE("quoted text is shortened, and control characters are shown in it") {
  CHECK(quote("a\nb\x01") == "'a\\nb\\x01'");
  CHECK(quote_path(std::string(61, 'x') + "\x01") == "'" + std::string(61, 'x') + "\\x01'");
  CHECK(quote(std::string(61, 'x')) == "'" + std::string(60, 'x') + "...'");
  std::string umlauts;
  for (int i = 0; i < 60; ++i) {
    umlauts += "\u00FC";
  }
  CHECK(quote(umlauts) == "'" + umlauts + "'");
  CHECK(comma_list({"a", "b"}) == "a, b");
}
