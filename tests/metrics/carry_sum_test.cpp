#include "models/metrics/carry_sum.hpp"

#include "models/words.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("a telescoped sum is correct below 0, above 2^64 and back") {
  const auto most = static_cast<std::uint64_t>(Time::latest().ns());  // this is 2^62
  CarrySum sum;
  CHECK(sum.value() == 0);
  for (int i = 0; i < 5; ++i) {
    sum.subtract(most);
  }
  CHECK(sum.value() == -5 * static_cast<sim::Int128>(most));
  for (int i = 0; i < 12; ++i) {
    sum.add(most);
  }
  CHECK(sum.value() == 7 * static_cast<sim::Int128>(most));
  sum.subtract(7);
  CHECK(sum.value() == 7 * static_cast<sim::Int128>(most) - 7);
}
