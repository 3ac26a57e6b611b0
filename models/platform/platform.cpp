#include "models/platform/platform.hpp"

#include "models/platform/engine.hpp"
#include "sim/calendar.hpp"
#include "sim/heap_queue.hpp"

namespace curtain {

extern template class Engine<sim::Calendar, false>;
extern template class Engine<sim::Calendar, true>;
extern template class Engine<sim::HeapQueue, false>;
extern template class Engine<sim::HeapQueue, true>;

RunOutcome simulate(const PlatformParameters& parameters, const FunctionTable& functions,
                    ArrivalSource& source, const RunOptions& options) {
  const auto run = [&]<class Queue>(Queue*) {
    if (options.observer != nullptr) {
      return Engine<Queue, true>(parameters, functions, source, options).run();
    }
    return Engine<Queue, false>(parameters, functions, source, options).run();
  };
  return options.queue == QueueKind::calendar ? run(static_cast<sim::Calendar*>(nullptr))
                                              : run(static_cast<sim::HeapQueue*>(nullptr));
}

}  // namespace curtain
