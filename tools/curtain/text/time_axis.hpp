#pragma once
// Times along an axis, with steps that are easy to read and labels that all differ from each other.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "models/config/scenario.hpp"
#include "sim/time.hpp"

namespace curtain::tools {

/// Labels for instants of a run that are whole multiples of one step.
class TimeAxis {
 public:
  /// `epoch` is time zero, in minutes since 1970-01-01 00:00 UTC. With an epoch, labels show the
  /// time of day; without it, labels are the time since the start. All instants are at most `end`.
  TimeAxis(std::optional<std::int64_t> epoch, sim::Duration step, sim::Time end);

  /// The label of an instant. With an epoch, the label is a time of day such as "09:30". It has seconds, or a
  /// fraction of them, if the step has them, and a date if the axis covers several days: "2019-07-15 09:30".
  /// Without an epoch, the label is exact and has as few units as possible: "0 s", "1 min 30 s", "1 d 2 h".
  /// Different instants have different labels.
  [[nodiscard]] std::string label(sim::Time at) const;

 private:
  [[nodiscard]] std::string clock_label(std::int64_t ns) const;

  std::optional<std::int64_t> epoch_;
  std::int64_t step_;
  bool has_days_ = false;
};

/// The scenario's `epoch`. Empty if it is the default, because the default is not a date of the workload.
std::optional<std::int64_t> epoch_of(const Scenario& scenario);

/// The number of bins of the given width to combine, so that `bins` bins make at most `most` rows (at least
/// 1). It is the smallest number that gives a round length: 1, 2, 5, 10, 15, 20 or 30 s or min, 1, 2, 3, 4, 6
/// or 12 h, or 1, 2, 7, 14 or 28 d. If a round length would leave less than a third of the rows, the smallest
/// number is returned even though its length is not round.
std::size_t bins_together(sim::Duration width, std::size_t bins, std::size_t most);

}  // namespace curtain::tools
