#include "tests/heap/simulate_on_heap.hpp"

#include "models/platform/cell/engine_parts.hpp"
#include "tests/heap/heap_queue.hpp"

namespace curtain {

RunOutcome simulate_on_heap(const PlatformParameters& parameters, const FunctionTable& functions,
                            ArrivalSource& source, const RunOptions& options) {
  std::unique_ptr<Cell> cell;
  if (options.observer != nullptr) {
    cell = std::make_unique<Engine<sim::HeapQueue, true>>(parameters, functions, source, options);
  } else {
    cell = std::make_unique<Engine<sim::HeapQueue, false>>(parameters, functions, source, options);
  }
  cell->advance(Time::never(), std::numeric_limits<std::uint64_t>::max());
  return cell->finish();
}

}  // namespace curtain
