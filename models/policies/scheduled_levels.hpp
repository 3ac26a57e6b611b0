#pragma once
// The provisioned concurrency of each function over time, which follows from the function's schedule and the
// documented rate of allocation.
#include <cstdint>
#include <vector>

#include "models/policies/declaration.hpp"
#include "models/policies/pre_warm/seam.hpp"

namespace curtain {

/// Follows the `provisioned_schedule` of every function. A function has `provisioned` until the first change
/// of its schedule. A change at the minute in which the run begins applies from the start.
class ScheduledLevels {
 public:
  /// `epoch` is time zero in minutes since 1970-01-01 00:00 UTC.
  void begin(std::int64_t epoch) { epoch_ = epoch; }
  /// The scheduled level of the function at query.now, which must not decrease from call to call. If several
  /// changes are due at one minute, the change that is last in the schedule applies.
  std::uint32_t level(const PreWarmQuery& query);

 private:
  /// The state of one function.
  struct OfFunction {
    bool is_known = false;
    std::uint32_t level = 0;
    std::vector<std::int64_t> due;  // the next minute of each change, in the order of the schedule
  };

  std::int64_t epoch_ = 0;
  std::vector<OfFunction> functions_;
};

/// Limits how fast the number of provisioned instances of a function rises.
class AllocationRate {
 public:
  /// `per_minute` is the number of instances that may be added to a function in one minute.
  explicit AllocationRate(std::uint32_t per_minute) : per_minute_(per_minute) {}
  /// The number of instances to keep now, if the function should have `level`. The number falls at once.
  std::uint32_t allocated(const PreWarmQuery& query, std::uint32_t level);

  /// The declaration of the parameter that gives the rate.
  static ParameterDeclaration parameter();

 private:
  struct OfFunction {
    std::int64_t minute = -1;
    std::uint32_t before = 0;  // instances before this minute
    std::uint32_t now = 0;
  };

  std::uint32_t per_minute_;
  std::vector<OfFunction> functions_;
};

}  // namespace curtain
