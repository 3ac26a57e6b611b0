#pragma once
// Chooses the calls that are kept in a thinned trace.
#include <cstdint>

#include "models/words.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// Keeps each call with the same probability. The draw depends only on the function and the number of the
/// call, so the calls that are kept do not depend on other functions.
class Thinning {
 public:
  /// If the probability is 1 or more, all calls are kept.
  Thinning(std::uint64_t seed, double probability)
      : key_(seed, 0, static_cast<std::uint32_t>(Purpose::thinning)), probability_(probability) {}

  [[nodiscard]] bool keeps_all() const { return probability_ >= 1; }
  /// True if the call with the number `ordinal`, counted from 0, of a function is kept.
  [[nodiscard]] bool keeps(std::uint32_t function, std::uint64_t ordinal) const {
    return keeps_all() || sim::Draw(key_, function, ordinal).uniform() < probability_;
  }

 private:
  sim::DrawKey key_;
  double probability_;
};

}  // namespace curtain
