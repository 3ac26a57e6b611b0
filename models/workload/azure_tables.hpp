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
  std::string owner;        ///< empty where the counts have no such column
  std::string application;  ///< likewise
  std::string function;
  sim::Distribution duration;  ///< nanoseconds
  Mebibytes memory = 0;
  bool is_complete = true;  ///< false: for want of a row it has a default

  /// "owner/application/function", an absent part being empty.
  [[nodiscard]] std::string key() const { return owner + "/" + application + "/" + function; }
  /// The same for people: without what is absent.
  [[nodiscard]] std::string shown() const;
};

/// The function that the present row of a file of counts is of, its hashes alone. Throws TraceError for one
/// that is empty.
AzureFunction azure_function_of(const AzureFile& file);

/// Irregularities of a trace. It is read nevertheless, as described for each.
struct AzureUnusual {
  std::uint64_t split_counts = 0;         ///< functions with several rows of counts in one day: added up
  std::uint64_t split_durations = 0;      ///< .. of durations: each row counts by its Count
  std::uint64_t split_memory = 0;         ///< applications with several rows of memory: a mean by SampleCount
  std::uint64_t impossible_means = 0;     ///< functions whose percentiles cannot have their mean: the nearest
  std::uint64_t without_percentiles = 0;  ///< functions with a mean alone: every call takes that
  std::uint64_t timeless = 0;             ///< functions all of whose calls take no time
  std::uint64_t uncounted_durations = 0;  ///< functions with a row of durations and none of counts
  std::uint64_t days_without_durations = 0;  ///< days that have no such file
  std::uint64_t days_without_memory = 0;
  std::vector<std::string> ignored_columns;  ///< of the counts, which nothing reads
};

struct AzureTables {
  std::vector<AzureFunction> functions;             ///< in the order of the invocations files
  std::vector<std::vector<IntervalCount>> minutes;  ///< of each minute column: one count a function
  std::uint64_t without_duration = 0;               ///< functions that have the default, for want of a row
  std::uint64_t without_memory = 0;
  AzureUnusual unusual;
};

/// Reads the files named by the specification (Azure/AzurePublicDataset, AzureFunctionsDataset2019). Columns
/// are found by name, in any order:
///  - invocations: HashFunction, and where there are HashOwner and HashApp; one column a minute, named by
///    consecutive numbers (1..1440 as published; any stretch of a day will do). Others are not read. Rows of
///    one function are added up: it may have several triggers.
///  - durations: the hashes, and in milliseconds percentile_Average_{0,1,25,50,75,99,100} (0 and 100 at
///    least) and Average. A function's durations have these percentiles and that mean: straight lines between
///    points that bent_to_mean() adds. Without percentiles every call takes the Average. Of several rows of a
///    day (the published days d01 to d03 have such: Azure/AzurePublicDataset, issue 40) each is a part of the
///    mixture that weighs as much as its Count.
///  - memory: the hashes, and AverageAllocatedMb: what an application has allocated on average, over all its
///    functions. Published is only that, so that each function gets its application's, rounded up, at least 1
///    MiB; of several rows of a day the mean by SampleCount. With a HashFunction column (joined samples
///    repeat an application's row for each function) the row is the function's.
/// Files are joined on the hashes that both have. A day may be without a file of durations or memory (d13 and
/// d14 have none). Days follow each other; a function that some have and others have not is one function, in
/// the order of first mention, whose durations and memory are those of the first day that has a row for it.
/// Throws TraceError for files that cannot be read, missing columns, counts and figures that are no such
/// numbers, percentiles that go down, and a function without a row in a durations or memory file unless there
/// is a default.
AzureTables read_azure_tables(const AzureTraceSpec& spec);

}  // namespace curtain
