#include "models/config/form.hpp"

#include "models/config/scalar_forms.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;

TEST_CASE("an optional value is absent if a word such as none is given, or if its key is missing") {
  const auto named = optional_form(duration_form(), {"never", "none"});
  CHECK(read_as(*named, "never", {Duration{1}}).first == std::nullopt);
  CHECK(read_as(*named, "none", {Duration{1}}).first == std::nullopt);
  CHECK(read_as(*named, "2s").first == sim::seconds(2));
  CHECK(read_as(*named, "'never'", {Duration{1}}).first == std::nullopt);  // JSON requires this form
  CHECK(read_as(*named, "'ever'").second ==
        "t.yaml:1:1: 'ever' is not a length of time; write for example 250ms, 30s, 10min or 1h30min");
  CHECK(read_as(*named, "x").first == std::nullopt);  // an error leaves the previous value
  CHECK(named->write(std::nullopt).text == "never");
  CHECK_FALSE(named->is_absent(std::nullopt));
  const auto silent = optional_form(duration_form());
  CHECK(silent->is_absent(std::nullopt));
  CHECK(silent->write(sim::seconds(2)).text == "2s");
}

TEST_CASE("a list replaces the list of the layer below, and its items are numbered") {
  const auto list = list_form(duration_form(), "pauses");
  CHECK(read_as(*list, "[1s, 2s]", {sim::hours(1)}).first ==
        std::vector<Duration>{sim::seconds(1), sim::seconds(2)});
  CHECK(read_as(*list, "[]", {sim::hours(1)}).first.empty());
  CHECK(read_as(*list, "[1s, 2, 3]").second ==
        "t.yaml:1:6: [1]: '2' has no unit; write for example 250ms, 30s, 10min or 1h30min\n"
        "t.yaml:1:9: [2]: '3' has no unit; write for example 250ms, 30s, 10min or 1h30min");
  CHECK(read_as(*list, "1s").second == "t.yaml:1:1: expected a list of pauses, found '1s'; write [1s]");
  CHECK(to_yaml_flow(list->write({sim::seconds(1)})) == "[1s]");
}
