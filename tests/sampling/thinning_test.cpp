#include "models/sampling/thinning.hpp"

#include <cmath>

#include "tests/catch.hpp"

using curtain::Thinning;

TEST_CASE("with a probability of 1 every call is kept") {
  const Thinning all(1, 1);
  CHECK(all.keeps_all());
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    REQUIRE(all.keeps(3, i));
  }
  CHECK_FALSE(Thinning(1, 0.999).keeps_all());
}

TEST_CASE("calls are kept with their probability, each function by its own draws") {
  constexpr int calls = 100'000;
  const Thinning third(7, 1.0 / 3);
  int kept = 0;
  int kept_of_both = 0;
  for (std::uint64_t i = 0; i < calls; ++i) {
    kept += third.keeps(0, i) ? 1 : 0;
    kept_of_both += third.keeps(0, i) && third.keeps(1, i) ? 1 : 0;
  }
  // The count is binomial; five standard deviations are allowed.
  CHECK(std::abs(kept - calls / 3.0) < 5 * std::sqrt(calls * (1.0 / 3) * (2.0 / 3)));
  CHECK(std::abs(kept_of_both - calls / 9.0) < 5 * std::sqrt(calls * (1.0 / 9) * (8.0 / 9)));
}

TEST_CASE("calls kept with a smaller share are also kept with a larger share") {
  const Thinning less(7, 0.2);
  const Thinning more(7, 0.6);
  const Thinning other_seed(8, 0.2);
  int differ = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    REQUIRE((!less.keeps(5, i) || more.keeps(5, i)));
    differ += less.keeps(5, i) != other_seed.keeps(5, i) ? 1 : 0;
  }
  CHECK(differ > 2'000);  // 3,200 calls are expected
}
