#include "models/config/document.hpp"

#include <string>

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::source_named;
using testing::tree_of;

namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

std::string errors(const std::string& text) {
  Diagnostics diagnostics;
  parse_document(text, source_named("d.yaml"), diagnostics);
  return diagnostics.text();
}

}  // namespace

TEST_CASE("a document is a tree with positions") {
  const Node root = tree_of("a: 1\nb:\n  - x\n  - {c: 'y z', d: }\n");
  REQUIRE(root.kind == Node::Kind::mapping);
  CHECK(root.keys() == std::vector<std::string>{"a", "b"});
  const Node* list = root.find("b");
  REQUIRE(list != nullptr);
  REQUIRE(list->items.size() == 2);
  CHECK(list->items[0].place.to_string() == "t.yaml:3:5");
  const Node* c = list->items[1].find("c");
  REQUIRE(c != nullptr);
  CHECK(c->text == "y z");
  CHECK(c->is_quoted);
  CHECK(c->place.to_string() == "t.yaml:4:9");
  CHECK(list->items[1].find("d")->kind == Node::Kind::null);
  CHECK(root.entries[1].key_place.to_string() == "t.yaml:2:1");
}

TEST_CASE("an environment variable needs no quotes in a flow mapping") {
  const Node root = tree_of("t: {path: ${TRACES}/day, n: 5}\nplain: ${A_1}x ${} ${a b}\nquoted: '${B}'\n");
  CHECK(root.find("t")->find("path")->text == "${TRACES}/day");
  CHECK(root.find("t")->find("n")->text == "5");
  CHECK(root.find("t")->find("n")->place.to_string() == "t.yaml:1:29");
  CHECK(root.find("plain")->text == "${A_1}x ${} ${a b}");
  CHECK(root.find("quoted")->text == "${B}");
}

TEST_CASE("an alias is a copy of its anchor") {
  const Node root = tree_of("a: &x {k: [1, 2]}\nb: *x\n");
  CHECK(to_yaml_flow(*root.find("a")) == to_yaml_flow(*root.find("b")));
  CHECK(errors("a: &x [*x]") == "d.yaml:1:8: this alias refers to a value that contains the alias itself");
}

TEST_CASE("a compressed file is recognised and reported") {
  for (const char* const start : {"\x1F\x8B\x08", "\x28\xB5\x2F\xFD"}) {
    CHECK(errors(start) ==
          "d.yaml:1:1: the text is compressed (gzip or zstd), but only traces may be compressed; decompress "
          "the file first");
  }
}

TEST_CASE("a syntax error is the only error that is reported") {
  CHECK(errors("a: [1, 2\nb: 3\nb: 4") ==
        "d.yaml:1:4: syntax error: this '[' is never closed; a ']' is missing");
  // Later versions of the library add the name.
  CHECK_THAT(errors("a: *missing"),
             ContainsSubstring("d.yaml:1:4: syntax error: the referenced anchor is not defined"));
  CHECK(errors("") == "d.yaml:1:1: the document is empty; write at least one key");
  CHECK(errors("# only words\n") == "d.yaml:1:1: the document is empty; write at least one key");
  CHECK(errors("a: 1\n---\nb: 2\n") ==
        "d.yaml:2:1: a second document starts here, but a file may contain only one document; remove the "
        "line '---'");
}

TEST_CASE("keys are unique plain words, and tags and merge keys are refused") {
  CHECK(errors("a: 1\nb: 2\na: 3\n") == "d.yaml:3:1: duplicate key 'a': lines 1 and 3");
  CHECK(errors("? [1, 2]\n: 3\n") == "d.yaml:1:3: a key must be a single word, but a list was found");
  CHECK(errors("~: 3\n") == "d.yaml:1:1: a key must be a single word, but nothing was found");
  CHECK(errors("a: !!str 3\n") ==
        "d.yaml:1:4: tags such as 'tag:yaml.org,2002:str' are not supported; write the value without a tag");
  CHECK(errors("a: &x {b: 1}\nc: {<<: *x}\n") ==
        "d.yaml:2:5: merge keys ('<<') are not supported; write each key, or use 'extends' in a platform "
        "profile");
  CHECK(errors("a: 1\na: 2\nb: {c: 1, c: 2}") ==
        "d.yaml:2:1: duplicate key 'a': lines 1 and 2\nd.yaml:3:11: duplicate key 'c': lines 3 and 3");
}

TEST_CASE("bytes that are not UTF-8 are reported with their position") {
  CHECK(errors("a: \xff") == "d.yaml:1:4: byte 0xff is not UTF-8 text");
  CHECK(errors("a: 1\nb: \xc3\x28") == "d.yaml:2:4: byte 0xc3 is not UTF-8 text");
  // the bytes are half of a surrogate pair
  CHECK(errors("a: \xed\xa0\x80") == "d.yaml:1:4: byte 0xed is not UTF-8 text");
  CHECK(errors("a: \xf4\x90\x80\x80") == "d.yaml:1:4: byte 0xf4 is not UTF-8 text");
  CHECK(errors("a: \xe0\x80\x80") == "d.yaml:1:4: byte 0xe0 is not UTF-8 text");
  CHECK(errors(std::string("a: \0b", 5)) == "d.yaml:1:4: control character 0x00 in the text");
  CHECK(errors("\x7f"
               "ELF\x02\x01\x01") == "d.yaml:1:5: control character 0x02 in the text");
  CHECK(errors("\xEF\xBB\xBF"
               "a: \u00FC\n")
            .empty());
}

TEST_CASE("depth, size and aliases are bounded") {
  for (const std::string& text :
       {repeated("[", 200'000), repeated("{a: ", 200'000), repeated("- ", 200'000), repeated("? ", 200'000),
        "a: " + repeated("[", 200'000) + repeated("]", 200'000)}) {
    CHECK_THAT(errors(text),
               ContainsSubstring("the values are nested deeper than 64 levels, which is the limit"));
  }
  CHECK(errors(repeated("[", 64) + repeated("]", 64)).empty());
  CHECK_FALSE(errors(repeated("[", 65) + repeated("]", 65)).empty());

  std::string bomb = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n";
  for (char c = 'b'; c < 'm'; ++c) {
    const std::string alias = std::string(",*") + static_cast<char>(c - 1);
    bomb += std::string(1, c) + ": &" + c + " [0" + repeated(alias + " ", 9) + "]\n";
  }
  CHECK_THAT(errors(bomb), ContainsSubstring("the document has more than 200000 values"));
  CHECK_THAT(errors("a: [" + repeated("1,", 200'001) + "]"), ContainsSubstring("more than 200000 values"));
  CHECK(errors(std::string(kMostBytes + 1, ' ')) ==
        "d.yaml: the text has 1048577 bytes, but the limit is 1048576 bytes");
  CHECK(errors("a: '" + std::string(kMostBytes - 5, 'x') + "'").empty());
}
