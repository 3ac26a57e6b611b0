#pragma once
// The specification of a trace in one of the published layouts. Plain data, as in specification.hpp, which
// includes this file.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// Changes to a trace after reading: `from`, `to`, `shift`, `scale` (adjusted_source.hpp).
struct TraceAdjustment {
  Duration from;                            ///< earlier calls are left out, and this becomes time zero
  Duration to = Duration::infinite();       ///< calls at or after this are left out; later than `from`
  Duration shift;                           ///< all calls are shifted later by this
  double scale = 1;                         ///< number of calls made from one; more than 0, less than 1024
  Duration scale_within = sim::minutes(1);  ///< intervals within which calls are multiplied
  bool operator==(const TraceAdjustment&) const = default;
};

/// The instants of invocations within their interval (a minute, a second) in a trace of counts.
enum class WithinInterval : std::uint8_t { uniform, even, poisson };

/// The three files of a day of the Azure trace of 2019.
struct AzureDay {
  std::string invocations;  ///< path of the counts file
  std::string durations;    ///< path of the duration percentiles; empty: there is none
  std::string memory;       ///< path of the memory file; empty: there is none
};

/// `trace: {format: azure-2019}`: per-minute counts, duration and memory percentiles, joined on the hashes.
struct AzureTraceSpec : AzureDay {
  /// The days after the first. Each begins when the minutes of the previous day are over. A function that
  /// appears on several days is one function, with the durations and the memory of the first day that has
  /// them.
  std::vector<AzureDay> later_days;
  WithinInterval within_minute = WithinInterval::uniform;
  std::optional<std::uint32_t> functions;  ///< only the first N functions of the counts files
  /// For a function without a row in the durations or memory file: these constants if given, otherwise an
  /// error.
  std::optional<Duration> default_duration;
  std::optional<Mebibytes> default_memory;
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: azure-2021}`: one row per invocation, with its end and duration (columns
/// app,func,end_timestamp,duration, in seconds). An invocation arrives `duration` before its end; the tenant
/// is the app.
struct Azure2021TraceSpec {
  std::vector<std::string> paths;  ///< read one after the other as if they were one file
  Mebibytes memory = 0;            ///< memory size of every function, required: the trace has none
  /// How long before the latest arrival read so far a row may arrive and still be sorted into its place.
  /// Memory grows with the rows of this time.
  Duration reorder = sim::minutes(10);
  bool origin_first_arrival = false;  ///< true: the first arrival is time zero; false: times are as given
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: huawei-2023}`: tables with one row per interval and one column per function, one file per
/// day.
struct Huawei2023TraceSpec {
  /// The tables of each day; a day begins when the previous one is over. All lists are in the order of the
  /// days.
  std::vector<std::string> requests;
  std::vector<std::string> delays;         ///< mean execution; as many files as for requests, or none
  std::vector<std::string> memory_limits;  ///< total over all instances; any number of days
  std::vector<std::string> instances;      ///< as many files as for memory_limits
  std::vector<std::uint32_t> days;         ///< days of a folder that models/config searches; empty: all
  Duration interval = sim::minutes(1);     ///< length of time that a row of requests covers
  std::int64_t delay_unit_ns = 1'000'000;  ///< delays are decimal numbers of this many nanoseconds
  WithinInterval within_interval = WithinInterval::uniform;
  std::string tenant = "huawei";             ///< the account of all functions, as the tables have none
  std::optional<std::uint32_t> functions;    ///< only the first N columns
  std::optional<Duration> default_duration;  ///< for calls before their function's first delay; else an error
  std::optional<Mebibytes> default_memory;   ///< for a function without a memory limit; else an error
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: huawei-2025}`: one row per request in a region of Huawei's cloud.
struct Huawei2025TraceSpec {
  std::vector<std::string> paths;       ///< read one after the other as if they were one file
  std::string region;                   ///< if not empty, prefix of the tenants' names: "<region>/<user>"
  Duration reorder = sim::minutes(10);  ///< as in Azure2021TraceSpec
  bool origin_first_arrival = true;     ///< true: the first arrival is time zero; false: times are as given
  bool stamps_are_ends = true;          ///< false: the time columns are starts of requests
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: iluvatar}`: a file of functions and files of their invocations, in the layout that the
/// load generator of Iluvatar (COS-IN/iluvatar-faas) reads.
struct IluvatarTraceSpec {
  std::vector<std::string> paths;  ///< invocations, read one after the other as if they were one file
  std::string metadata;            ///< the functions
  std::string tenant = "default";  ///< the account of all functions, as the files have none
  /// Whether the additional time of a cold run is the function's init; if false, it is ignored.
  bool cold_time_is_init = true;
  bool origin_first_row = false;  ///< true: the first row's arrival is time zero; false: times are as given
  FunctionTraits traits;          ///< has an `init` only if cold_time_is_init is false
  TraceAdjustment adjustment;
};

/// `trace: {format: azure2019-cdfs}`: a population drawn from marginal distributions of Azure's trace of
/// 2019.
struct AzureCdfsSpec {
  std::string invokes;       ///< path of the file of calls a day by app
  std::string variation;     ///< path of the file of coefficients of variation of apps' gaps
  std::string chain_length;  ///< path of the file of numbers of functions by app
  std::string exec_time;     ///< path of the file of functions' mean executions
  std::string memory;        ///< path of the file of apps' memory
  std::string tenant = "azure";
  std::uint32_t tenants = 0;  ///< accounts that the apps are assigned to in turn; 0: one for each app
  /// The number of apps or of functions; exactly one of the two is given.
  std::optional<std::uint32_t> apps;
  std::optional<std::uint32_t> functions;
  double scale = 1.0;       ///< multiplies every rate
  double max_rate = 100.0;  ///< upper limit of an app's rate, in calls a second
  /// Sigma of the lognormal distribution of executions around their function's mean; 0: every call takes the
  /// mean.
  double spread = 0;
  bool is_fixed = false;  ///< all replications have the apps of the first one
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

}  // namespace curtain
