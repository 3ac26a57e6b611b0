// The program curtain-heap is curtain with another queue of pending events. The linker uses the functions of
// this file instead of the functions in the library's archive.
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
