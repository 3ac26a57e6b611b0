#include "sim/utf8.hpp"

#include "tests/catch.hpp"

using sim::is_utf8;
using sim::utf8_length;

TEST_CASE("UTF-8 is distinguished from other bytes as RFC 3629 defines") {
  CHECK(utf8_length("a") == 1);
  CHECK(utf8_length("\xC3\xA9") == 2);
  CHECK(utf8_length("\xE2\x82\xAC") == 3);
  CHECK(utf8_length("\xF0\x9F\x98\x80") == 4);
  for (const char* const bad : {"\xFF", "\x80", "\xC3", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80",
                                "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
    CHECK(utf8_length(bad) == 0);
  }
  CHECK(utf8_length("") == 0);
}

TEST_CASE("A text is UTF-8 if each of its bytes belongs to a character") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("caf\xC3\xA9 \xE6\x97\xA5\n"));
  CHECK_FALSE(is_utf8("caf\xE9"));
  CHECK_FALSE(is_utf8("cut off \xE6\x97"));
  CHECK_FALSE(is_utf8("\xC3\xA9\xA9"));
}
