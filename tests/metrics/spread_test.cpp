#include "models/metrics/spread.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("Spread and fairness of values, worked out by hand") {
  const Spread spread = spread_of({4, 1, 3, 2}).value();
  CHECK(spread.mean == 2.5);
  CHECK(spread.p50 == 2);
  CHECK(spread.p75 == 3);
  CHECK(spread.p90 == 4);
  CHECK(spread.max == 4);
  CHECK_FALSE(spread_of({}).has_value());
  CHECK(jain_index({5, 5, 5}) == 1);
  CHECK(jain_index({1, 0, 0, 0}) == 0.25);
  CHECK(jain_index({1, 3}) == Approx(16.0 / 20));
  CHECK_FALSE(jain_index({0, 0}).has_value());
  CHECK_FALSE(jain_index({}).has_value());
}
