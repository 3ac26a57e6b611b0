#include "models/sampling/item_distances.hpp"

#include "models/sampling/sample_search.hpp"
#include "sim/empirical_distance.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("Items are in order of value, and in order of number for equal values") {
  CHECK(items_in_order({3, 1, 2, 1}) == std::vector<std::uint32_t>{1, 3, 2, 0});
}

TEST_CASE("Distances between some items and all items, worked out by hand") {
  const ItemDistances distances({{0, 1, 2, 3}, {5, 5, 5, 5}});
  // All of the mass is at 1. One quarter moves up by 1, one quarter down by 1, and one quarter down by 2.
  CHECK(distances.of({1}) == std::vector<double>{1, 0});
  CHECK(distances.of({3, 0, 2, 1}) == std::vector<double>{0, 0});
  // F of {0, 3} is 1/2 from 0 on. Its distances to 1/4, 1/2 and 3/4 are 1/4, 0 and 1/4.
  CHECK(distances.of({0, 3}) == std::vector<double>{0.5, 0});
  CHECK(distances.kolmogorov_smirnov({0, 3}, 0) == 0.25);
  CHECK(distances.kolmogorov_smirnov({3}, 0) == 0.75);
  CHECK(distances.kolmogorov_smirnov({3}, 1) == 0);
}

TEST_CASE("Distances of some items agree with distances of separate samples") {
  std::vector<std::vector<double>> columns(3);
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < 150; ++i) {
    sim::Draw draw(sim::DrawKey(1, 0, 1), i, 0);
    columns[0].push_back(draw.uniform());
    columns[1].push_back(draw.below(5));
    columns[2].push_back(1 / (0.001 + draw.uniform()));
    all.push_back(i);
  }
  const ItemDistances distances(columns);
  for (std::uint32_t trial = 0; trial < 20; ++trial) {
    const auto chosen = random_items(all, 1 + 7 * trial, sim::DrawKey(1, 0, 2), trial);
    const std::vector<double> found = distances.of(chosen);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      std::vector<double> values;
      for (const std::uint32_t item : chosen) {
        values.push_back(columns[c][item]);
      }
      CHECK(found[c] == Approx(sim::wasserstein_distance(values, columns[c])).epsilon(1e-12));
      CHECK(distances.kolmogorov_smirnov(chosen, c) ==
            Approx(sim::kolmogorov_smirnov_distance(values, columns[c])).epsilon(1e-12));
    }
  }
}
