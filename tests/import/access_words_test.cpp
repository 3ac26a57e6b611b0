#include "models/import/access_words.hpp"

#include "tests/catch.hpp"

using curtain::length_of_time;

TEST_CASE("Durations are recognised by their form") {
  CHECK(length_of_time("0.345") == 345'000'000);
  CHECK(length_of_time("0.000345") == 345'000);
  CHECK(length_of_time("0.1, 0.2") == std::nullopt);
  CHECK(length_of_time("0.100, 0.200") == 300'000'000);
  CHECK(length_of_time("0.100, -, 0.200 : 0.001") == 301'000'000);
  CHECK(length_of_time("12ms") == 12'000'000);
  CHECK(length_of_time("1.5s") == 1'500'000'000);
  CHECK(length_of_time("7us") == 7'000);
  for (const char* const other :
       {"", "-", "345", "0.34", "1.2.345", ".345", "0.345x", "1681041662.345", "10.1.2.300"}) {
    INFO(other);
    CHECK(length_of_time(other) == std::nullopt);
  }
}

TEST_CASE("A line is split into words, with quotation marks, brackets and lists") {
  curtain::AccessLine line;
  REQUIRE(curtain::split_access_line(
      R"([::1] - - [09/Apr/2023:12:01:02 +0000] "a \"b\" \\" c [d e] 1, 2 x : y "open)", line));
  CHECK(line.before == "[::1] - - ");
  REQUIRE(line.time);
  CHECK(line.shape() == "qubuuq");
  CHECK(line.words[0].text == R"(a \"b\" \\)");
  CHECK(line.words[3].text == "1, 2");
  CHECK(line.words[4].text == "x : y");
  CHECK(line.words[5].is_open);
  CHECK_FALSE(curtain::split_access_line("no brackets", line));
  REQUIRE(curtain::split_access_line("a [b] c", line));
  CHECK_FALSE(line.time);
  CHECK(line.instant == "b");
}

TEST_CASE("Request ids are distinguished from other texts") {
  CHECK(curtain::is_request_id("7f1c2d3e-0000-4000-8000-000000000001"));
  CHECK(curtain::is_request_id("5f0c1e2d3c4b5a69788796a5b4c3d2e1"));
  CHECK(curtain::is_request_id("JKJaXmPLvHcESHA="));
  CHECK_FALSE(curtain::is_request_id("203.0.113.7"));
  CHECK_FALSE(curtain::is_request_id("frontend-production"));
  CHECK_FALSE(curtain::is_request_id("1234567890123456"));
}
