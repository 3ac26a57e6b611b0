#pragma once
// Executions that end in an error of their function.
#include "models/platform/core/rows.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// Whether an execution that would complete fails instead, which happens with probability `rate` (0 to 1).
/// `key` must be the key of Purpose::function_error. `attempt` addresses the draw, so attempts of one
/// invocation fail independently.
[[nodiscard]] inline bool ends_in_error(double rate, sim::DrawKey key, const Cause& attempt) {
  return sim::Draw(key, attempt.function, attempt.ordinal).uniform() < rate;
}

}  // namespace curtain
