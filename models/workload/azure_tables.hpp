#pragma once
// The three files of the Azure Functions trace of 2019, joined.
#include <cstdint>
#include <string>
#include <vector>

#include "models/workload/interval_arrivals.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// A function of the trace.
struct AzureFunction {
  std::string owner;
  std::string application;
  std::string function;
  sim::Distribution duration;  ///< nanoseconds
  Mebibytes memory = 0;
  bool is_complete = true;  ///< false: for want of a row it has a default
};

struct AzureTables {
  std::vector<AzureFunction> functions;             ///< in the order of the invocations files
  std::vector<std::vector<IntervalCount>> minutes;  ///< of each minute column, in order of rows
  std::uint64_t without_duration = 0;               ///< functions that have the default, for want of a row
  std::uint64_t without_memory = 0;
};

/// Reads the files named by the specification (Azure/AzurePublicDataset, AzureFunctionsDataset2019):
///  - invocations: HashOwner, HashApp, HashFunction, Trigger, then one column a minute, named by consecutive
///  numbers
///    (1..1440 as published; any stretch of a day will do);
///  - durations: HashOwner, HashApp, HashFunction, ..., percentile_Average_{0,1,25,50,75,99,100} in
///  milliseconds. A
///    function's durations have these percentiles and, where there is a column Average, that mean: straight
///    lines between points that bent_to_mean() adds;
///  - memory: HashOwner, HashApp, ..., AverageAllocatedMb: what an application has allocated on average, over
///  all its
///    functions. Published is only that, so that each function gets its application's, rounded up, at least 1
///    MiB. If there is a HashFunction column (joined samples repeat an application's row for each function)
///    the join is on all three hashes.
/// Days follow each other; a function that some have and others have not is one function, in the order of
/// first mention, whose durations and memory are those of the first day that has a row for it. Columns are
/// found by name, in any order. Throws TraceError for files that cannot be read, missing columns, counts and
/// figures that are no such numbers, percentiles that go down, a function listed twice, and one without a row
/// in the durations or memory file unless there is a default.
AzureTables read_azure_tables(const AzureTraceSpec& spec);

}  // namespace curtain
