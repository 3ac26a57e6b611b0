#pragma once
// Charges for instances while they are busy, for platforms that do not charge each request for its own time.
#include <cstdint>
#include <vector>

#include "models/metrics/tally.hpp"
#include "models/platform/charges/rounding.hpp"
#include "models/words.hpp"

namespace curtain {

/// The busy periods of all instances (`billing.billed_while: busy`). A busy period begins when an execution
/// starts on an instance that runs nothing else, and ends when no execution runs. Two busy periods of an
/// instance without a gap between them count as one period. The part of a period within the window is rounded
/// as a whole and is charged once, however many requests the instance runs (Microsoft,
/// functions-consumption-costs: the memory of an instance while it executes functions, at least 1,000 ms,
/// then in steps of 100 ms).
class BusyPeriods {
 public:
  /// The beginning of a busy period of an instance, and the instance's number in the order of creation.
  struct Beginning {
    std::uint64_t number = 0;
    std::uint32_t function = 0;
    Time at;
    Duration init;  ///< the initialisation that is billed with the period; zero if there is none
  };

  explicit BusyPeriods(const Rounding& rounding) : rounding_(rounding) {}

  /// Called when an execution begins on the instance in row `instance`, which runs no other execution. If
  /// there is a gap after the preceding period of the row, that period is charged.
  void begin(std::uint32_t instance, const Beginning& beginning, Tally& tally);
  /// Called when an execution on the instance has ended or was lost. The period lasts at least until `now`.
  void lasts_until(std::uint32_t instance, Time now) { periods_[instance].until = now; }
  /// Called once at the end of the run. Charges all periods that are not charged yet.
  void close(Tally& tally);

 private:
  struct Period {
    Beginning beginning;
    Time until;
    bool exists = false;  ///< the period is not charged yet
  };

  void charge(Period& period, Tally& tally) const;

  Rounding rounding_;
  std::vector<Period> periods_;  // indexed by row of instance
};

}  // namespace curtain
