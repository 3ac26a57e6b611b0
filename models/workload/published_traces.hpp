#pragma once
// The specifications of traces in published formats. They are plain data like those in specification.hpp,
// which includes this file.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// Changes to a trace after reading: `from`, `to`, `shift` and `scale` (adjusted_source.hpp).
struct TraceAdjustment {
  Duration from;                            ///< earlier calls are left out, and this time becomes time zero
  Duration to = Duration::infinite();       ///< calls at or after this time are left out; must be later than
                                            ///< `from`
  Duration shift;                           ///< each call arrives later by this time
  double scale = 1;                         ///< number of calls made from one call; more than 0 and less than
                                            ///< 1024
  Duration scale_within = sim::minutes(1);  ///< length of the intervals within which calls are multiplied
  bool operator==(const TraceAdjustment&) const = default;
};

/// How the instants of invocations within their interval (a minute, a second) are chosen in a trace of
/// counts.
enum class WithinInterval : std::uint8_t { uniform, even, poisson };

/// The three files of one day of the Azure trace of 2019.
struct AzureDay {
  std::string invocations;  ///< path of the file of counts
  std::string durations;    ///< path of the file of duration percentiles; empty: there is no such file
  std::string memory;       ///< path of the file of memory; empty: there is no such file
};

/// `trace: {format: azure-2019}`: counts per minute, and percentiles of duration and memory, which are joined
/// by hashes.
struct AzureTraceSpec : AzureDay {
  /// The days after the first day. Each day begins at the end of the last minute of the previous day. A
  /// function that appears on several days is one function, with the durations and the memory of the first
  /// day that has them.
  std::vector<AzureDay> later_days;
  WithinInterval within_minute = WithinInterval::uniform;
  std::optional<std::uint32_t> functions;  ///< only the first N functions in the files of counts are read
  /// The values of a function without a row of durations or memory. Without a default, such a function is an
  /// error.
  std::optional<Duration> default_duration;
  std::optional<Mebibytes> default_memory;
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: azure-2021}`: one row per invocation, with its end and its duration (columns
/// app,func,end_timestamp,duration, in seconds). An invocation arrives `duration` before its end. The tenant
/// is the app.
struct Azure2021TraceSpec {
  std::vector<std::string> paths;  ///< files that are read one after the other, as if they were one file
  Mebibytes memory = 0;            ///< memory size of every function, which is required because the trace has
                                   ///< no memory sizes
  /// The longest time by which a row may arrive before the latest arrival that was read; such rows are
  /// sorted. The memory grows with the number of rows within this time.
  Duration reorder = sim::minutes(10);
  bool origin_first_arrival = false;  ///< true: the first arrival is time zero; false: times are unchanged
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: huawei-2023}`: tables with one row per interval and one column per function, in one file
/// per day.
struct Huawei2023TraceSpec {
  /// The tables of requests. Each day begins at the end of the previous day. All lists of tables are in the
  /// order of the days.
  std::vector<std::string> requests;
  std::vector<std::string> delays;         ///< tables of mean execution times; as many as tables of requests,
                                           ///< or none
  std::vector<std::string> memory_limits;  ///< tables of memory limits, which are sums over all instances;
                                           ///< for any number of days
  std::vector<std::string> instances;      ///< tables of the numbers of instances; as many as tables of
                                           ///< memory limits
  std::vector<std::uint32_t> days;         ///< days of the folder that models/config searches; empty: all
                                           ///< days
  Duration interval = sim::minutes(1);     ///< length of time that a row of requests covers
  std::int64_t delay_unit_ns = 1'000'000;  ///< the unit of delays in nanoseconds
  WithinInterval within_interval = WithinInterval::uniform;
  std::string tenant = "huawei";             ///< the account of all functions, because the tables have no
                                             ///< accounts
  std::optional<std::uint32_t> functions;    ///< only the first N columns are read
  std::optional<Duration> default_duration;  ///< for calls before the first delay of their function; without
                                             ///< it, such a call is an error
  std::optional<Mebibytes> default_memory;   ///< for a function without a memory limit; without it, such a
                                             ///< function is an error
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: huawei-2025}`: one row per request in one region of Huawei's cloud.
struct Huawei2025TraceSpec {
  std::vector<std::string> paths;       ///< files that are read one after the other, as if they were one file
  std::string region;                   ///< if not empty, the prefix of the tenants' names: "<region>/<user>"
  Duration reorder = sim::minutes(10);  ///< see Azure2021TraceSpec
  bool origin_first_arrival = true;     ///< true: the first arrival is time zero; false: times are unchanged
  bool stamps_are_ends = true;          ///< true: the time columns are ends of requests; false: they are
                                        ///< starts
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: iluvatar}`: a file of functions and files of their invocations, in the format of the load
/// generator of Iluvatar (COS-IN/iluvatar-faas).
struct IluvatarTraceSpec {
  std::vector<std::string> paths;  ///< files of invocations that are read one after the other, as if they
                                   ///< were one file
  std::string metadata;            ///< the file of functions
  std::string tenant = "default";  ///< the account of all functions, because the files have no accounts
  /// Whether the additional time of a cold run is the function's init. If false, this time is ignored.
  bool cold_time_is_init = true;
  bool origin_first_row = false;  ///< true: the arrival in the first row is time zero; false: times are
                                  ///< unchanged
  FunctionTraits traits;          ///< the traits have an `init` only if cold_time_is_init is false
  TraceAdjustment adjustment;
};

/// `trace: {format: azure2019-cdfs}`: a population drawn from the marginal distributions of Azure's trace of
/// 2019.
struct AzureCdfsSpec {
  std::string invokes;       ///< path of the file of calls per day by app
  std::string variation;     ///< path of the file of coefficients of variation of the gaps
  std::string chain_length;  ///< path of the file of numbers of functions by app
  std::string exec_time;     ///< path of the file of mean execution times
  std::string memory;        ///< path of the file of memory sizes of apps
  std::string tenant = "azure";
  std::uint32_t tenants = 0;  ///< number of accounts to which the apps are assigned in turn; 0: one account
                              ///< for each app
  /// The number of apps or the number of functions. Exactly one of the two members has a value.
  std::optional<std::uint32_t> apps;
  std::optional<std::uint32_t> functions;
  double scale = 1.0;       ///< factor for every rate
  double max_rate = 100.0;  ///< upper limit of an app's rate, in calls per second
  /// Sigma of the lognormal distribution of executions around the mean of their function. 0: every call takes
  /// the mean.
  double spread = 0;
  bool is_fixed = false;  ///< whether all replications have the apps of the first replication
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

}  // namespace curtain
