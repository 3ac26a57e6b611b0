#pragma once
// Chooses items so that the distributions of their properties are close to the distributions over all items.
#include <cstdint>
#include <vector>

#include "sim/draws.hpp"

namespace curtain {

/// Draws `size` distinct items of `candidates`. All sets have the same probability. `entity` is the address
/// of the draw under the key.
std::vector<std::uint32_t> random_items(const std::vector<std::uint32_t>& candidates, std::size_t size,
                                        sim::DrawKey key, std::uint32_t entity);

struct SearchSettings {
  /// The weight of each column. The sum of weight times distance is minimised.
  std::vector<double> weights;
  sim::DrawKey key;
  /// The number of exchanges of one item for another that are evaluated. This is a unit of work, so that
  /// results do not depend on a clock.
  std::uint64_t evaluations = 40'000'000;
};

/// Returns as many of `candidates` as `start` has, in ascending order, with a small weighted sum of
/// Wasserstein distances to all items. The method is iterated local search by exchanges (Lourenço, Martin and
/// Stützle, "Iterated Local Search", 2003), beginning with `start`. An exchange moves the distribution
/// function of a column by one step between two values, so prefix sums give its effect in constant time.
/// Columns with very many values are divided into 1,024 classes of neighbouring values.
std::vector<std::uint32_t> nearest_items(const std::vector<std::vector<double>>& columns,
                                         const std::vector<std::uint32_t>& candidates,
                                         const std::vector<std::uint32_t>& start,
                                         const SearchSettings& settings);

}  // namespace curtain
