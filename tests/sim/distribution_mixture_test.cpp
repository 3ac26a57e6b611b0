#include <cmath>
#include <limits>

#include "sim/distribution.hpp"
#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using sim::Distribution;

using sim::kInfinity;

namespace {

Distribution fast_and_slow() {
  return Distribution::mixture({{3, Distribution::exponential(4)}, {1, Distribution::uniform(10, 30)}});
}

}  // namespace

TEST_CASE("A mixture keeps its parts and their cumulative shares") {
  const auto mixture = fast_and_slow();
  CHECK(mixture.kind() == Distribution::Kind::mixture);
  REQUIRE(mixture.components().size() == 2);
  CHECK(mixture.components()[0].weight == 3);
  CHECK(mixture.components()[0].up_to == 0.75);
  CHECK(mixture.components()[1].up_to == 1);
  CHECK(mixture.components()[1].of == Distribution::uniform(10, 30));
  CHECK(Distribution::exponential(1).components().empty());
  CHECK(mixture.to_string() == "mixture(3 x exponential(mean 4), 1 x uniform(10 to 30))");
  CHECK(mixture.clamped(1, 20).to_string(0.5) ==
        "mixture(3 x exponential(mean 2), 1 x uniform(5 to 15)) within [0.5, 10]");
}

TEST_CASE("Mixtures are equal with the same weights and parts") {
  CHECK(fast_and_slow() == fast_and_slow());
  CHECK(fast_and_slow() !=
        Distribution::mixture({{2, Distribution::exponential(4)}, {1, Distribution::uniform(10, 30)}}));
  CHECK(fast_and_slow() !=
        Distribution::mixture({{3, Distribution::exponential(4)}, {1, Distribution::uniform(10, 31)}}));
  CHECK(fast_and_slow() != fast_and_slow().clamped(0, 9));
}

TEST_CASE("A mixture of one part equals that part") {
  CHECK(Distribution::mixture({{0.1, Distribution::gamma(2, 3)}}) == Distribution::gamma(2, 3));
  CHECK(Distribution::mixture({{1, Distribution::constant(3)}, {2, Distribution::constant(3)}}) ==
        Distribution::constant(3));
}

TEST_CASE("Moments of a mixture are the weighted moments of its parts") {
  const auto mixture = fast_and_slow();
  CHECK(mixture.mean() == Approx(0.75 * 4 + 0.25 * 20));
  CHECK(mixture.variance() == Approx(0.75 * (2 * 16) + 0.25 * (400 + 400 / 12.0) - 64));
  const auto held = mixture.clamped(2, 20);
  CHECK(held.mean() ==
        Approx(0.75 * Distribution::exponential(4).clamped(2, 20).mean() + 0.25 * (0.5 * 15 + 0.5 * 20)));
  const auto heavy = Distribution::mixture({{9, Distribution::constant(1)}, {1, Distribution::pareto(1, 1)}});
  CHECK(heavy.mean() == kInfinity);
  CHECK(heavy.variance() == kInfinity);
  CHECK(heavy.clamped(0, 10).mean() == Approx(0.9 + 0.1 * (1 + std::log(10))));
}

TEST_CASE("Quantiles of a mixture are the inverse of its distribution function") {
  const auto mixture = fast_and_slow();
  CHECK(mixture.cumulative(-1) == 0);
  CHECK(mixture.cumulative(12) == Approx(0.75 * -std::expm1(-3) + 0.25 * 0.1));
  CHECK(mixture.quantile(0) == 0);
  CHECK(mixture.quantile(1) == kInfinity);
  for (const double p : {0.001, 0.3, 0.7, 0.74, 0.9, 0.9999}) {
    CHECK(mixture.cumulative(mixture.quantile(p)) == Approx(p).epsilon(1e-13));
  }
  const auto signed_mixture =
      Distribution::mixture({{1, Distribution::normal(-1e30, 1)}, {1, Distribution::normal(1e30, 1)}});
  CHECK(signed_mixture.quantile(0.25) == Approx(-1e30));
  CHECK(signed_mixture.quantile(0.75) == Approx(1e30));
}

TEST_CASE("A mixture of constants has no other values") {
  const auto coin = Distribution::mixture({{1, Distribution::constant(2)}, {3, Distribution::constant(6)}});
  CHECK(coin.quantile(0.25) == 2);
  CHECK(coin.quantile(0.26) == 6);
  CHECK(coin.cumulative(5.9) == 0.25);
  int low = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const double value = coin.sample(sim::DrawKey(1, 0, 1), 5, i);
    REQUIRE((value == 2 || value == 6));
    low += value == 2 ? 1 : 0;
  }
  CHECK(low == Approx(2500).margin(4 * 43.3));
}

TEST_CASE("Weights of nested mixtures are multiplied") {
  const auto outer = Distribution::mixture({{1, fast_and_slow()}, {1, Distribution::constant(100)}});
  CHECK(outer.mean() == Approx(0.5 * 8 + 50));
  CHECK(outer.cumulative(12) == Approx(0.5 * fast_and_slow().cumulative(12)));
}

TEST_CASE("Impossible mixtures are refused") {
  const auto says = [](const char* text) { return ContainsSubstring(text); };
  const auto with = [](double weight) {
    return Distribution::mixture({{1, Distribution::constant(1)}, {weight, Distribution::constant(2)}});
  };
  CHECK_THROWS_WITH(Distribution::mixture({}), says("a mixture needs at least one part"));
  CHECK_THROWS_WITH(with(0), says("a weight of a mixture must be a finite number greater than 0, not 0"));
  CHECK_THROWS_WITH(with(-1), says("not -1"));
  CHECK_THROWS_WITH(with(kInfinity), says("not inf"));
  CHECK_THROWS_WITH(
      Distribution::mixture({{1e308, Distribution::constant(1)}, {1e308, Distribution::constant(2)}}),
      says("too large"));
}
