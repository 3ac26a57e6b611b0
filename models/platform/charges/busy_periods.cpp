#include "models/platform/charges/busy_periods.hpp"

#include <algorithm>

#include "sim/mutant.hpp"

namespace curtain {

void BusyPeriods::begin(std::uint32_t instance, const Beginning& beginning, Tally& tally) {
  if (instance >= periods_.size()) {
    periods_.resize(instance + std::size_t{1});
  }
  Period& period = periods_[instance];
  const bool continues =
      period.exists && period.beginning.number == beginning.number && period.until == beginning.at;
  if (CURTAIN_MUTANT(busy_periods_not_joined, continues, false)) {
    return;
  }
  charge(period, tally);
  period = {beginning, beginning.at, true};
}

void BusyPeriods::close(Tally& tally) {
  for (Period& period : periods_) {
    charge(period, tally);
  }
}

void BusyPeriods::charge(Period& period, Tally& tally) const {
  if (!period.exists) {
    return;
  }
  period.exists = false;
  const Beginning& beginning = period.beginning;
  const Window& window = tally.window();
  const Time from = std::max(beginning.at, window.from());
  const Time until = std::min(period.until, window.to());
  const bool is_instant = beginning.at == period.until && window.holds(beginning.at);
  if (until <= from && !is_instant) {
    return;
  }
  const Duration length = is_instant ? Duration{} : until - from;
  tally.billed(beginning.function, rounding_.billed(length));
  if (beginning.init > Duration{} && window.holds(beginning.at)) {
    tally.extras_of(beginning.function).init_ns += rounding_.added_by_init(beginning.init, length);
  }
}

}  // namespace curtain
