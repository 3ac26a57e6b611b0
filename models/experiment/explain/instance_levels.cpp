#include "models/experiment/explain/instance_levels.hpp"

#include <algorithm>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

void InstanceLevels::ended(const InstanceEnd& end) {
  if (end.is_over && retired_.erase(end.number) > 0) {
    return;
  }
  if (!end.is_over && !retired_.insert(end.number).second) {
    return;  // an instance that has reached its age may be retired again with its VM
  }
  SIM_CHECK(usable_ > 0);
  --usable_;
  if (falls_.size() <= usable_) {
    falls_.resize(usable_ + 1);
  }
  falls_[CURTAIN_MUTANT(fall_at_the_level_before, usable_, std::min(usable_ + 1, falls_.size() - 1))] = end;
}

std::uint64_t InstanceLevels::missing_together() const {
  const InstanceEnd* const last = missing();
  return last == nullptr ? 0
                         : static_cast<std::uint64_t>(
                               std::count_if(falls_.begin(), falls_.end(), [last](const auto& fall) {
                                 return fall && fall->now == last->now && fall->reason == last->reason &&
                                        fall->outage == last->outage;
                               }));
}

}  // namespace curtain
