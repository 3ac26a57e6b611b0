#include "models/config/node.hpp"

#include "tests/catch.hpp"

using curtain::config::Node;

TEST_CASE("nodes report their kind") {
  CHECK(Node().describe() == "nothing");
  CHECK(Node::word("x y").describe() == "'x y'");
  CHECK(Node::sequence().describe() == "a list");
  CHECK(Node::mapping().describe() == "a mapping");
}

TEST_CASE("entries are found by key and counted") {
  Node list = Node::sequence();
  list.append(Node::word("1")).append(Node::word("2"));
  Node node = Node::mapping();
  node.set("a", Node::word("1")).set("b", list);
  CHECK(node.size() == 5);
  CHECK(node.keys() == std::vector<std::string>{"a", "b"});
  REQUIRE(node.find("b") != nullptr);
  CHECK(node.find("b")->items.size() == 2);
  CHECK(node.find("c") == nullptr);
}

TEST_CASE("free text is quoted where it could be misread") {
  for (const char* text :
       {"", "12", "none", "Null", "YES", "unlimited", "a b", "a:", "-a", "~", "#a", "\u00FC"}) {
    CHECK(Node::string(text).is_quoted);
  }
  for (const char* text : {"a", "rack-1", "traces/day_1.csv", "sha256.x"}) {
    CHECK_FALSE(Node::string(text).is_quoted);
  }
  CHECK_FALSE(Node::word("none").is_quoted);
}
