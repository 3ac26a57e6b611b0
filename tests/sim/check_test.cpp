#include "sim/check.hpp"

#include <string>

#include "tests/catch.hpp"

TEST_CASE("A violated invariant is reported with the condition and the source line") {
  const auto message = [](int instances) -> std::string {
    try {
      SIM_CHECK(instances >= 0);
    } catch (const sim::InvariantBroken& broken) {
      return broken.what();
    }
    return "";
  };
  CHECK(message(0) == "");
  CHECK_THAT(message(-1), ContainsSubstring("check_test.cpp:10: invariant broken: instances >= 0"));
}

TEST_CASE("A check is one statement, and evaluates its condition once") {
  int looks = 0;
  // clang-format off: without braces is the point
  if (looks == 1)
    SIM_CHECK(false);
  else
    SIM_CHECK(++looks == 1);
  // clang-format on
  CHECK(looks == 1);
}
