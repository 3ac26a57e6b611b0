#pragma once
// The specification of a scenario's workload, with one entry per source. It is plain data, which
// models/config fills and open_source() reads.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/words.hpp"
#include "models/workload/arrival.hpp"
#include "models/workload/measured_calls.hpp"
#include "models/workload/published_traces.hpp"
#include "sim/distribution.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// A rate in arrivals per second.
using Rate = double;

/// `poisson`: one function with exponential gaps between its calls.
struct PoissonSpec {
  std::string tenant = "default";
  std::string function;
  Rate rate = 0;               ///< required; more than 0
  sim::Distribution duration;  ///< in nanoseconds; required
  Mebibytes memory = 128;
  FunctionTraits traits;
};

/// `population`: N functions with Poisson arrivals. The rates follow Zipf's law, by which function i (1..N)
/// has the share i^-exponent / sum_j j^-exponent of the total rate, or they are proportional to weights.
struct PopulationSpec {
  std::string tenant = "default";  ///< with several tenants, the names are "<tenant>-<number>", and functions
                                   ///< are assigned to tenants in turn
  std::uint32_t tenants = 1;
  std::string prefix = "function";  ///< functions have the names "<prefix>-<number>"
  std::uint32_t functions = 0;      ///< required
  Rate rate = 0;                    ///< total rate of all functions; required
  double zipf_exponent = 1.0;
  /// If not empty, replaces Zipf's law: function i has the share weights[i] / sum of the total rate. There is
  /// one weight, which is more than 0, for each function.
  std::vector<double> weights;
  sim::Distribution duration;  ///< in nanoseconds; required
  sim::Distribution memory;    ///< in MiB, drawn once for each function and rounded up
  bool is_fixed = false;       ///< whether all replications have the memory sizes of the first replication
  FunctionTraits traits;
};

/// `correlated`: a population whose functions are called together. A share `together` of the calls of the
/// least popular function comes from one Poisson process that calls all functions at once, each after its own
/// lag. The other calls of each function are a separate Poisson process (the common shock of A. Marshall and
/// I. Olkin, "A multivariate exponential distribution", J. Am. Stat. Assoc. 62, 1967). Each single function
/// is a Poisson process with its rate, from time zero on. The correlation is as follows. Let r_i and r_j be
/// the rates of two functions, r the lowest rate of all functions, c = together x r, and L_i and L_j
/// independent lags. The counts of the two functions over a time t have the covariance c E[max(0, t - |L_i -
/// L_j|)]. For times much longer than the lag, their correlation is c / sqrt(r_i r_j), which is `together` if
/// the rates are equal.
struct CorrelatedSpec {
  PopulationSpec of;
  double together = 0;    ///< from 0 to 1; required
  sim::Distribution lag;  ///< in nanoseconds; at most an hour
};

/// `azure-like`: a population made from the published statistics of the Azure Functions trace of 2019
/// (Shahrad et al., ATC 2020), which are rates, functions per application, timers, durations and memory. The
/// trace itself is not needed.
struct AzureLikeSpec {
  std::string tenant = "azure";
  std::uint32_t tenants = 0;  ///< number of accounts to which the applications are assigned in turn; 0: one
                              ///< account for each application
  std::uint32_t functions = 500;
  double scale = 1.0;       ///< factor for every rate
  double max_rate = 100.0;  ///< upper limit of a function's rate, in calls per second
  bool is_fixed = false;    ///< whether all replications have the functions of the first replication
  FunctionTraits traits;
};

/// The parameters of every generator for a single function.
struct SingleFunction {
  std::string tenant = "default";
  std::string function;        ///< required
  sim::Distribution duration;  ///< in nanoseconds; required
  Mebibytes memory = 128;
  FunctionTraits traits;
};

/// `renewal`: independent gaps of any distribution. The first arrival is one gap after time zero.
struct RenewalSpec {
  SingleFunction of;
  sim::Distribution gap;  ///< in nanoseconds; required; the mean is finite and at least 1
};

/// `timer`: ticks at phase + k periods, k = 0, 1, .., or at the minutes of a cron expression. Each tick is
/// delayed by its own draw of the jitter.
struct TimerSpec {
  SingleFunction of;
  Duration every;            ///< at least 1 ns; 0 if there is a cron expression
  Duration phase;            ///< time of the first tick; not used with a cron expression
  sim::Distribution jitter;  ///< in nanoseconds; at most the period or the shortest gap
  std::string cron;          ///< in the syntax of CronSchedule; empty: there is no cron expression
};

