#pragma once
// The three files of the Azure Functions trace of 2019, joined.
#include <cstdint>
#include <string>
#include <vector>

#include "models/workload/interval_arrivals.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

class AzureFile;

/// A function of the trace.
struct AzureFunction {
  std::string owner;        ///< empty if the counts have no such column
  std::string application;  ///< likewise
  std::string function;
  sim::Distribution duration;  ///< nanoseconds
  Mebibytes memory = 0;
  bool is_complete = true;  ///< false: it has a default because a row is missing

  /// "owner/application/function"; an absent part is empty.
  [[nodiscard]] std::string key() const { return owner + "/" + application + "/" + function; }
  /// The name for messages: like key(), without absent parts.
  [[nodiscard]] std::string shown() const;
};

/// The function of the current row of a file of counts, with only its hashes. Throws TraceError for an empty
/// hash.
AzureFunction azure_function_of(const AzureFile& file);

/// Irregularities of a trace. Such a trace is read nevertheless, as described for each.
struct AzureUnusual {
  std::uint64_t split_counts = 0;            ///< functions with several rows of counts in a day: added up
  std::uint64_t split_durations = 0;         ///< functions with several rows of durations: weighted by Count
  std::uint64_t split_memory = 0;            ///< applications with several rows: mean weighted by SampleCount
  std::uint64_t impossible_means = 0;        ///< functions whose percentiles exclude the mean: nearest used
  std::uint64_t without_percentiles = 0;     ///< functions with a mean only: every call takes the mean
  std::uint64_t timeless = 0;                ///< functions whose calls all take no time
  std::uint64_t uncounted_durations = 0;     ///< functions with a row of durations and no row of counts
  std::uint64_t days_without_durations = 0;  ///< days without a file of durations
  std::uint64_t days_without_memory = 0;
  std::vector<std::string> ignored_columns;  ///< columns of the counts that are ignored
};

struct AzureTables {
  std::vector<AzureFunction> functions;             ///< in the order of the invocations files
  std::vector<std::vector<IntervalCount>> minutes;  ///< for each minute column, one count per function
  std::uint64_t without_duration = 0;               ///< functions with the default, because a row is missing
  std::uint64_t without_memory = 0;
  AzureUnusual unusual;
};

/// Reads the files named by the specification (Azure/AzurePublicDataset, AzureFunctionsDataset2019). Columns
/// are found by name, in any order:
/// - invocations: HashFunction, optionally HashOwner and HashApp; one column per minute, named by consecutive
///   numbers (1..1440 as published; any part of a day is accepted). Other columns are ignored. Rows of one
///   function are added up, as it may have several triggers.
/// - durations: the hashes, and in milliseconds percentile_Average_{0,1,25,50,75,99,100} (at least 0 and 100)
///   and Average. A function's durations have these percentiles and that mean: straight lines between points
///   that bent_to_mean() adds. Without percentiles every call takes the Average. If a day has several rows of
///   a function (as the published days d01 to d03: Azure/AzurePublicDataset, issue 40), its durations are a
///   mixture of the rows, weighted by Count.
/// - memory: the hashes, and AverageAllocatedMb: the average memory of an application, over all its
///   functions. Nothing finer is published, so each function gets its application's memory, rounded up, at
///   least 1 MiB; if a day has several rows, their mean weighted by SampleCount. With a HashFunction column
///   (joined samples repeat an application's row for each function) the row is the function's.
/// Files are joined on the hashes that both have. A day may lack the file of durations or memory (d13 and d14
/// have no memory). Days follow each other. A function that appears on some of the days is one function;
/// functions are in the order of first appearance, with the durations and memory of the first day that has a
/// row for them. Throws TraceError for files that cannot be read, missing columns, invalid counts and
/// figures, decreasing percentiles, and a function without a row in a durations or memory file unless there
/// is a default.
AzureTables read_azure_tables(const AzureTraceSpec& spec);

}  // namespace curtain
