#include "models/import/log_names.hpp"

#include "tests/catch.hpp"

using curtain::function_of_path;
using curtain::owner_of_arn;
using curtain::owner_of_group;

TEST_CASE("Functions and accounts are named by log groups") {
  CHECK(owner_of_group("/aws/lambda/cart").function == "cart");
  CHECK(owner_of_group("/aws/lambda/cart").account.empty());
  CHECK(owner_of_group("123456789012:/aws/lambda/cart").function == "cart");
  CHECK(owner_of_group("123456789012:/aws/lambda/cart").account == "123456789012");
  CHECK(owner_of_group("/my/group").function == "/my/group");
  CHECK(owner_of_group("/aws/lambda/").function == "/aws/lambda/");
  CHECK(owner_of_group("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/cart:*").function ==
        "cart");
  CHECK(owner_of_group("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/cart").account ==
        "123456789012");
  CHECK(owner_of_group("").function.empty());
}

TEST_CASE("Functions and accounts are named by ARNs") {
  CHECK(owner_of_arn("arn:aws:lambda:eu-west-1:123456789012:function:cart").function == "cart");
  CHECK(owner_of_arn("arn:aws-cn:lambda:cn-north-1:123456789012:function:cart:live").function == "cart");
  CHECK(owner_of_arn("arn:aws:lambda:eu-west-1:123456789012:function:cart").account == "123456789012");
  CHECK(owner_of_arn("arn:aws:s3:::bucket").function.empty());
  CHECK(owner_of_arn("arn:aws:lambda").function.empty());
  CHECK(owner_of_arn("cart").function.empty());
}

TEST_CASE("Functions are named by names of files") {
  CHECK(function_of_path("logs/cart.txt.gz") == "cart");
  CHECK(function_of_path("cart.jsonl.zst") == "cart");
  CHECK(function_of_path("cart") == "cart");
  CHECK(function_of_path("logs/cart/2023-04-09-[$LATEST]0f1e2d/000000.gz") == "cart");
  CHECK(function_of_path("cart/2023-04-09/12.log") == "cart");
  CHECK(function_of_path("000000.gz") == "000000");
  CHECK(function_of_path("../.txt") == ".txt");
  CHECK(function_of_path("/") == "function");
}

TEST_CASE("Functions are named by streams and by exported folders") {
  CHECK(curtain::function_of_stream("2024/03/01/resize[$LATEST]aa") == "resize");
  CHECK(curtain::function_of_stream("2024-03-01-resize[12]aa") == "resize");
  CHECK(curtain::function_of_stream("2024/03/01/[$LATEST]aa").empty());
  CHECK(curtain::function_of_stream("resize[$LATEST]aa").empty());
  CHECK(function_of_path("cart/c4b7bf66-0a51-4a9c-8f6d-0123456789ab/2024-03-01-[$LATEST]aa/000000.gz") ==
        "cart");
  CHECK(function_of_path("x/2024-03-01-resize[$LATEST]aa/000000.gz") == "resize");
}

TEST_CASE("Bytes that are not UTF-8 are escaped") {
  CHECK(curtain::is_plain_text("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8E\x88"));
  for (const char* const wrong :
       {"caf\xE9", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "a\x1B[31m", "a\nb"}) {
    CHECK_FALSE(curtain::is_plain_text(wrong));
  }
  CHECK(curtain::escaped_text("caf\xE9!\xC3\xA9\n") == "caf\\xE9!\xC3\xA9\\x0A");
}
