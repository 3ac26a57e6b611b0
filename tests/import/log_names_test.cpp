#include "models/import/log_names.hpp"

#include "tests/catch.hpp"

using curtain::function_of_path;
using curtain::owner_of_arn;
using curtain::owner_of_group;

TEST_CASE("Functions and accounts of log groups") {
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

TEST_CASE("Functions and accounts of ARNs") {
  CHECK(owner_of_arn("arn:aws:lambda:eu-west-1:123456789012:function:cart").function == "cart");
  CHECK(owner_of_arn("arn:aws-cn:lambda:cn-north-1:123456789012:function:cart:live").function == "cart");
  CHECK(owner_of_arn("arn:aws:lambda:eu-west-1:123456789012:function:cart").account == "123456789012");
  CHECK(owner_of_arn("arn:aws:s3:::bucket").function.empty());
  CHECK(owner_of_arn("arn:aws:lambda").function.empty());
  CHECK(owner_of_arn("cart").function.empty());
}

TEST_CASE("Functions by the names of files") {
  CHECK(function_of_path("logs/cart.txt.gz") == "cart");
  CHECK(function_of_path("cart.jsonl.zst") == "cart");
  CHECK(function_of_path("cart") == "cart");
  CHECK(function_of_path("logs/cart/2023-04-09-[$LATEST]0f1e2d/000000.gz") == "cart");
  CHECK(function_of_path("cart/2023-04-09/12.log") == "cart");
  CHECK(function_of_path("000000.gz") == "000000");
  CHECK(function_of_path("../.txt") == ".txt");
  CHECK(function_of_path("/") == "function");
}
