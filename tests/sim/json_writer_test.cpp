#include "sim/json_writer.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/check.hpp"
#include "tests/catch.hpp"
#include "tests/support/json.hpp"

using sim::json_string;
using sim::JsonLayout;
using sim::JsonWriter;

namespace {

/// Writes a single value, and returns the text without the line feed.
template <typename T>
std::string alone(const T& value) {
  JsonWriter json;
  json.value(value);
  std::string text = json.document();
  text.pop_back();
  return text;
}

std::string literal(std::string_view text) {
  JsonWriter json;
  json.literal(text);
  return json.document();
}

template <typename Body>
void check_refused(Body&& body) {
  JsonWriter json;
  CHECK_THROWS_AS(body(json), sim::InvariantBroken);
}

}  // namespace

TEST_CASE("a string is escaped only where RFC 8259 requires it") {
  CHECK(json_string("") == "\"\"");
  CHECK(json_string("a/b 'c'") == "\"a/b 'c'\"");
  CHECK(json_string("say \"hi\" \\ bye") == R"("say \"hi\" \\ bye")");
  CHECK(json_string("a\nb\tc\rd") == R"("a\nb\tc\rd")");
  CHECK(json_string(std::string_view("\0\x01\x1f\x7f\b\f", 6)) ==
        R"("\u0000\u0001\u001f\u007f\u0008\u000c")");
  CHECK(json_string("caf\xC3\xA9 \xE6\x97\xA5 \xF0\x9F\x98\x80") ==
        "\"caf\xC3\xA9 \xE6\x97\xA5 \xF0\x9F\x98\x80\"");
}

TEST_CASE("bytes that are not UTF-8 are written as numeric escapes") {
  CHECK(json_string("latin\xE9") == R"("latin\\xe9")");
  CHECK(json_string("\xC3") == R"("\\xc3")");                             // truncated
  CHECK(json_string("\xC0\xAF") == R"("\\xc0\\xaf")");                    // overlong
  CHECK(json_string("\xED\xA0\x80") == R"("\\xed\\xa0\\x80")");           // a surrogate
  CHECK(json_string("\xF4\x90\x80\x80") == R"("\\xf4\\x90\\x80\\x80")");  // beyond U+10FFFF
}

TEST_CASE("every ASCII byte is the same after writing and reading") {
  for (int c = 0; c < 0x80; ++c) {
    const std::string text{'<', static_cast<char>(c), '>'};
    CHECK(support::parse_json(json_string(text)).text == text);
  }
}

