#include "models/workload/percentiles.hpp"

#include "sim/distribution.hpp"
#include "tests/catch.hpp"

using curtain::bent_to_mean;

namespace {

const std::vector<std::pair<double, double>> kPercentiles = {{0, 10},  {1, 12},   {25, 50},   {50, 80},
                                                             {75, 90}, {99, 900}, {100, 5000}};

}  // namespace

TEST_CASE("Percentiles adjusted to a mean have this mean, and remain the same percentiles") {
  // Straight lines give 0.11 + 7.44 + 16.25 + 21.25 + 118.8 + 29.5 = 193.35.
  CHECK(sim::Distribution::empirical(kPercentiles).mean() == Approx(193.35));
  for (const double mean : {80.0, 120.0, 193.35, 250.0}) {
    const sim::Distribution bent = sim::Distribution::empirical(bent_to_mean(kPercentiles, mean));
    CHECK(bent.mean() == Approx(mean));
    for (const auto& [percent, value] : kPercentiles) {
      CHECK(bent.quantile(percent / 100) == Approx(value));
    }
  }
}

TEST_CASE("An adjusted gap between percentiles, worked out by hand") {
  // The gap is from 0 to 100, with mean 30. The new point is at three tenths of the values and seven tenths
  // of the probability: 0.7 * 15 + 0.3 * 65
  const std::vector<std::pair<double, double>> bent = bent_to_mean({{0, 0}, {100, 100}}, 30);
  REQUIRE(bent.size() == 3);
  CHECK(bent[1].first == Approx(70));
  CHECK(bent[1].second == Approx(30));
}

TEST_CASE("A mean that the percentiles do not allow is approximated, and equal percentiles are not changed") {
  const auto mean_of = [](double mean) {
    return sim::Distribution::empirical(bent_to_mean({{0, 0}, {100, 100}}, mean)).mean();
  };
  CHECK(mean_of(0) == Approx(1));
  CHECK(mean_of(1000) == Approx(99));
  const std::vector<std::pair<double, double>> same = {{0, 5}, {50, 5}, {100, 5}};
  CHECK(bent_to_mean(same, 5) == same);
  CHECK(bent_to_mean(same, 7) == same);
}
