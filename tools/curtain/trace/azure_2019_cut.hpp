#pragma once
// A part of a trace of the format azure-2019, written as one: rows of some functions, minutes of a slice.
#include <optional>
#include <string>
#include <vector>

#include "models/experiment/function_summary.hpp"
#include "models/workload/azure_tables.hpp"
#include "models/workload/specification.hpp"

namespace curtain::tools {

struct Azure2019Cut {
  std::vector<AzureFunction> functions;  ///< wanted; their hashes count
  TraceSlice slice;                      ///< begins and ends with a minute
  std::optional<sim::DrawKey> thinning;  ///< if calls are left out
  double kept = 1;                       ///< the probability that a call is kept
  std::string packing;                   ///< "", ".gz" or ".zst": how the files are packed
};

struct Azure2019Written {
  std::vector<std::string> folders;  ///< one a day
  std::uint64_t calls = 0;
  std::uint64_t silent = 0;  ///< functions wanted that have no call in them
};

/// The draw that says whether call number `ordinal` of a function is kept.
bool is_kept(const sim::DrawKey& key, std::uint32_t function, std::uint64_t ordinal, double probability);

/// Writes the folder `path` with invocations.csv, durations.csv and memory.csv, or where the specification
/// has several days a folder d01, d02, .. in it for each that the slice touches. Nothing
/// that the trace says of a function is lost, also where a day outside of the slice says it. Minutes keep
/// their numbers. Throws UsageError if `path` is there, and TraceError.
Azure2019Written write_azure_2019(const AzureTraceSpec& spec, const Azure2019Cut& cut,
                                  const std::string& path);

}  // namespace curtain::tools
