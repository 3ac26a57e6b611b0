#pragma once
// Writes a part of a trace of the format azure-2019 in that format: the rows of some functions, and the
// minutes of a slice.
#include <string>
#include <vector>

#include "models/sampling/function_summary.hpp"
#include "models/sampling/thinning.hpp"
#include "models/workload/azure_tables.hpp"
#include "models/workload/specification.hpp"
#include "models/workload/text_output.hpp"

namespace curtain {

struct Azure2019Cut {
  std::vector<AzureFunction> functions;  ///< the functions to write, identified by their hashes
  TraceSlice slice;                      ///< begins and ends at a whole minute
  Thinning thinning;
};

struct Azure2019Written {
  std::vector<std::string> folders;  ///< one per day: "d01"; "" if the specification has one day
  std::uint64_t calls = 0;
  std::uint64_t silent = 0;  ///< requested functions without a call in the result
};

/// Writes invocations.csv, durations.csv and memory.csv; if the specification has several days, below d01/,
/// d02/ and so on for each day that the slice touches. The durations and the memory of a function are also
/// written if they exist only on days outside of the slice. Minutes keep their numbers. Throws TraceError.
Azure2019Written write_azure_2019(const AzureTraceSpec& spec, const Azure2019Cut& cut,
                                  const OpenTextOutput& open);

}  // namespace curtain
