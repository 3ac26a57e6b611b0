#include "models/config/syntax_help.hpp"

#include <fmt/format.h>

#include "models/config/document.hpp"
#include "tests/catch.hpp"

using namespace curtain::config;

namespace {

/// Returns the error of the document reader for a text.
std::string said(const std::string& text) {
  curtain::config::Diagnostics diagnostics;
  parse_document(text, std::make_shared<const std::string>("s"), diagnostics);
  return diagnostics.text();
}

}  // namespace

TEST_CASE("a tab in the indentation is reported at its position") {
  const std::string message =
      ": syntax error: a tab in the indentation, but YAML allows only spaces; replace each tab by two spaces";
  CHECK(said("a: 1\n\tb: 2\n") == "s:2:1" + message);
  CHECK(said("a:\n\tb: 2\nc: 3\n") == "s:2:1" + message);
  CHECK(said("a:\n  b:\n  \tc: 2\n    d: 2\n") == "s:3:1" + message);
}

TEST_CASE("a missing space after a colon is reported with the corrected line") {
  CHECK(said("platform:ideal\nduration: 1h\n") ==
        "s:1:1: syntax error: no space after the colon; write 'platform: ideal'");
  CHECK(said("platform: ideal\nduration:1min\nworkload: 3\n") ==
        "s:2:1: syntax error: no space after the colon; write 'duration: 1min'");
  CHECK(said("a:\n  - b:1\n    c: 2\n") == "s:2:5: syntax error: no space after the colon; write 'b: 1'");
}

TEST_CASE("a missing comma in a flow mapping is reported at its position") {
  CHECK(said("a: 1\nw: {function: f rate: 5/s, memory: 1}\n") ==
        "s:2:17: syntax error: a comma is missing before 'rate'");
  CHECK(said("w:\n  - poisson: {rate: 5/s, d: {mean: 1s sd: 2s}}\n") ==
        "s:2:39: syntax error: a comma is missing before 'sd'");
  CHECK(said("w: {a: 'b: c', d: \"e, f: g\" h: 1}\n") ==
        "s:1:29: syntax error: a comma is missing before 'h'");
}

TEST_CASE("A missing space before a bracket within brackets is reported with the corrected text") {
  CHECK(said("policies: {keep_alive: {fixed:{timeout:1min}}}\n") ==
        "s:1:30: syntax error: no space after the colon; write 'fixed: {timeout: 1min}'");
  CHECK(said("a: 1\npolicies: {keep_alive:{fixed: {timeout: 1min}}, placement:best-fit}\n") ==
        "s:2:22: syntax error: no space after the colon; write 'keep_alive: {fixed: {timeout: 1min}}'");
  CHECK(said("policies: {keep_alive: fixed: 5min, placement: best-fit}\n") ==
        "s:1:29: syntax error: a second colon in an entry; put a value that has a key of its own in braces: "
        "{fixed: 5min}");
  CHECK(said("a: {b: 1, c: {d: 2}, e: [3, f: 4]}\n").empty());
  CHECK(said("a: [b:[1, 2]]\n") == "s:1:6: syntax error: no space after the colon; write 'b: [1, 2]'");
  CHECK(said("a: {b:{c: 1\n") == "s:1:6: syntax error: no space after the colon; write 'b: {c: 1'");
}

TEST_CASE("text that needs quotes is reported with quotes") {
  CHECK(said("name: a: b\n") ==
        "s:1:7: syntax error: a second colon in the line; if the colon is part of the value, put the value "
        "in quotes: name: \"a: b\"");
  for (const char c : {'@', '%', '`'}) {
    CHECK(said(fmt::format("a: 1\nname: {}x\n", c)) ==
          fmt::format(
              "s:2:7: syntax error: a value cannot begin with '{0}' unless it is in quotes: name: \"{0}x\"",
              c));
  }
}

TEST_CASE("a metric with labels within braces is reported with quotes") {
  CHECK(said("expect:\n  - {metric: latency.p99_s{function=checkout}, at_most: 1s}\n") ==
        "s:2:14: syntax error: the value latency.p99_s{function=checkout} has braces inside a mapping in "
        "braces; put the value in quotes: \"latency.p99_s{function=checkout}\"");
  CHECK(said("expect: [{at_most: 1, metric: a.b{tenant=x,function=\"y z\"}}]\n") ==
        "s:1:31: syntax error: the value a.b{tenant=x,function=\"y z\"} has braces inside a mapping in "
        "braces; put the value in quotes: 'a.b{tenant=x,function=\"y z\"}'");
  CHECK(said("expect:\n  - metric: a.b{function=checkout}\n    at_most: 1\n") == "");
  CHECK(said("name: \"x {y: z{a=b}}\"\ndescription: {x\n") ==
        // the error is in line 2, because line 1 is correct
        "s:2:14: syntax error: this '{' is never closed; a '}' is missing");
  CHECK(said("expect:\n  - metric: a.b{tenant=x,function=\"y z\"}\n") == "");
}

TEST_CASE("a quotation mark or a bracket that is not closed is reported where it begins") {
  CHECK(said("a: 1\nname: \"abc\nworkload:\n  - b: 2\n") ==
        "s:2:7: syntax error: this \" is never closed; another one is missing");
  CHECK(said("a: 1\nname: 'abc\nworkload:\n  - b: 2\n") ==
        "s:2:7: syntax error: this ' is never closed; another one is missing");
  CHECK(said("a: {b: 1,\n  c: [1, 2}\n") ==
        "s:2:11: syntax error: found '}' where the '[' of line 2, column 6 needs a ']'");
  CHECK(said("a:\n  - {b: 1\nc: 2\n") == "s:2:5: syntax error: this '{' is never closed; a '}' is missing");
}

TEST_CASE("an indentation that fits no level is reported with the possible indentations") {
  CHECK(said("platform: ideal\n duration: 1h\n") ==
        "s:2:2: syntax error: indented by 1 space, which is more than line 1, but the key 'platform' of that "
        "line already has a value; indent both lines equally");
  CHECK(said("w:\n  - p:\n      f: x\n     r: 5\n") ==
        "s:4:6: syntax error: indented by 5 spaces, which matches no line above; the lines above are "
        "indented by 0, 2, 4, 6");
  CHECK(said("a:\n    b: 1\n  c: 2\n") ==
        "s:3:3: syntax error: indented by 2 spaces, which matches no line above; the lines above are "
        "indented by 0, 4");
}

TEST_CASE("text that is not a key is reported as such") {
  CHECK(said("a: 1\nname = x\nb: 2\n") ==
        "s:2:1: syntax error: 'name = x' is not a key with a value; write 'name: x'");
  CHECK(said("a:\n  - 1\n  b: 2\n") ==
        "s:3:3: syntax error: a key among the items of a list ('- ') such as that in line 2; to make the key "
        "part of that item, indent it by 4 spaces");
}

TEST_CASE("text that only looks like a mistake is accepted") {
  for (const char* const text :
       {"a: it's\nb: don't\n", "a: |\n  \"open\n  q: {\nb: 1\n", "a: \"x: {\" # \" '\nb: '[['\n",
        "a: >\n  'tis\nb: 2\n", "a: b [c\nd: e\n", "a: x\n  'y\nb: 2\n", "a: {b: \"]\"}\n",
        "a: http://x:1/y\n", "'a': \"b\"\n", "a: 'it''s'\n", "a: \"say \\\"x\"\n"}) {
    INFO(text);
    CHECK(said(text).empty());
    CHECK_FALSE(find_open_quote(text));
  }
}
