// The program curtain-heap: curtain with another queue of pending events. The linker uses these functions
// and does not take the library's from its archive.
#include "tests/heap/simulate_on_heap.hpp"

namespace curtain {

std::unique_ptr<Cell> make_cell(const PlatformParameters& parameters, const FunctionTable& functions,
                                ArrivalSource& source, const RunOptions& options) {
  return make_cell_on_heap(parameters, functions, source, options);
}

RunOutcome simulate(const PlatformParameters& parameters, const FunctionTable& functions,
                    ArrivalSource& source, const RunOptions& options) {
  return simulate_on_heap(parameters, functions, source, options);
}

}  // namespace curtain
