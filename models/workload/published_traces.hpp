#pragma once
// What a scenario specifies for a trace in one of the published layouts. Plain data, as in specification.hpp,
// which includes this file.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// What is done to a trace once it is read: `from`, `to`, `shift`, `scale` (adjusted_source.hpp).
struct TraceAdjustment {
  Duration from;                            ///< calls before it are left out, and it becomes time zero
  Duration to = Duration::infinite();       ///< calls at or after it are left out; later than `from`
  Duration shift;                           ///< everything comes so much later
  double scale = 1;                         ///< so many calls for one; more than 0, less than 1024
  Duration scale_within = sim::minutes(1);  ///< stretches in each of which calls are multiplied
  bool operator==(const TraceAdjustment&) const = default;
};

/// Where inside its interval (a minute, a second) an invocation of a trace of counts falls.
enum class WithinInterval : std::uint8_t { uniform, even, poisson };

/// The three files of a day of the Azure trace of 2019.
struct AzureDay {
  std::string invocations;  ///< path of the counts file
  std::string durations;    ///< path of the duration percentiles; empty: there is none
  std::string memory;       ///< path of the memory file; empty: there is none
};

/// `trace: {format: azure-2019}`: per-minute counts, duration and memory percentiles, joined on the hashes.
struct AzureTraceSpec : AzureDay {
  /// Days after the first, each of which begins when the minutes of the one before are over. A function of
  /// several days is one, with the durations and the memory of the first day that tells them.
  std::vector<AzureDay> later_days;
  WithinInterval within_minute = WithinInterval::uniform;
  std::optional<std::uint32_t> functions;  ///< only the first N functions of the counts files
  /// For a function with no row in the durations or memory file: these constants if given, otherwise an
  /// error.
  std::optional<Duration> default_duration;
  std::optional<Mebibytes> default_memory;
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: azure-2021}`: one row an invocation, with its end and duration (columns
/// app,func,end_timestamp,duration, in seconds). It arrives `duration` before its end; the tenant is the app.
struct Azure2021TraceSpec {
  std::vector<std::string> paths;  ///< read one after the other as if they were one file
  Mebibytes memory = 0;            ///< of every function, required: the trace has none
  /// A row may arrive this long before the latest arrival read so far and is still sorted into its place.
  /// Memory grows with the rows of this stretch of time.
  Duration reorder = sim::minutes(10);
  bool origin_first_arrival = false;  ///< true: the first arrival is time zero; false: times are as given
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: huawei-2023}`: tables with a row an interval and a column a function, a file a day.
struct Huawei2023TraceSpec {
  /// Of each day; a day begins when the one before is over. All lists are in the order of the days.
  std::vector<std::string> requests;
  std::vector<std::string> delays;         ///< mean execution; as many as requests, or none
  std::vector<std::string> memory_limits;  ///< of all instances together; any number of days
  std::vector<std::string> instances;      ///< as many as memory_limits
  std::vector<std::uint32_t> days;         ///< of a folder that models/config looks into; none: all
  Duration interval = sim::minutes(1);     ///< that a row of requests covers
  std::int64_t delay_unit_ns = 1'000'000;  ///< delays are decimal numbers of this many nanoseconds
  WithinInterval within_interval = WithinInterval::uniform;
  std::string tenant = "huawei";             ///< the account of all functions: the tables have none
  std::optional<std::uint32_t> functions;    ///< only the first N columns
  std::optional<Duration> default_duration;  ///< of calls before their function's first delay; else an error
  std::optional<Mebibytes> default_memory;   ///< of a function without a memory limit; otherwise an error
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: huawei-2025}`: one row a request of a region of Huawei's cloud.
struct Huawei2025TraceSpec {
  std::vector<std::string> paths;       ///< read one after the other as if they were one file
  std::string region;                   ///< stands before the tenants' names, "<region>/<user>", if not empty
  Duration reorder = sim::minutes(10);  ///< as of Azure2021TraceSpec
  bool origin_first_arrival = true;     ///< true: the first arrival is time zero; false: times are as given
  bool stamps_are_ends = true;          ///< false: the columns of time say when a request began
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

/// `trace: {format: iluvatar}`: a file of functions and files of their invocations, as the load generator of
/// Iluvatar (COS-IN/iluvatar-faas) reads them.
struct IluvatarTraceSpec {
  std::vector<std::string> paths;  ///< invocations, read one after the other as if they were one file
  std::string metadata;            ///< the functions
  std::string tenant = "default";  ///< the account of all of them: the files have none
  /// What a cold run takes beyond a warm one is the function's init; false: it is left out.
  bool cold_time_is_init = true;
  bool origin_first_row = false;  ///< true: the first row's arrival is time zero; false: times are as given
  FunctionTraits traits;          ///< with an `init` only if cold_time_is_init is false
  TraceAdjustment adjustment;
};

/// `trace: {format: azure2019-cdfs}`: a population drawn from marginal distributions of Azure's trace of
/// 2019.
struct AzureCdfsSpec {
  std::string invokes;       ///< path of the calls a day of an app
  std::string variation;     ///< path of the coefficients of variation of an app's gaps
  std::string chain_length;  ///< path of the functions of an app
  std::string exec_time;     ///< path of the mean executions of functions
  std::string memory;        ///< path of the memory of apps
  std::string tenant = "azure";
  std::uint32_t tenants = 0;  ///< accounts that the apps are assigned to in turn; 0: one for each app
  /// How many apps, or how many functions; exactly one of the two.
  std::optional<std::uint32_t> apps;
  std::optional<std::uint32_t> functions;
  double scale = 1.0;       ///< multiplies every rate
  double max_rate = 100.0;  ///< an app's rate is held at this many calls a second
  /// Sigma of a lognormal about the mean execution of the function; 0: every call takes the mean.
  double spread = 0;
  bool is_fixed = false;  ///< the apps of the first replication are those of all
  FunctionTraits traits;
  TraceAdjustment adjustment;
};

}  // namespace curtain
