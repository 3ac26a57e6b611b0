// The program curtain-heap: curtain with another queue of pending events. The linker uses this simulate() and
// does not take the library's from its archive.
#include "tests/heap/simulate_on_heap.hpp"

namespace curtain {

RunOutcome simulate(const PlatformParameters& parameters, const FunctionTable& functions,
                    ArrivalSource& source, const RunOptions& options) {
  return simulate_on_heap(parameters, functions, source, options);
}

}  // namespace curtain
