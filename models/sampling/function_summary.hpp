#pragma once
// Summaries of the calls of each function in an interval of time. The memory grows only with the number of
// functions.
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/azure_tables.hpp"

namespace curtain {

/// The interval [from, to) of a workload.
struct TraceSlice {
  Time from;
  Time to = Time::never();

  [[nodiscard]] bool contains(Time time) const { return from <= time && time < to; }
};

/// The summary of a function with at least one call.
struct FunctionSummary {
  std::uint32_t function = 0;  ///< position in the function table, or in AzureTables::functions
  std::uint64_t calls = 0;
  double mean_duration_s = 0;
  Mebibytes memory = 0;
  /// Number of calls that come after the function had no execution for at least kPause. The first call is
  /// included. These are the cold starts of a fixed keep-alive of this length, except for calls that need a
  /// second instance.
  double pauses = 0;
  double dispersion = 0;  ///< variance divided by mean of its number of calls in the minutes of the interval

  static constexpr Duration kPause = sim::minutes(10);
};

struct WorkloadSummary {
  std::vector<FunctionSummary> functions;  ///< sorted by position
  std::uint64_t calls = 0;
  std::uint64_t uncalled = 0;  ///< number of functions without a call in the interval
  Time first;                  ///< time of the first call; for counts per minute, the start of its minute
  Time last;
  bool is_partial = false;  ///< whether the reading was interrupted
};

/// Reads `source` to the end of the slice, or until `interrupt` is set. `table` is the table with which the
/// source was opened. Throws the exceptions of the source.
WorkloadSummary summarise(ArrivalSource& source, const FunctionTable& table, const TraceSlice& slice,
                          const std::atomic<bool>* interrupt = nullptr);

/// Summarises counts per minute. The slice begins and ends at whole minutes, and no calls are drawn.
/// Durations are the means of their distributions. Whether a pause is long enough depends only on the number
/// of minutes between the minutes of two calls. Half of the pauses of exactly kPause count.
WorkloadSummary summarise(const AzureTables& tables, const TraceSlice& slice);

}  // namespace curtain
