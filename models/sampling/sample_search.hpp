#pragma once
// Choosing some of many items so that the distributions of their properties stay those of all.
#include <cstdint>
#include <vector>

#include "sim/draws.hpp"

namespace curtain {

/// `size` distinct ones of `candidates`, each such set equally likely; number `entity` of the key's.
std::vector<std::uint32_t> random_items(const std::vector<std::uint32_t>& candidates, std::size_t size,
                                        sim::DrawKey key, std::uint32_t entity);

struct SearchSettings {
  /// What a distance of each column counts: the sum of weight times distance is made small.
  std::vector<double> weights;
  sim::DrawKey key;
  /// Exchanges that are looked at, one item for another; a unit of work, so that results do not depend on a
  /// clock.
  std::uint64_t evaluations = 40'000'000;
};

/// As many of `candidates` as `start` has, in ascending order, whose weighted sum of Wasserstein distances to
/// all items is small: iterated local search by exchanges (Lourenço, Martin and Stützle, "Iterated Local
/// Search", 2003) from `start`. An exchange moves the distribution function of a column by one step between
/// two values, so that prefix sums tell in constant time what it is worth. Columns of very many values are
/// looked at in 1,024 classes of neighbours.
std::vector<std::uint32_t> nearest_items(const std::vector<std::vector<double>>& columns,
                                         const std::vector<std::uint32_t>& candidates,
                                         const std::vector<std::uint32_t>& start,
                                         const SearchSettings& settings);

}  // namespace curtain
