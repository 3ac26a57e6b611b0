#pragma once
// Statistics of a workload before it is run, counted in one pass. Memory does not depend on the number of
// calls.
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/workload/arrival.hpp"
#include "sim/histogram.hpp"

namespace curtain {

/// A figure that each function has, and its median over the functions for which the figure is defined.
struct OverFunctions {
  std::uint64_t functions = 0;   ///< number of functions for which the figure is defined
  std::optional<double> median;  ///< the mean of the two middle values if the number of functions is even
};

/// One of the busiest functions or tenants.
struct BusyOne {
  std::string name;
  std::string tenant;  ///< set for a function
  std::uint64_t calls = 0;
  double mean_duration_s = 0;
  Mebibytes memory = 0;         ///< set for a function
  std::uint64_t functions = 0;  ///< number of functions with calls, set for a tenant
};

/// Statistics of all arrivals of a source.
struct TraceStatistics {
  std::uint64_t calls = 0;
  std::uint64_t functions = 0;  ///< number of functions with at least one call
  std::uint64_t tenants = 0;    ///< number of tenants of these functions
  Time first;
  Time last;
  std::uint64_t minutes =
      0;  ///< number of minutes from the first to the last call; minutes start at time zero

  std::optional<double>
      rate;  ///< calls per second between the first and the last call; empty if all are at one instant
  std::uint64_t peak_calls = 0;  ///< calls in the busiest minute
  Time peak_minute;              ///< start of the busiest minute, or of the first of several equal minutes
  /// The mean number of executions in progress if each execution began at the arrival of its call. Empty if
  /// all calls are at one instant.
  std::optional<double> mean_busy;

  /// The standard deviation divided by the mean of the gaps between a function's calls. Defined for functions
  /// with at least two gaps that are not all zero.
  OverFunctions gap_variation;
  /// The variance divided by the mean of the counts by minute (1 for a Poisson process of constant rate), for
  /// all calls and for functions with at least two calls.
  std::optional<double> dispersion;
  OverFunctions function_dispersion;

  sim::Histogram durations;  ///< durations of calls, in nanoseconds
  Mebibytes memory_p50 = 0;  ///< percentile of the functions' memory sizes, nearest rank
  Mebibytes memory_p90 = 0;
  Mebibytes memory_least = 0;
  Mebibytes memory_most = 0;

  double share_of_top_percent =
      0;  ///< share of the calls to the busiest hundredth of the functions (at least one)
  double share_of_top_ten = 0;  ///< share of the calls to the busiest ten functions

  static constexpr std::size_t kBusiest = 5;
  std::vector<BusyOne>
      busiest_functions;  ///< at most the requested number, sorted by calls, then by order of naming
  std::vector<BusyOne> busiest_tenants;
  sim::Histogram function_calls;  ///< number of calls of each function that has a call

  std::uint64_t functions_once = 0;  ///< number of functions with a single call
  std::uint64_t functions_uncalled =
      0;                             ///< number of functions in the trace without a call and without clients
  std::uint64_t zero_durations = 0;  ///< number of calls of zero duration
  std::uint64_t ties = 0;            ///< number of calls at the same instant as the previous call
  std::uint64_t repeats = 0;  ///< number of calls at the same instant as their function's previous call
  std::uint64_t long_durations = 0;  ///< number of calls longer than kLong
  std::uint64_t empty_minutes = 0;   ///< number of `minutes` without a call
  Duration longest_silence;          ///< longest gap between consecutive calls
  Time silence_start;                ///< time of the call before the longest gap

  /// The longest time for which AWS Lambda lets a function run (developer guide, quotas; since October 2018).
  static constexpr Duration kLong = sim::minutes(15);

  /// Number of clients in closed loops. Requests of such clients depend on the answers, so the requests are
  /// not among the calls.
  std::uint64_t clients = 0;
  std::uint64_t functions_of_clients = 0;

  std::vector<std::uint64_t>
      series;  ///< number of calls in intervals of `stretch` from the first call on; at most 256 intervals
  Duration stretch = sim::seconds(1);
  bool is_partial = false;  ///< the count was interrupted
};

/// Reads `source`, which was opened on `functions`, to its end or until `interrupt` is set. `progress`, if
/// set, is called regularly with the last call and the number of calls. Throws the exceptions of the source.
TraceStatistics trace_statistics(ArrivalSource& source, const FunctionTable& functions,
                                 const std::atomic<bool>* interrupt = nullptr,
                                 const std::function<void(Time, std::uint64_t)>& progress = {});

}  // namespace curtain
