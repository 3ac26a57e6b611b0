#include "tests/heap/simulate_on_heap.hpp"

#include "models/platform/engine_parts.hpp"
#include "tests/heap/heap_queue.hpp"

namespace curtain {

RunOutcome simulate_on_heap(const PlatformParameters& parameters, const FunctionTable& functions,
                            ArrivalSource& source, const RunOptions& options) {
  if (options.observer != nullptr) {
    return Engine<sim::HeapQueue, true>(parameters, functions, source, options).run();
  }
  return Engine<sim::HeapQueue, false>(parameters, functions, source, options).run();
}

}  // namespace curtain
