#include "models/platform/platform.hpp"

#include "models/platform/engine.hpp"
#include "sim/calendar.hpp"

namespace curtain {

extern template class Engine<sim::Calendar, false>;
extern template class Engine<sim::Calendar, true>;

RunOutcome simulate(const PlatformParameters& parameters, const FunctionTable& functions,
                    ArrivalSource& source, const RunOptions& options) {
  if (options.observer != nullptr) {
    return Engine<sim::Calendar, true>(parameters, functions, source, options).run();
  }
  return Engine<sim::Calendar, false>(parameters, functions, source, options).run();
}

}  // namespace curtain
