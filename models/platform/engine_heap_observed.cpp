#include "models/platform/engine_parts.hpp"
#include "sim/heap_queue.hpp"

namespace curtain {

template class Engine<sim::HeapQueue, true>;

}  // namespace curtain
