#include "models/config/node_text.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain::config;
using testing::tree_of;

TEST_CASE("short values are written in one line, and sections as blocks") {
  const Node root = tree_of("a: {b: 1, c: [x, y]}\nd: z\ne: []\nf: [{g: 1}]");
  CHECK(to_yaml(root) == "a:\n  b: 1\n  c: [x, y]\nd: z\ne: []\nf:\n  - {g: 1}\n");
  CHECK(to_yaml_flow(root) == "{a: {b: 1, c: [x, y]}, d: z, e: [], f: [{g: 1}]}");
}

TEST_CASE("long lists and mappings are broken into lines") {
  const std::string word(60, 'w');
  const Node root = tree_of("a: [{k: " + word + ", l: " + word + "}]");
  CHECK(to_yaml(root) == "a:\n  - k: " + word + "\n    l: " + word + "\n");
}

TEST_CASE("any text is the same after writing it as YAML and reading it") {
  for (const std::string& text :
       {std::string("plain"), std::string("a: b"), std::string("# no comment"), std::string("two\nlines\t."),
        std::string("\"quotes\" and \\"), std::string("\x01\x7f"), std::string("\u00FC\u2028\u0085"),
        std::string("null"), std::string(" spaces "), std::string("{a}"), std::string("- a"),
        std::string("'"), std::string("%"), std::string("0x10")}) {
    Node node = Node::mapping();
    node.set("key", Node::string(text)).set(text, Node::word("1"));
    node.set("list", std::move(Node::sequence().append(Node::string(text))));
    const Node back = tree_of(to_yaml(node));
    CHECK(back.find("key")->text == text);
    CHECK(back.entries[1].key == text);
    CHECK(back.find("list")->items[0].text == text);
  }
}

TEST_CASE("JSON output has the right escapes, literals and commas") {
  Node node = Node::mapping();
  node.set("a\"", Node::string("b\n\x01")).set("n", Node::literal("1.5")).set("empty", Node::mapping());
  node.set("list", std::move(Node::sequence().append(Node::literal("true")).append(Node())));
  CHECK(to_json(node) ==
        "{\n  \"a\\\"\": \"b\\n\\u0001\",\n  \"n\": 1.5,\n  \"empty\": {},\n  \"list\": [\n    true,\n    "
        "null\n  ]\n}\n");
}