/// `mmpp`: a Poisson process with the rate of the current state. The states follow each other in turn, and
/// the time in each state is exponentially distributed. The process is stationary from time zero on.
struct MmppSpec {
  SingleFunction of;
  std::vector<Rate> rates;     ///< required; a rate may be 0
  std::vector<Duration> stay;  ///< the mean time in each state; required; at least 1 us
};

/// `on-off`: a Poisson process that is switched on and off. It begins with an on period.
struct OnOffSpec {
  SingleFunction of;
  Rate rate = 0;         ///< rate during on periods; required
  sim::Distribution on;  ///< in nanoseconds; required; the mean is at least 1 us, as for `off`
  sim::Distribution off;
};

/// The rate of a curve at an instant.
struct RatePoint {
  Duration at;
  Rate rate = 0;
  bool operator==(const RatePoint&) const = default;
};

/// `curve`: a Poisson process whose rate is linear between points. Two points at one instant make a jump.
/// With a period, the curve repeats, and a line connects the last point with the first point of the next
/// period. Without a period, the first rate also holds before the first point, and the last rate after the
/// last point.
struct CurveSpec {
  SingleFunction of;
  std::vector<RatePoint> points;   ///< required; in order of time
  std::optional<Duration> period;  ///< no point may be after the end of the period
};

/// `diurnal`: a Poisson process with the rate mean x (1 + (peak_to_mean - 1) cos(2 pi (t - peak_at) /
/// period)). The rate is approximated by 288 chords per period, which is one every 5 min for a day. The error
/// is less than 6e-5 of the amplitude, and the mean is exact.
struct DiurnalSpec {
  SingleFunction of;
  Rate mean = 0;            ///< mean rate over a day that is not on a weekend; required
  double peak_to_mean = 2;  ///< from 1 (constant) to 2 (down to zero)
  /// A time of day if the period is a day, otherwise a time since the start. Empty: the middle of the period.
  std::optional<Duration> peak_at;
  Duration period = sim::hours(24);
  double weekend = 1;  ///< ratio of the rate on Saturdays and Sundays to the rate on other days; 1 unless the
                       ///< period is a day
};

/// `closed-loop`: clients. Each client sends a request, waits for its end, thinks, and sends the next
/// request.
struct ClosedLoopSpec {
  SingleFunction of;
  std::uint32_t clients = 0;  ///< required
  sim::Distribution think;    ///< time from an answer to the next request in nanoseconds; required; may be 0
  /// Time from a client's start to its first request in nanoseconds. Absent: a think time.
  std::optional<sim::Distribution> first;
  Duration ramp_up;  ///< the clients start at equal intervals within this time
};

/// The traits of one function of a trace. They replace the traits of the entry.
struct NamedTraits {
  std::string function;
  std::string tenant;  ///< empty: the function of any tenant
  FunctionTraits traits;
};

/// Whether the first line of a csv file contains the names of its columns. With `detect`, it does, unless the
/// column of arrivals is given by number and the first line has a time in this column.
enum class CsvHead : std::uint8_t { detect, first_line, none };

/// `trace: {format: csv}`: one row per invocation.
struct CsvTraceSpec {
  std::vector<std::string> paths;  ///< files that are read one after the other, as if they were one file
  /// Names of columns, or their numbers from 1. If the name of a column is such a number, this column is
  /// used. An empty name means that there is no such column, and the constant below is used. Exactly one of
  /// `duration_column` and `end_column` is used, and an end column replaces the default duration column.
  std::string function_column = "function_id";
  std::string tenant_column;
  std::string arrival_column = "arrival_s";
  std::string duration_column = "duration_s";
  std::string end_column;
  std::string memory_column = "memory_mb";
  std::string end_tenant_column;
  std::string function = "function";  ///< constant that is used if there is no function column
  std::string tenant = "default";     ///< constant that is used if there is no tenant column
  Mebibytes memory = 128;             ///< constant that is used if there is no memory column
  std::optional<Duration> duration;   ///< constant that is used if there is no duration column and no end
                                      ///< column
  /// The unit of times in nanoseconds. Times are decimal numbers that are parsed as integers, so an epoch
  /// time with nine decimals is exact.
  std::int64_t time_unit_ns = 1'000'000'000;
  /// true: the arrival in the first row is time zero. false: times are unchanged, and a time of more than ten
  /// years is an error whose message suggests `origin: first-row`.
  bool origin_first_row = false;
  CsvHead head = CsvHead::detect;
  FunctionTraits traits;
  std::vector<NamedTraits> functions;  ///< functions with their own traits
  TraceAdjustment adjustment;
};

