#pragma once
// Samples for tests of fits.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/distribution.hpp"

namespace fits {

/// `size` values of the distribution, by the draws of the simulator.
inline std::vector<double> drawn(const sim::Distribution& from, std::size_t size, std::uint64_t seed = 1) {
  std::vector<double> values(size);
  from.fill(sim::DrawKey(seed, 0, 77), 0, 0, values);
  return values;
}

}  // namespace fits
