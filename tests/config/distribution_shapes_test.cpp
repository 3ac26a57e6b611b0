#include "models/config/distribution_shapes.hpp"

#include <algorithm>

#include "models/config/node_text.hpp"
#include "tests/catch.hpp"

using namespace curtain::config;

TEST_CASE("percentiles correspond to keys in both directions") {
  CHECK(percent_of("p50") == 50.0);
  CHECK(percent_of("p99.9") == 99.9);
  for (const char* key : {"50", "p", "px", "p5x", "p-1", ""}) {
    CHECK_FALSE(percent_of(key));
  }
  for (const double percent : {0.0, 0.1, 5.0, 33.3, 99.9, 99.999, 100.0, 100.0 / 3.0}) {
    CHECK(percent_for(percent / 100.0) / 100.0 == percent / 100.0);
  }
  CHECK(percent_for(33.3 / 100.0) == 33.3);
}

TEST_CASE("every kind of distribution declares its parameters") {
  CHECK(ways_of("exponential") == "mean");
  CHECK(ways_of("weibull") == "shape and scale, or mean and sd");
  CHECK(ways_of("burr") == "c, k and scale");
  CHECK(ways_of("pareto") == "shape and scale, or shape and mean");
  CHECK(ways_of("mixture") == "a list of parts such as {weight: 3, of: <distribution>}");
  CHECK(ways_of("empirical") == "percentiles such as p0, p50 and p100");
  for (const Shape& shape : shapes()) {
    const auto& kinds = distribution_kinds();
    CHECK(std::find(kinds.begin(), kinds.end(), shape.kind) != kinds.end());
  }
}

TEST_CASE("the schema of a distribution lists every kind") {
  const Node schema = distribution_schema("memory");
  const Node* object = &schema.find("anyOf")->items[1];
  CHECK(object->find("properties")->keys() == std::vector<std::string>{"uniform", "exponential", "normal",
                                                                       "lognormal", "weibull", "gamma",
                                                                       "pareto", "burr", "mixture", "shifted",
                                                                       "empirical", "samples", "min", "max"});
  CHECK(to_yaml_flow(
            *object->find("properties")->find("mixture")->find("items")->find("properties")->find("of")) ==
        "{\"$ref\": \"#/$defs/memory-distribution\"}");
  CHECK(to_yaml_flow(schema.find("anyOf")->items[0]) == "{\"$ref\": \"#/$defs/memory\"}");
}
