#include <cmath>
#include <limits>
#include <vector>

#include "sim/distribution.hpp"
#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using sim::Distribution;

TEST_CASE("A shifted distribution keeps its shift and the distribution that is shifted") {
  const auto shifted = Distribution::shifted(5, Distribution::exponential(2));
  CHECK(shifted.kind() == Distribution::Kind::shifted);
  CHECK(shifted.first_parameter() == 5);
  REQUIRE(shifted.components().size() == 1);
  CHECK(shifted.components()[0].of == Distribution::exponential(2));
  CHECK(shifted.to_string() == "5 + exponential(mean 2)");
  CHECK(shifted.clamped(6, 8).to_string(0.5) == "2.5 + exponential(mean 1) within [3, 4]");
  CHECK(shifted == Distribution::shifted(5, Distribution::exponential(2)));
  CHECK(shifted != Distribution::shifted(4, Distribution::exponential(2)));
  CHECK(shifted != Distribution::shifted(5, Distribution::exponential(3)));
}

TEST_CASE("A shift of nothing and the shift of a constant are no shifted distributions") {
  CHECK(Distribution::shifted(0, Distribution::gamma(2, 3)) == Distribution::gamma(2, 3));
  CHECK(Distribution::shifted(3, Distribution::constant(4)) == Distribution::constant(7));
  CHECK_THROWS_WITH(Distribution::shifted(sim::kInfinity, Distribution::gamma(2, 3)),
                    "the shift of a distribution must be a finite number, not inf");
}

TEST_CASE("Moments, quantiles and probabilities of a shifted distribution") {
  const auto shifted = Distribution::shifted(5, Distribution::exponential(2));
  CHECK(shifted.mean() == Approx(7));
  CHECK(shifted.variance() == Approx(4));
  CHECK(shifted.quantile(0) == 5);
  CHECK(shifted.quantile(0.5) == Approx(5 + 2 * std::log(2)));
  CHECK(shifted.cumulative(5) == 0);
  CHECK(shifted.cumulative(5 + 2 * std::log(2)) == Approx(0.5));
  // min(max(5 + X, 6), 8): with e = exp, the mean of X within [1, 3] is 1 + 2 (e(-1/2) - e(-3/2)).
  const auto held = shifted.clamped(6, 8);
  CHECK(held.mean() == Approx(6 + 2 * (std::exp(-0.5) - std::exp(-1.5))));
  CHECK(held.variance() == Approx(Distribution::exponential(2).clamped(1, 3).variance()));
}

TEST_CASE("A shifted distribution uses the draws of the distribution that is shifted") {
  const auto inner = Distribution::lognormal(3, 0.7);
  const auto shifted = Distribution::shifted(10, inner);
  const sim::DrawKey key(3, 1, 4);
  std::vector<double> many(40);
  shifted.fill(key, 2, 7, many);
  for (std::uint64_t i = 0; i < many.size(); ++i) {
    CHECK(shifted.sample(key, 2, 7 + i) == 10 + inner.sample(key, 2, 7 + i));
    CHECK(many[i] == shifted.sample(key, 2, 7 + i));
  }
}
