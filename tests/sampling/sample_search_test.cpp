#include "models/sampling/sample_search.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "models/sampling/item_distances.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

std::vector<std::uint32_t> first(std::uint32_t count) {
  std::vector<std::uint32_t> items(count);
  std::iota(items.begin(), items.end(), 0u);
  return items;
}

/// Items with independent properties. The second property has a heavy tail.
std::vector<std::vector<double>> drawn_columns(std::uint32_t items, std::uint32_t columns) {
  std::vector<std::vector<double>> result(columns);
  for (std::uint32_t i = 0; i < items; ++i) {
    sim::Draw draw(sim::DrawKey(7, 0, 1), i, 0);
    for (std::uint32_t c = 0; c < columns; ++c) {
      const double u = draw.uniform();
      result[c].push_back(c == 1 ? 1 / (0.001 + u) : u);
    }
  }
  return result;
}

double weighted(const std::vector<std::vector<double>>& columns, const std::vector<double>& weights,
                const std::vector<std::uint32_t>& chosen) {
  const std::vector<double> distances = ItemDistances(columns).of(chosen);
  return std::inner_product(distances.begin(), distances.end(), weights.begin(), 0.0);
}

/// The minimum over 300 random choices.
double best_of_random(const std::vector<std::vector<double>>& columns, const std::vector<double>& weights,
                      const std::vector<std::uint32_t>& candidates, std::size_t size) {
  double best = 1e9;
  for (std::uint32_t i = 0; i < 300; ++i) {
    best =
        std::min(best, weighted(columns, weights, random_items(candidates, size, sim::DrawKey(1, 0, 5), i)));
  }
  return best;
}

SearchSettings settings_of(std::vector<double> weights, std::uint64_t evaluations) {
  return {std::move(weights), sim::DrawKey(1, 0, 9), evaluations};
}

}  // namespace

TEST_CASE("Random items are distinct candidates, each with the same probability") {
  const std::vector<std::uint32_t> candidates{2, 3, 5, 7, 11};
  std::vector<int> counts(12);
  constexpr std::uint32_t kTrials = 10'000;
  for (std::uint32_t trial = 0; trial < kTrials; ++trial) {
    const auto items = random_items(candidates, 2, sim::DrawKey(1, 0, 3), trial);
    REQUIRE(items.size() == 2);
    REQUIRE(items[0] != items[1]);
    for (const std::uint32_t item : items) {
      ++counts[item];
    }
  }
  for (const std::uint32_t item : candidates) {
    CHECK(counts[item] == Approx(0.4 * kTrials).margin(5 * 49));  // five standard deviations are allowed
  }
}

TEST_CASE("In one dimension the best items are found") {
  // Among 0 .. 14, the five nearest items are the middles of fifths.
  std::vector<double> values(15);
  std::iota(values.begin(), values.end(), 0.0);
  const auto found = nearest_items({values}, first(15), first(5), settings_of({1}, 20'000));
  CHECK(found == std::vector<std::uint32_t>{1, 4, 7, 10, 13});
}

TEST_CASE("The search finds the best of all choices in cases small enough to enumerate") {
  const auto columns = drawn_columns(14, 3);
  const std::vector<double> weights{1, 0.05, 2};
  double best = 1e9;
  for (unsigned mask = 0; mask < 1u << 14; ++mask) {
    std::vector<std::uint32_t> chosen;
    for (std::uint32_t i = 0; i < 14; ++i) {
      if ((mask >> i & 1) != 0) {
        chosen.push_back(i);
      }
    }
    if (chosen.size() == 5) {
      best = std::min(best, weighted(columns, weights, chosen));
    }
  }
  const auto found = nearest_items(columns, first(14), first(5), settings_of(weights, 2'000'000));
  CHECK(weighted(columns, weights, found) == Approx(best).epsilon(1e-12));
}

TEST_CASE("Only candidates are chosen, and a column of weight zero has no effect") {
  const auto columns = drawn_columns(60, 2);
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t i = 0; i < 60; i += 2) {
    candidates.push_back(i);
  }
  const std::vector<std::uint32_t> start(candidates.begin(), candidates.begin() + 10);
  const auto found = nearest_items(columns, candidates, start, settings_of({1, 0}, 100'000));
  CHECK(found.size() == 10);
  CHECK(std::set<std::uint32_t>(found.begin(), found.end()).size() == 10);
  CHECK(std::all_of(found.begin(), found.end(), [](std::uint32_t item) { return item % 2 == 0; }));
  CHECK(std::is_sorted(found.begin(), found.end()));
  CHECK(weighted(columns, {1, 0}, found) < best_of_random(columns, {1, 0}, candidates, 10));
  CHECK(nearest_items(columns, candidates, start, settings_of({0, 0}, 1000)) == start);
  CHECK(nearest_items(columns, start, start, settings_of({1, 1}, 1000)) == start);
}

TEST_CASE("Columns with more values than classes are searched by classes") {
  const auto columns = drawn_columns(5000, 3);
  const std::vector<double> weights{1, 0.05, 2};
  const auto start = random_items(first(5000), 100, sim::DrawKey(1, 0, 4), 0);
  const auto found = nearest_items(columns, first(5000), start, settings_of(weights, 2'000'000));
  CHECK(weighted(columns, weights, found) < 0.9 * best_of_random(columns, weights, first(5000), 100));
  CHECK(found == nearest_items(columns, first(5000), start, settings_of(weights, 2'000'000)));
}
