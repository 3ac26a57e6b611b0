#pragma once
// What each function of a workload did in a stretch of time, in memory that grows with the functions only.
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/azure_tables.hpp"

namespace curtain {

/// The stretch [from, to) of a workload.
struct TraceSlice {
  Time from;
  Time to = Time::never();

  [[nodiscard]] bool contains(Time time) const { return from <= time && time < to; }
};

/// One function with at least one call.
struct FunctionSummary {
  std::uint32_t function = 0;  ///< its position: in the function table, or in AzureTables::functions
  std::uint64_t calls = 0;
  double mean_duration_s = 0;
  Mebibytes memory = 0;
  /// Calls that found the function without an execution for at least kPause, its first one included: the cold
  /// starts of a fixed keep-alive of that length, those for want of a second instance left out.
  double pauses = 0;
  double dispersion = 0;  ///< variance over mean of its calls by minute of the stretch

  static constexpr Duration kPause = sim::minutes(10);
};

struct WorkloadSummary {
  std::vector<FunctionSummary> functions;  ///< in order of position
  std::uint64_t calls = 0;
  std::uint64_t uncalled = 0;  ///< functions without a call in the stretch
  Time first;                  ///< of the calls; of per-minute counts the minute's start
  Time last;
  bool is_partial = false;  ///< interrupted
};

/// Reads `source`, opened on `table`, as far as the slice goes, or until `interrupt` is set. Throws what the
/// source throws.
WorkloadSummary summarise(ArrivalSource& source, const FunctionTable& table, const TraceSlice& slice,
                          const std::atomic<bool>* interrupt = nullptr);

/// The same of per-minute counts, whose slice begins and ends with a minute: no call is drawn. Durations are
/// the means of their distributions; of a pause of n minutes between the minutes of two calls it is decided
/// by n alone whether it was long enough, and of exactly kPause half are.
WorkloadSummary summarise(const AzureTables& tables, const TraceSlice& slice);

}  // namespace curtain
