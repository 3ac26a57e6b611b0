#include "models/platform/platform.hpp"

#include <limits>

#include "models/platform/cell/engine.hpp"
#include "sim/calendar.hpp"

namespace curtain {

extern template class Engine<sim::Calendar, false>;
extern template class Engine<sim::Calendar, true>;

std::unique_ptr<Cell> make_cell(const PlatformParameters& parameters, const FunctionTable& functions,
                                ArrivalSource& source, const RunOptions& options) {
  if (options.observer != nullptr) {
    return std::make_unique<Engine<sim::Calendar, true>>(parameters, functions, source, options);
  }
  return std::make_unique<Engine<sim::Calendar, false>>(parameters, functions, source, options);
}

RunOutcome simulate(const PlatformParameters& parameters, const FunctionTable& functions,
                    ArrivalSource& source, const RunOptions& options) {
  const std::unique_ptr<Cell> cell = make_cell(parameters, functions, source, options);
  cell->advance(Time::never(), std::numeric_limits<std::uint64_t>::max());
  return cell->finish();
}

}  // namespace curtain
