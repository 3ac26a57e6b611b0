#pragma once
// Summaries of the calls of each function in an interval of time. Memory grows only with the functions.
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

/// One function with at least one call.
struct FunctionSummary {
  std::uint32_t function = 0;  ///< position in the function table, or in AzureTables::functions
  std::uint64_t calls = 0;
  double mean_duration_s = 0;
  Mebibytes memory = 0;
  /// Calls that come when the function has had no execution for at least kPause, including its first call.
  /// These are the cold starts of a fixed keep-alive of that length, except those that need a second
  /// instance.
  double pauses = 0;
  double dispersion = 0;  ///< variance over mean of its calls by minute of the interval

  static constexpr Duration kPause = sim::minutes(10);
};

struct WorkloadSummary {
  std::vector<FunctionSummary> functions;  ///< in order of position
  std::uint64_t calls = 0;
  std::uint64_t uncalled = 0;  ///< functions without a call in the interval
  Time first;                  ///< time of the first call; for per-minute counts, the minute's start
  Time last;
  bool is_partial = false;  ///< the reading was interrupted
};

/// Reads `source`, opened on `table`, to the end of the slice, or until `interrupt` is set. Throws the
/// exceptions of the source.
WorkloadSummary summarise(ArrivalSource& source, const FunctionTable& table, const TraceSlice& slice,
                          const std::atomic<bool>* interrupt = nullptr);

/// The same for per-minute counts, whose slice begins and ends at a whole minute; no call is drawn. Durations
/// are the means of their distributions. Whether a pause is long enough depends only on the number of minutes
/// between the minutes of two calls; half of the pauses of exactly kPause count.
WorkloadSummary summarise(const AzureTables& tables, const TraceSlice& slice);

}  // namespace curtain
