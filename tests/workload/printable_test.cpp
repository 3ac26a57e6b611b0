#include "models/workload/printable.hpp"

#include "tests/catch.hpp"

using curtain::is_printable;
using curtain::printable;

TEST_CASE("Bytes that are not UTF-8 are shown as numbers, and other text is unchanged") {
  CHECK(printable("caf\xC3\xA9 \xE6\x97\xA5\xE6\x9C\xAC") == "caf\xC3\xA9 \xE6\x97\xA5\xE6\x9C\xAC");
  CHECK(printable("a\x1b[31mred") == "a\\x1b[31mred");
  CHECK(printable("latin\xE9") == "latin\\xe9");
  CHECK(printable(std::string_view("\0\t\n\r\x7F", 5)) == "\\x00\\x09\\x0a\\x0d\\x7f");
  CHECK(printable("\xC2\x9B"
                  "2J") == "\\x9b2J");                    // C1: a control sequence in one character
  CHECK(printable("a\xE2\x80\xAEtxt") == "a\\u202etxt");  // this character reverses the text after it
  CHECK(printable("\xE2\x80\xA8") == "\\u2028");
  CHECK(printable("\xC3") == "\\xc3");
}

TEST_CASE("A name is printable if printable() does not change it") {
  for (const char* const name : {"checkout", "caf\xC3\xA9", "a b", "\xF0\x9F\x98\x80", ""}) {
    CHECK(is_printable(name));
    CHECK(printable(name) == name);
  }
  for (const char* const name : {"a\nb", "\x1b[2J", "\xFF", "\xC2\x9B", "\xE2\x81\xA6"}) {
    CHECK_FALSE(is_printable(name));
    CHECK(printable(name) != name);
  }
}