TEST_CASE("numbers are written with the fewest digits that give the same number when read") {
  CHECK(alone(0) == "0");
  CHECK(alone(-7) == "-7");
  CHECK(alone(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
  CHECK(alone(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(alone(std::uint8_t{200}) == "200");
  CHECK(alone(0.1) == "0.1");
  CHECK(alone(1.0) == "1");
  CHECK(alone(1.0 / 3) == "0.3333333333333333");
  CHECK(alone(5e-324) == "5e-324");
  CHECK(alone(1e300) == "1e+300");
  CHECK(alone(-0.0) == "-0");
}

TEST_CASE("infinite, undefined and absent numbers are null") {
  CHECK(alone(std::numeric_limits<double>::quiet_NaN()) == "null");
  CHECK(alone(std::numeric_limits<double>::infinity()) == "null");
  CHECK(alone(-std::numeric_limits<double>::infinity()) == "null");
  CHECK(alone(std::optional<double>()) == "null");
  CHECK(alone(std::optional<std::string>()) == "null");
  CHECK(alone(std::optional<std::string>("")) == "\"\"");
  CHECK(alone(nullptr) == "null");
  CHECK(alone(std::monostate{}) == "null");
  CHECK(alone(std::variant<std::monostate, std::uint64_t, double>(std::uint64_t{3})) == "3");
  CHECK(alone(true) == "true");
  CHECK(alone("true") == "\"true\"");  // a text is not written as a truth value, although a pointer converts
                                       // to one
}

TEST_CASE("a literal is written as a JSON number, truth value or null") {
  for (const char* const good :
       {"0", "-0", "12", "-1.50", "1e9", "2.5E-3", "1e+300", "true", "false", "null"}) {
    CHECK(literal(good) == std::string(good) + "\n");
  }
  for (const char* const bad : {"", "-", "01", "+1", ".5", "1.", "1e", "1e+", "0x10", "nan", "inf", "1 ",
                                " 1", "1,2", "True", "\"a\"", "[]", "1_000"}) {
    INFO(bad);
    CHECK_THROWS_AS(literal(bad), sim::InvariantBroken);
  }
}

TEST_CASE("blocks are indented by their depth, and values within a line are not") {
  JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    json.member("name", "x");
    json.list("list", std::vector<int>{1, 2});
    json.key("rows");
    json.array(JsonLayout::lines, [&] {
      json.object(JsonLayout::line, [&] {
        json.member("a", 1);
        json.list("deep", std::vector<int>{3, 4}, JsonLayout::lines);
      });
      json.value(nullptr);
    });
    json.key("no_members");
    json.object(JsonLayout::lines, [] {});
    json.list("no_items", std::vector<std::string>(), JsonLayout::lines);
  });
  CHECK(json.document() ==
        "{\n"
        "  \"name\": \"x\",\n"
        "  \"list\": [1, 2],\n"
        "  \"rows\": [\n"
        "    {\"a\": 1, \"deep\": [\n"
        "      3,\n"
        "      4\n"
        "    ]},\n"
        "    null\n"
        "  ],\n"
        "  \"no_members\": {},\n"
        "  \"no_items\": []\n"
        "}\n");
}

TEST_CASE("a key is escaped like any string, and written once") {
  JsonWriter json;
  json.object(JsonLayout::line, [&] {
    json.member("a\"b", 1);
    json.key("inner");
    json.object(JsonLayout::line, [&] { json.member("a\"b", 2); });  // another object may have the same key
    CHECK_THROWS_AS(json.key("a\"b"), sim::InvariantBroken);
  });
  CHECK(json.document() == "{\"a\\\"b\": 1, \"inner\": {\"a\\\"b\": 2}}\n");
}

TEST_CASE("calls that would not result in valid JSON are defects") {
  check_refused([](JsonWriter& json) { json.object(JsonLayout::line, [&] { json.value(1); }); });
  check_refused([](JsonWriter& json) { json.array(JsonLayout::line, [&] { json.key("a"); }); });
  check_refused([](JsonWriter& json) { json.key("a"); });
  check_refused([](JsonWriter& json) {
    json.object(JsonLayout::line, [&] {
      json.key("a");
      json.key("b");
    });
  });
  check_refused([](JsonWriter& json) { json.object(JsonLayout::line, [&] { json.key("a"); }); });
  check_refused([](JsonWriter& json) {
    json.value(1);
    json.value(2);
  });
  check_refused([](JsonWriter& json) { (void)json.document(); });
  check_refused([](JsonWriter& json) { json.array(JsonLayout::line, [&] { (void)json.document(); }); });
}

TEST_CASE("written documents can be read, at any depth") {
  JsonWriter json;
  std::size_t depth = 0;
  const auto nest = [&](auto& self) -> void {
    json.array(depth % 2 == 0 ? JsonLayout::lines : JsonLayout::line, [&] {
      json.value(depth);
      if (++depth < 50) {
        self(self);
      }
      json.value("end");
    });
  };
  nest(nest);
  const support::Json read = support::parse_json(json.document());
  const support::Json* at = &read;
  for (std::size_t level = 0; level < 50; ++level) {
    REQUIRE(at->items.size() == (level < 49 ? 3u : 2u));
    CHECK(at->items.front().number == static_cast<double>(level));
    CHECK(at->items.back().text == "end");
    at = &at->items[1];
  }
}
