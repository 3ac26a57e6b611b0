#include "models/config/mechanisms.hpp"

#include "models/config/diagnostics.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;

TEST_CASE("a file of mechanisms lists the changes that switch each one off") {
  const config::testing::Folder folder("mechanisms");
  const std::vector<Mechanism> read = load_mechanisms(
      folder.add("mechanisms.yaml",
                 "mechanisms: [{name: packing, description: d, without: [policies.placement=random]}]\n"));
  REQUIRE(read.size() == 1);
  CHECK(read[0].name == "packing");
  CHECK(read[0].without == std::vector<std::string>{"policies.placement=random"});
}

TEST_CASE("errors in a file of mechanisms have their place") {
  CHECK_THROWS_WITH(
      parse_mechanisms("mechanisms: [{name: a, without: [x]}]", "m.yaml"),
      ContainsSubstring("m.yaml:1:34: expected a change such as policies.placement=random, found "
                        "'x'"));
  CHECK_THROWS_WITH(
      parse_mechanisms("mechanisms: [{name: a, without: [x=1]}, {name: a, without: [y=1]}]", "m.yaml"),
      ContainsSubstring("two mechanisms have the name 'a'"));
  CHECK_THROWS_WITH(parse_mechanisms("mechanisms: [{name: a}]", "m.yaml"),
                    ContainsSubstring("the key 'without' is missing"));
  CHECK_THROWS_AS(load_mechanisms("no/such/file.yaml"), ScenarioError);
}
