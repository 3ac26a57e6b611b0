#pragma once
// What a workload looks like before it is run: counted in one pass, in memory that does not grow with the
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

/// A figure that each function has, and its median over the functions for which it is defined.
struct OverFunctions {
  std::uint64_t functions = 0;   ///< for which it is defined
  std::optional<double> median;  ///< of an even number the mean of the middle two
};

/// A function or a tenant among the busiest.
struct BusyOne {
  std::string name;
  std::string tenant;  ///< of a function
  std::uint64_t calls = 0;
  double mean_duration_s = 0;
  Mebibytes memory = 0;         ///< of a function
  std::uint64_t functions = 0;  ///< of a tenant, with calls
};

/// Of all arrivals of a source.
struct TraceStatistics {
  std::uint64_t calls = 0;
  std::uint64_t functions = 0;  ///< with at least one call
  std::uint64_t tenants = 0;    ///< of these functions
  Time first;
  Time last;
  std::uint64_t minutes =
      0;  ///< from the one of the first call to the one of the last; they start at time zero

  std::optional<double> rate;    ///< calls a second from the first to the last; nothing for a single instant
  std::uint64_t peak_calls = 0;  ///< of the busiest minute, the first of several
  Time peak_minute;              ///< its start
  /// Executions in progress on average, if each began at its arrival; nothing for a single instant.
  std::optional<double> mean_busy;

  /// Standard deviation over mean of the gaps between a function's calls; defined from two gaps on that are
  /// not all zero.
  OverFunctions gap_variation;
  /// Variance over mean of the counts of `minutes` (1 for a Poisson process of one rate), of all calls and of
  /// functions with at least two.
  std::optional<double> dispersion;
  OverFunctions function_dispersion;

  sim::Histogram durations;  ///< of calls, in nanoseconds
  Mebibytes memory_p50 = 0;  ///< of functions, nearest rank
  Mebibytes memory_p90 = 0;
  Mebibytes memory_least = 0;
  Mebibytes memory_most = 0;

  double share_of_top_percent = 0;  ///< of the calls: by the busiest hundredth of the functions, at least one
  double share_of_top_ten = 0;      ///< by the busiest ten

  static constexpr std::size_t kBusiest = 5;
  std::vector<BusyOne> busiest_functions;  ///< at most so many, by calls; of equal ones the first named
  std::vector<BusyOne> busiest_tenants;
  sim::Histogram function_calls;  ///< calls of each function that has any

  std::uint64_t functions_once = 0;      ///< with a single call
  std::uint64_t functions_uncalled = 0;  ///< named by the trace, without a call and without clients
  std::uint64_t zero_durations = 0;      ///< calls
  std::uint64_t ties = 0;                ///< calls at the instant of the call before
  std::uint64_t repeats = 0;             ///< calls at the instant of the call before of their function
  std::uint64_t long_durations = 0;      ///< calls longer than kLong
  std::uint64_t empty_minutes = 0;       ///< of `minutes`
  Duration longest_silence;              ///< between two calls that follow each other
  Time silence_start;                    ///< of the first of the longest

  /// What AWS Lambda lets a function run at most (developer guide, quotas; since October 2018).
  static constexpr Duration kLong = sim::minutes(15);

  /// In closed loops. What they send depends on the answers, so that none of it is among the calls.
  std::uint64_t clients = 0;
  std::uint64_t functions_of_clients = 0;

  std::vector<std::uint64_t> series;  ///< calls in stretches of `stretch` from the first on, at most 256
  Duration stretch = sim::seconds(1);
  bool is_partial = false;  ///< interrupted
};

/// Reads `source`, opened on `functions`, to its end, or until `interrupt` is set. `progress`, if set, is
/// called now and then with the last call and the number of calls. Throws what the source throws.
TraceStatistics trace_statistics(ArrivalSource& source, const FunctionTable& functions,
                                 const std::atomic<bool>* interrupt = nullptr,
                                 const std::function<void(Time, std::uint64_t)>& progress = {});

}  // namespace curtain
