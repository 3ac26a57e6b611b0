#include "models/import/start_times.hpp"

#include <string>

#include "tests/catch.hpp"

using curtain::StartTimes;

TEST_CASE("A start is remembered until its end, and of two starts the later is remembered") {
  StartTimes starts;
  CHECK_FALSE(starts.take("a"));
  starts.remember("a", 1);
  starts.remember("b", 2);
  starts.remember("a", 3);
  CHECK(starts.take("a") == 3);
  CHECK_FALSE(starts.take("a"));
  CHECK(starts.take("b") == 2);
}

TEST_CASE("Old starts without ends are forgotten, and newer starts of the same request are not") {
  StartTimes starts;
  starts.remember("first", 1);
  starts.remember("twice", 2);
  for (std::size_t i = 0; i < StartTimes::kMost - 1; ++i) {
    starts.remember(std::to_string(i), 5);
  }
  CHECK_FALSE(starts.take("first"));
  starts.remember("twice", 7);  // this start replaces its own earlier entry
  CHECK(starts.take("twice") == 7);
}
