#pragma once
// Chooses items so that the distributions of their properties are close to those of all items.
#include <cstdint>
#include <vector>

#include "sim/draws.hpp"

namespace curtain {

/// `size` distinct items of `candidates`, where all sets are equally likely; `entity` addresses the draw
/// under the key.
std::vector<std::uint32_t> random_items(const std::vector<std::uint32_t>& candidates, std::size_t size,
                                        sim::DrawKey key, std::uint32_t entity);

struct SearchSettings {
  /// The weight of a distance in each column: the sum of weight times distance is minimised.
  std::vector<double> weights;
  sim::DrawKey key;
  /// Number of exchanges to evaluate, each of one item for another; it is a unit of work, so that results do
  /// not depend on a clock.
  std::uint64_t evaluations = 40'000'000;
};

/// As many of `candidates` as `start` has, in ascending order, with a small weighted sum of Wasserstein
/// distances to all items: iterated local search by exchanges (Lourenço, Martin and Stützle, "Iterated Local
/// Search", 2003) from `start`. An exchange moves the distribution function of a column by one step between
/// two values, so prefix sums give its effect in constant time. Columns with very many values are divided
/// into 1,024 classes of neighbours.
std::vector<std::uint32_t> nearest_items(const std::vector<std::vector<double>>& columns,
                                         const std::vector<std::uint32_t>& candidates,
                                         const std::vector<std::uint32_t>& start,
                                         const SearchSettings& settings);

}  // namespace curtain
