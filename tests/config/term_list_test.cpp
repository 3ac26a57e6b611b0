#include "models/config/term_list.hpp"

#include "models/config/policy_argument.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::tree_of;

namespace {

const ParameterDeclaration kBounds{"filter", ParameterKind::bounds, "[]", -10, 10,
                                   "bounds", {"free", "busy"}};
const ParameterDeclaration kWeights{"score",   ParameterKind::weights, "[]", -10, 10,
                                    "weights", {"free", "busy"}};

struct Result {
  std::vector<Term> terms;
  std::string errors;
};

Result read(const ParameterDeclaration& parameter, const std::string& text) {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  Argument argument;
  read_argument(parameter, tree_of(text), reader, argument);
  return {argument.terms, diagnostics.text()};
}

}  // namespace

TEST_CASE("weights are read as a list or as one entry, and written with one term per entry") {
  const std::vector<Term> both{{0, Relation::below, -1}, {1, Relation::below, 2.5}};
  CHECK(read(kWeights, "[{free: -1}, {busy: 2.5}]").terms == both);
  CHECK(read(kWeights, "{free: -1, busy: 2.5}").terms == both);
  CHECK(read(kWeights, "[]").terms.empty());
  const Node written = write_terms(kWeights, both);
  REQUIRE(written.items.size() == 2);
  CHECK(written.items[1].entries[0].key == "busy");
  CHECK(written.items[1].entries[0].value.text == "2.5");
}

TEST_CASE("bounds are read by their relation, and one term may have several bounds") {
  const std::vector<Term> three{
      {0, Relation::at_least, 1}, {0, Relation::below, 4}, {1, Relation::equal_to, 0}};
  CHECK(read(kBounds, "[{free: {at_least: 1, below: 4}}, {busy: {equal_to: 0}}]").terms == three);
  CHECK(read(kBounds, "{busy: {above: 3}}").terms == std::vector<Term>{{1, Relation::above, 3}});
  CHECK(read(kBounds, "{busy: {at_most: 3}}").terms == std::vector<Term>{{1, Relation::at_most, 3}});
  const Node written = write_terms(kBounds, three);
  REQUIRE(written.items.size() == 3);
  CHECK(written.items[1].entries[0].value.entries[0].key == "below");
}

TEST_CASE("an invalid list of terms is reported at its position, with the valid forms") {
  CHECK(read(kWeights, "[{fre: 1}]").errors ==
        "t.yaml:1:3: [0]: unknown term 'fre'; allowed: free, busy; did you mean 'free'?");
  CHECK(read(kWeights, "[{free: much}]").errors.find("t.yaml:1:9: [0].free: 'much'") == 0);
  CHECK(read(kWeights, "[{free: 11}]").errors ==
        "t.yaml:1:9: [0].free: '11' is too large; allowed: -10 to 10");
  CHECK(read(kWeights, "[free]").errors ==
        "t.yaml:1:2: [0]: expected {TERM: weight}, where TERM is one of free, busy; found 'free'");
  CHECK(read(kWeights, "{free: {below: 1}}").errors ==
        "t.yaml:1:8: free: expected a number, found a mapping");
  CHECK(read(kBounds, "{free: 4}").errors ==
        "t.yaml:1:8: free: expected a bound such as {below: 4}, with one of the relations below, at_most, "
        "equal_to, at_least, above; found '4'");
  CHECK(
      read(kBounds, "{free: {bellow: 4}}").errors ==
      "t.yaml:1:9: free: unknown bound 'bellow'; allowed: below, at_most, equal_to, at_least, above; did you "
      "mean 'below'?");
}

TEST_CASE("the schema of a list of terms allows the same values as the parser") {
  const Node schema = terms_schema(kBounds);
  const Node* const either = schema.find("anyOf");
  REQUIRE(either != nullptr);
  REQUIRE(either->items.size() == 2);
  CHECK(either->items[0].find("type")->text == "array");
  const Node* const busy = either->items[1].find("properties")->find("busy");
  REQUIRE(busy != nullptr);
  CHECK(busy->find("properties")->find("at_least")->find("maximum")->text == "10");
  CHECK(default_argument(kBounds).terms.empty());
}
