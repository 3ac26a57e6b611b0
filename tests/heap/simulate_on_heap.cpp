#include "tests/heap/simulate_on_heap.hpp"

#include "models/platform/cell/engine_parts.hpp"
#include "tests/heap/heap_queue.hpp"

namespace curtain {

std::unique_ptr<Cell> make_cell_on_heap(const PlatformParameters& parameters, const FunctionTable& functions,
                                        ArrivalSource& source, const RunOptions& options) {
  if (options.observer != nullptr) {
    return std::make_unique<Engine<sim::HeapQueue, true>>(parameters, functions, source, options);
  }
  return std::make_unique<Engine<sim::HeapQueue, false>>(parameters, functions, source, options);
}

RunOutcome simulate_on_heap(const PlatformParameters& parameters, const FunctionTable& functions,
                            ArrivalSource& source, const RunOptions& options) {
  const std::unique_ptr<Cell> cell = make_cell_on_heap(parameters, functions, source, options);
  cell->advance(Time::never(), std::numeric_limits<std::uint64_t>::max());
  return cell->finish();
}

}  // namespace curtain
