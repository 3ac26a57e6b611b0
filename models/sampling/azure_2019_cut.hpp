#pragma once
// Writes a part of a trace of the format azure-2019 in the same format. The part consists of the rows of some
// functions and the minutes of a slice.
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
  TraceSlice slice;                      ///< begins and ends at whole minutes
  Thinning thinning;
};

struct Azure2019Written {
  std::vector<std::string> folders;  ///< one folder per day, such as "d01"; the name is empty if the
                                     ///< specification has one day
  std::uint64_t calls = 0;
  std::uint64_t silent = 0;  ///< requested functions that have no call in the result
};

/// Writes invocations.csv, durations.csv and memory.csv. If the specification has several days, the files are
/// in the folders d01/, d02/ and so on, one for each day that the slice touches. The durations and the memory
/// of a function are also written if they exist only on days outside of the slice. Minutes keep their
/// numbers. Throws TraceError.
Azure2019Written write_azure_2019(const AzureTraceSpec& spec, const Azure2019Cut& cut,
                                  const OpenTextOutput& open);

}  // namespace curtain
