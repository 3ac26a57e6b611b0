// The program curtain-heap: curtain, but for its queue of pending events. The linker takes this simulate()
// and leaves the library's in its archive.
#include "tests/heap/simulate_on_heap.hpp"

namespace curtain {

RunOutcome simulate(const PlatformParameters& parameters, const FunctionTable& functions,
                    ArrivalSource& source, const RunOptions& options) {
  return simulate_on_heap(parameters, functions, source, options);
}

}  // namespace curtain
