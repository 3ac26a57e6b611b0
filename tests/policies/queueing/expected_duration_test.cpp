#include "models/policies/queueing/expected_duration.hpp"

#include "tests/policies/queueing/queueing_support.hpp"

using namespace support;

TEST_CASE("the expected duration is the mean so far, rounded down, or the duration itself") {
  ExpectedDuration mean(DurationKnown::mean);
  CHECK(mean.learns());
  CHECK_FALSE(mean.of(waiting(at_ms(0), 3, ms(5))).has_value());
  for (const std::int64_t execution : {10, 20, 25}) {
    mean.learn(FunctionId{3u}, ns(execution));
  }
  CHECK(mean.of(waiting(at_ms(0), 3, ms(5))) == ns(18));
  CHECK_FALSE(mean.of(waiting(at_ms(0), 2, ms(5))).has_value());
  CHECK_FALSE(mean.of(waiting(at_ms(0), 4, ms(5))).has_value());
  const ExpectedDuration exact(DurationKnown::exact);
  CHECK_FALSE(exact.learns());
  CHECK(exact.of(waiting(at_ms(0), 3, ms(5))) == ms(5));
}
