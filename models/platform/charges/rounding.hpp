#pragma once
// The duration for which an execution is charged.
#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "models/platform/parameters.hpp"
#include "sim/mutant.hpp"

namespace curtain {

class Rounding {
 public:
  /// Throws std::invalid_argument if the granularity, the memory step or the memory minimum is zero.
  explicit Rounding(const BillingParameters& billing)
      : granularity_(billing.granularity.ns()), minimum_(std::max<std::int64_t>(billing.minimum.ns(), 1)) {
    if (granularity_ <= 0 || billing.memory_step == 0 || billing.memory_minimum == 0) {
      throw std::invalid_argument(
          "billing: the granularity, the memory step and the memory minimum must be positive");
    }
  }

  /// The charged time in nanoseconds, which is at least the minimum and is rounded up to a multiple of the
  /// granularity. This function is on the warm path.
  [[nodiscard]] std::int64_t billed(Duration execution) const {
    const std::int64_t charged_ns = std::max<std::int64_t>(execution.ns(), minimum_);
    const std::int64_t units =
        CURTAIN_MUTANT(billing_rounds_down, (charged_ns - 1) / granularity_ + 1, charged_ns / granularity_);
    return units * granularity_;  // below 2^63, because durations are at most 2^62 ns
  }
  /// The amount that an initialisation adds to the charge of the execution that follows it. Initialisation
  /// and execution are rounded together. For example, 1293.83 ms and 1049.63 ms are billed as 2344 ms (L. van
  /// Donkersgoed, "When is the Lambda Init Phase Free, and when is it Billed?", 2022).
  [[nodiscard]] std::int64_t added_by_init(Duration init, Duration execution) const {
    const Time together = sim::saturating_add(Time{execution.ns()}, init);
    return billed(together - Time{}) - billed(execution);
  }

 private:
  std::int64_t granularity_;
  std::int64_t minimum_;
};

}  // namespace curtain
