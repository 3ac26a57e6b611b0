#pragma once
// Times along an axis: steps that are easy to read, and labels of which no two are the same.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "models/config/scenario.hpp"
#include "sim/time.hpp"

namespace curtain::tools {

/// Labels for instants of a run that are whole multiples of a step apart.
class TimeAxis {
 public:
  /// `epoch` is the minute of time zero since 1970-01-01 00:00 UTC, for labels that show the clock; without
  /// it labels are the time since the start. Instants are at most `end`.
  TimeAxis(std::optional<std::int64_t> epoch, sim::Duration step, sim::Time end);

  /// With the clock "09:30", with seconds or a fraction of them where the step has them, and with the date in
  /// front where the axis has several days: "2019-07-15 09:30". Without, exactly and in as few units as
  /// needed: "0 s", "1 min 30 s", "1 d 2 h". Different instants have different labels.
  [[nodiscard]] std::string label(sim::Time at) const;

 private:
  [[nodiscard]] std::string clock_label(std::int64_t ns) const;

  std::optional<std::int64_t> epoch_;
  std::int64_t step_;
  bool has_days_ = false;
};

/// The scenario's `epoch`; nothing if it is the default, which is no date of the workload.
std::optional<std::int64_t> epoch_of(const Scenario& scenario);

/// How many bins of that width to put together so that `bins` of them make at most `most` rows (at least 1):
/// the smallest number that gives a round length (1, 2, 5, 10, 15, 20 or 30 s or min, 1, 2, 3, 4, 6 or 12 h,
/// 1, 2, 7, 14 or 28 d), or the smallest of all if a round length would leave less than a third of the rows.
std::size_t bins_together(sim::Duration width, std::size_t bins, std::size_t most);

}  // namespace curtain::tools
