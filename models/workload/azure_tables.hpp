#pragma once
// Reads and joins the three files of the Azure Functions trace of 2019.
#include <cstdint>
#include <string>
#include <vector>

#include "models/workload/interval_arrivals.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

class AzureFile;

/// A function of the trace, with its joined data.
struct AzureFunction {
  std::string owner;        ///< empty if the files of counts have no such column
  std::string application;  ///< empty if the files of counts have no such column
  std::string function;
  sim::Distribution duration;  ///< in nanoseconds
  Mebibytes memory = 0;
  bool is_complete = true;  ///< false if the function has a default value because a row is missing

  /// The key "owner/application/function". A missing part is empty.
  [[nodiscard]] std::string key() const { return owner + "/" + application + "/" + function; }
  /// The name of the function in messages, which is key() without empty parts.
  [[nodiscard]] std::string shown() const;
};

/// The function of the current row in a file of counts, of which only the hashes are set. Throws TraceError
/// for an empty hash.
AzureFunction azure_function_of(const AzureFile& file);

/// Irregularities of a trace. The trace is read in spite of them; each comment states how they are handled.
struct AzureUnusual {
  std::uint64_t split_counts = 0;            ///< functions with several rows of counts in a day, which are
                                             ///< added up
  std::uint64_t split_durations = 0;         ///< functions with several rows of durations, which are weighted
                                             ///< by Count
  std::uint64_t split_memory = 0;            ///< applications with several rows of memory, whose mean is
                                             ///< weighted by SampleCount
  std::uint64_t impossible_means = 0;        ///< functions whose percentiles exclude the mean, so the nearest
                                             ///< possible mean is used
  std::uint64_t without_percentiles = 0;     ///< functions with a mean but no percentiles, so that every call
                                             ///< takes the mean
  std::uint64_t timeless = 0;                ///< functions whose calls all take no time
  std::uint64_t uncounted_durations = 0;     ///< functions with a row of durations but no row of counts
  std::uint64_t days_without_durations = 0;  ///< days without a file of durations
  std::uint64_t days_without_memory = 0;
  std::vector<std::string> ignored_columns;  ///< columns of the counts that are ignored
};

struct AzureTables {
  std::vector<AzureFunction> functions;             ///< in the order of the files of counts
  std::vector<std::vector<IntervalCount>> minutes;  ///< for each minute, the count of each function that is
                                                    ///< called
  std::uint64_t without_duration = 0;               ///< functions with the default, because a row is missing
  std::uint64_t without_memory = 0;
  AzureUnusual unusual;
};

/// Reads the files named by the specification (Azure/AzurePublicDataset, AzureFunctionsDataset2019). Columns
/// are found by name, in any order:
/// - invocations: HashFunction, optionally HashOwner and HashApp; one column per minute, named by consecutive
///   numbers (1..1440 as published; any part of a day is accepted). Other columns are ignored. Rows of one
///   function are added up, because a function may have several triggers.
/// - durations: the hashes, and in milliseconds percentile_Average_{0,1,25,50,75,99,100} (at least 0 and 100)
///   and Average. The durations of a function have these percentiles and this mean; bent_to_mean() adds
///   points, between which the distribution is linear. Without percentiles every call takes the Average. If a
///   day has several rows of a function, its durations are a mixture of the rows, weighted by Count. The
///   published days d01 to d03 have such rows (Azure/AzurePublicDataset, issue 40).
/// - memory: the hashes, and AverageAllocatedMb: the average memory of an application, over all its
///   functions. No memory sizes of single functions are published, so each function gets the memory of its
///   application, rounded up to at least 1 MiB. If a day has several rows, their mean is weighted by
///   SampleCount. If the file has a column HashFunction, as in joined samples, a row belongs to the function.
///
/// Files are joined by the hashes that both files have. A day may lack the file of durations or memory (d13
/// and d14 have no memory). Each day begins at the end of the previous day. A function that appears on
/// several days is one function. Functions are in the order of their first appearance. The durations and the
/// memory of a function are taken from the first day that has a row for it.
///
/// Throws TraceError for files that cannot be read, missing columns, invalid counts and figures, and
/// decreasing percentiles. Also throws TraceError for a function without a row of durations or memory, unless
/// there is a default.
AzureTables read_azure_tables(const AzureTraceSpec& spec);

}  // namespace curtain
