#include "models/import/log_message.hpp"

#include <string>

#include "tests/catch.hpp"

using curtain::split_message;

TEST_CASE("A message is found after its time, with the stream before or after it, or without a stream") {
  for (const std::string text :
       {"2023-04-09T12:01:02.345Z hello you", "2023/04/09/[$LATEST]0f1e 2023-04-09T12:01:02.345000 hello you",
        "2023-04-09T12:01:02.345000+00:00 2023/04/09/[$LATEST]0f1e hello you",
        "[2023-04-09 12:01:02.345]\thello you", "1681041662345,\"hello you"}) {
    INFO(text);
    const std::size_t at = text.find("hello");
    const auto known = split_message(text, at);
    REQUIRE(known.time);
    CHECK(known.time->ns == 1'681'041'662'345'000'000);
    CHECK(known.message == "hello you");
    CHECK(known.before == text.substr(0, at));
  }
  const auto unknown =
      split_message("2023-04-09T12:01:02.345Z 2023/04/09/[$LATEST]0f1e  hello you\n", std::string::npos);
  CHECK(unknown.message == "hello you");
  CHECK(split_message("2023-04-09T12:01:02.345Z", std::string::npos).message.empty());
}

TEST_CASE("A line without a time is a message as a whole") {
  const auto plain = split_message("hello you", std::string::npos);
  CHECK_FALSE(plain.time);
  CHECK(plain.message == "hello you");
  CHECK_FALSE(split_message("a b c d e 2023-04-09T12:01:02Z f", std::string::npos).time);
  CHECK(curtain::without_blanks(" \ta b\r\n") == "a b");
  CHECK(curtain::without_blanks(" \n").empty());
}
