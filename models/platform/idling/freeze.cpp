#include "models/platform/idling/freeze.hpp"

#include "sim/mutant.hpp"

namespace curtain {

bool Freeze::is_frozen(Time idle_since, Time now) const {
  const Duration idle = now - idle_since;
  return idle > Duration{} && CURTAIN_MUTANT(grace_before_freeze_is_ignored, idle >= after_, is_on());
}

Duration Freeze::thaw(const Cause& attempt) const {
  return thaw_.sample_duration(draws_, attempt.function, attempt.ordinal);
}

}  // namespace curtain
