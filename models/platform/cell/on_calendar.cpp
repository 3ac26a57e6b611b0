#include "models/platform/cell/engine_parts.hpp"
#include "sim/calendar.hpp"

namespace curtain {

template class Engine<sim::Calendar, false>;

}  // namespace curtain
