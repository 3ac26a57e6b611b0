#include "sim/utf8.hpp"

#include "tests/catch.hpp"

using sim::utf8_length;

TEST_CASE("UTF-8 is told from other bytes as RFC 3629 has it") {
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
