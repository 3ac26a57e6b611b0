#include "models/config/async_fields.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::rewritten;

TEST_CASE("the section async is written as it is read") {
  const std::string text =
      "{retry_delays: [1min, 2min], backoff: 1s, backoff_factor: 2, longest_backoff: 5min, max_age: 6h}";
  CHECK(rewritten(*async_form(), text) == text);
  CHECK(rewritten(*async_form(), "{backoff_factor: 0}") ==
        "t.yaml:1:18: backoff_factor: '0' is too small; allowed: 1 to 1000");
}