/// `batch`: a number of calls at one instant, or within a short time after this instant. A batch comes once
/// or repeatedly.
struct BatchSpec {
  SingleFunction of;
  std::uint32_t calls = 0;        ///< number of calls in each batch; required
  Duration at;                    ///< instant of the first batch
  bool is_time_of_day = false;    ///< whether `at` is a time of day in UTC; the first batch is then at the
                                  ///< first such instant
  std::optional<Duration> every;  ///< empty: a single batch, or a batch every day if `at` is a time of day
  Duration over;                  ///< each call is delayed independently by at most this time, which is at
                                  ///< most the period

  /// The instant of the first batch, if time zero is the minute `epoch` counted from 1970.
  [[nodiscard]] Duration first(std::int64_t epoch) const;
  /// The time between two batches. Empty if there is only one batch.
  [[nodiscard]] std::optional<Duration> period() const;
};

/// `cold-share`: one function with a given share of calls after a pause longer than a given keep-alive. All
/// other calls come after a shorter pause. Among the first n calls, ceil(n x share) calls come after a long
/// pause; the first call is always cold. A pause begins at the time at which the previous call would end if
/// it started immediately on arrival.
struct ColdShareSpec {
  SingleFunction of;
  double share = 0;     ///< from 0 to 1; required
  Duration keep_alive;  ///< required; each pause is either shorter or longer than this time
  Duration phase;       ///< time of the first call
  /// The pauses in nanoseconds. Empty: half of the keep-alive, and twice the keep-alive.
  std::optional<sim::Distribution> warm_pause;  ///< always shorter than the keep-alive
  std::optional<sim::Distribution> cold_pause;  ///< always longer than the keep-alive

  [[nodiscard]] sim::Distribution warm() const;
  [[nodiscard]] sim::Distribution cold() const;
};

using WorkloadSpec =
    std::variant<PoissonSpec, PopulationSpec, AzureLikeSpec, CsvTraceSpec, AzureTraceSpec, Azure2021TraceSpec,
                 Huawei2023TraceSpec, Huawei2025TraceSpec, IluvatarTraceSpec, AzureCdfsSpec, RenewalSpec,
                 TimerSpec, MmppSpec, OnOffSpec, CurveSpec, ClosedLoopSpec, CorrelatedSpec, DiurnalSpec,
                 BatchSpec, ColdShareSpec, MeasuredSpec>;

/// The adjustment of the trace of an entry. Null if the entry is not a trace.
const TraceAdjustment* adjustment_of(const WorkloadSpec& spec);

/// The traits of the functions of an entry.
const FunctionTraits& traits_of(const WorkloadSpec& spec);
FunctionTraits& traits_of(WorkloadSpec& spec);

/// The files of a specification, in the order in which they are read.
std::vector<std::string*> trace_files(WorkloadSpec& spec);
std::vector<std::string> trace_files(const WorkloadSpec& spec);

/// The parameters of a source that are not in its specification.
struct SourceContext {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::uint32_t number = 0;          ///< position of the entry in the scenario
  std::optional<Time> duration;      ///< duration of the scenario; arrivals at or after it are not needed;
                                     ///< required for generators
  std::int64_t epoch = kMonday2024;  ///< time zero, in minutes since 1970-01-01 00:00 UTC

  /// The replication whose draws determine a population: the current replication, or the first replication if
  /// the population is fixed. Arrivals, phases and durations of calls are always drawn for `replication`.
  [[nodiscard]] std::uint32_t population_of(bool is_fixed) const {
    return CURTAIN_MUTANT(fixed_population_is_drawn, is_fixed, false) ? 0 : replication;
  }
};

/// Opens the source and adds the functions that it declares to `table`, which must outlive the source. Throws
/// TraceError for errors in files. Throws std::invalid_argument for contradictions that can be detected only
/// here, such as a generator without a duration.
std::unique_ptr<ArrivalSource> open_source(const WorkloadSpec& spec, const SourceContext& context,
                                           FunctionTable& table);

}  // namespace curtain
