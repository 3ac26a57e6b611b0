#pragma once
// The workload of a scenario: one entry per source. Plain data; models/config fills it, open_source() reads
// it.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/words.hpp"
#include "models/workload/arrival.hpp"
#include "models/workload/published_traces.hpp"
#include "sim/distribution.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Arrivals per second, as a real number.
using Rate = double;

/// `poisson`: one function with exponential gaps.
struct PoissonSpec {
  std::string tenant = "default";
  std::string function;
  Rate rate = 0;               ///< required, > 0
  sim::Distribution duration;  ///< nanoseconds, required
  Mebibytes memory = 128;
  FunctionTraits traits;
};

/// `population`: N functions with Poisson arrivals whose rates follow Zipf's law: function i (1..N) has the
/// share i^-exponent / sum_j j^-exponent of the total rate; or a table of weights.
struct PopulationSpec {
  std::string tenant = "default";  ///< with several tenants: "<tenant>-<number>", assigned in turn
  std::uint32_t tenants = 1;
  std::string prefix = "function";  ///< functions are named "<prefix>-<number>"
  std::uint32_t functions = 0;      ///< required
  Rate rate = 0;                    ///< total over all functions, required
  double zipf_exponent = 1.0;
  /// Replaces Zipf's law: function i has the share weights[i] / sum of the total rate. One weight > 0 for
  /// each function; empty: Zipf's law.
  std::vector<double> weights;
  sim::Distribution duration;  ///< nanoseconds, required
  sim::Distribution memory;    ///< MiB, drawn once for each function and rounded up; constant or any other
  bool is_fixed = false;       ///< all replications have the memory sizes of the first one
  FunctionTraits traits;
};

/// `correlated`: a population whose functions are called together. A share `together` of the calls of the
/// rarest function comes from one Poisson process that calls all functions at once, each after its own lag.
/// The other calls of each function are a separate Poisson process (the common shock of A. Marshall and I.
/// Olkin, "A multivariate exponential distribution", J. Am. Stat. Assoc. 62, 1967). Each single function is a
/// Poisson process of its rate, from time zero on.
/// Correlation: let r_i and r_j be the rates of two functions, r the lowest rate of all, c = together x r,
/// and L_i and L_j independent lags. The counts of the two functions over a time t have the covariance c
/// E[max(0, t - |L_i - L_j|)]. For times much longer than the lag, their correlation is c / sqrt(r_i r_j),
/// which is `together` if the rates are equal.
struct CorrelatedSpec {
  PopulationSpec of;
  double together = 0;    ///< 0 .. 1, required
  sim::Distribution lag;  ///< nanoseconds, at most an hour
};

/// `azure-like`: a population made from the published statistics of the Azure Functions trace of 2019
/// (Shahrad et al., ATC 2020): rates, functions per application, timers, durations and memory. No download
/// needed.
struct AzureLikeSpec {
  std::string tenant = "azure";
  std::uint32_t tenants = 0;  ///< accounts that the applications are assigned to in turn; 0: one for each
  std::uint32_t functions = 500;
  double scale = 1.0;       ///< multiplies every rate
  double max_rate = 100.0;  ///< upper limit of a function's rate, in calls a second
  bool is_fixed = false;    ///< all replications have the functions of the first one
  FunctionTraits traits;
};

/// The parameters of every generator of a single function.
struct SingleFunction {
  std::string tenant = "default";
  std::string function;        ///< required
  sim::Distribution duration;  ///< nanoseconds, required
  Mebibytes memory = 128;
  FunctionTraits traits;
};

/// `renewal`: gaps of any distribution, independent of each other; the first arrival comes one gap after time
/// zero.
struct RenewalSpec {
  SingleFunction of;
  sim::Distribution gap;  ///< nanoseconds, required, of a finite mean of at least 1
};

/// `timer`: a tick at phase + k periods, k = 0, 1, .., or at the minutes of a cron expression, each delayed
/// by its own draw of the jitter.
struct TimerSpec {
  SingleFunction of;
  Duration every;            ///< at least 1 ns; 0 with a cron expression
  Duration phase;            ///< of the first tick; unused with a cron expression
  sim::Distribution jitter;  ///< nanoseconds, at most the period or the shortest gap
  std::string cron;          ///< in the syntax of CronSchedule; empty: none
};

/// `mmpp`: a Poisson process with the rate of the current state. The states follow each other in turn, and
/// each lasts for an exponential time. Stationary from time zero on.
struct MmppSpec {
  SingleFunction of;
  std::vector<Rate> rates;     ///< required; may be 0
  std::vector<Duration> stay;  ///< required: the mean time in each state, at least 1 us
};

/// `on-off`: a Poisson process that is switched on and off; it begins with an on period.
struct OnOffSpec {
  SingleFunction of;
  Rate rate = 0;         ///< during on periods; required
  sim::Distribution on;  ///< nanoseconds, required, with a mean of at least 1 us; so is `off`
  sim::Distribution off;
};

/// A rate at an instant.
struct RatePoint {
  Duration at;
  Rate rate = 0;
  bool operator==(const RatePoint&) const = default;
};

/// `curve`: a Poisson process whose rate is linear between points; two points at one instant make a jump.
/// With a period the curve repeats, and a line connects the last point with the first point of the next
/// period. Without a period, the first rate also holds before the first point, and the last rate after the
/// last point.
struct CurveSpec {
  SingleFunction of;
  std::vector<RatePoint> points;   ///< required, in order of time
  std::optional<Duration> period;  ///< no point may be after its end
};

/// `diurnal`: a Poisson process with the rate mean x (1 + (peak_to_mean - 1) cos(2 pi (t - peak_at) /
/// period)), approximated by 288 chords per period (for a day: one every 5 min). The error is less than 6e-5
/// of the amplitude, and the mean is the same.
struct DiurnalSpec {
  SingleFunction of;
  Rate mean = 0;            ///< mean over a day (not a weekend day), required
  double peak_to_mean = 2;  ///< 1 (constant) .. 2 (down to zero)
  /// If the period is a day, the time of day, else the time since the start; empty: the middle of the period.
  std::optional<Duration> peak_at;
  Duration period = sim::hours(24);
  double weekend =
      1;  ///< the rate on Saturdays and Sundays over that of other days; 1 unless the period is a day
};

/// `closed-loop`: clients that each send a request, wait for its end, think, and send the next.
struct ClosedLoopSpec {
  SingleFunction of;
  std::uint32_t clients = 0;  ///< required
  sim::Distribution think;    ///< nanoseconds from an answer to the next request; required, may be 0
  /// Nanoseconds from a client's start to its first request; none: a think time.
  std::optional<sim::Distribution> first;
  Duration ramp_up;  ///< time over which the clients start, at equal intervals
};

/// Traits of one function of a trace, which replace those of the entry.
struct NamedTraits {
  std::string function;
  std::string tenant;  ///< empty: of any tenant
  FunctionTraits traits;
};

/// Whether the first line of a csv file names its columns. `detect`: it does, unless the column of arrivals
/// is given by number and the first line has a time in that column.
enum class CsvHead : std::uint8_t { detect, first_line, none };

/// `trace: {format: csv}`: one row per invocation.
struct CsvTraceSpec {
  std::vector<std::string> paths;  ///< read one after the other as if they were one file
  /// Column names, or their numbers from 1 (a column with such a name takes precedence). An empty name means
  /// that the file has no such column and the constant below is used. Exactly one of `duration_column` and
  /// `end_column` is used: an end column, if given, replaces the default duration column.
  std::string function_column = "function_id";
  std::string tenant_column;
  std::string arrival_column = "arrival_s";
  std::string duration_column = "duration_s";
  std::string end_column;
  std::string memory_column = "memory_mb";
  std::string function = "function";  ///< constant, if there is no function column
  std::string tenant = "default";     ///< constant, if there is no tenant column
  Mebibytes memory = 128;             ///< constant, if there is no memory column
  std::optional<Duration> duration;   ///< constant, if there is neither a duration nor an end column
  /// Times are decimal numbers of this many nanoseconds, parsed as integers: an epoch time with nine decimals
  /// is exact.
  std::int64_t time_unit_ns = 1'000'000'000;
  /// true: the first row's arrival is time zero. false: times are as given, and a time over ten years is an
  /// error whose message suggests `origin: first-row`.
  bool origin_first_row = false;
  CsvHead head = CsvHead::detect;
  FunctionTraits traits;
  std::vector<NamedTraits> functions;  ///< functions with traits of their own
  TraceAdjustment adjustment;
};

/// `batch`: a number of calls at one instant, or spread over a short time after it; once or repeatedly.
struct BatchSpec {
  SingleFunction of;
  std::uint32_t calls = 0;      ///< of each batch, required
  Duration at;                  ///< instant of the first batch
  bool is_time_of_day = false;  ///< `at` is a time of day of UTC, and the first batch the first such instant
  std::optional<Duration> every;  ///< empty: once, or daily if `at` is a time of day
  Duration over;                  ///< each call comes within this time, independently; at most a period

  /// The instant of the first batch, if time zero is the minute `epoch` since 1970.
  [[nodiscard]] Duration first(std::int64_t epoch) const;
  /// The time between two batches; empty if there is only one.
  [[nodiscard]] std::optional<Duration> period() const;
};

/// `cold-share`: one function with a given share of calls that come after a pause longer than a given
/// keep-alive; the others come after a shorter pause. Of the first n calls, ceil(n x share) come after a long
/// pause (the first is always cold). A pause begins when the previous call would end if it had begun at once.
struct ColdShareSpec {
  SingleFunction of;
  double share = 0;     ///< 0 .. 1, required
  Duration keep_alive;  ///< required; pauses are shorter or longer than this
  Duration phase;       ///< of the first call
  /// Nanoseconds; empty: half of the keep-alive, and twice the keep-alive.
  std::optional<sim::Distribution> warm_pause;  ///< always shorter than the keep-alive
  std::optional<sim::Distribution> cold_pause;  ///< always longer

  [[nodiscard]] sim::Distribution warm() const;
  [[nodiscard]] sim::Distribution cold() const;
};

using WorkloadSpec =
    std::variant<PoissonSpec, PopulationSpec, AzureLikeSpec, CsvTraceSpec, AzureTraceSpec, Azure2021TraceSpec,
                 Huawei2023TraceSpec, Huawei2025TraceSpec, IluvatarTraceSpec, AzureCdfsSpec, RenewalSpec,
                 TimerSpec, MmppSpec, OnOffSpec, CurveSpec, ClosedLoopSpec, CorrelatedSpec, DiurnalSpec,
                 BatchSpec, ColdShareSpec>;

/// The adjustment of an entry's trace; null if the entry is not a trace.
const TraceAdjustment* adjustment_of(const WorkloadSpec& spec);

/// The traits of every function of an entry.
const FunctionTraits& traits_of(const WorkloadSpec& spec);
FunctionTraits& traits_of(WorkloadSpec& spec);

/// The files of a specification, in the order in which they are read.
std::vector<std::string*> trace_files(WorkloadSpec& spec);
std::vector<std::string> trace_files(const WorkloadSpec& spec);

/// The parameters that a source needs in addition to its specification.
struct SourceContext {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::uint32_t number = 0;  ///< position of the entry in the scenario
  std::optional<Time>
      duration;  ///< the scenario's duration: arrivals at or after it are not needed; generators require it
  std::int64_t epoch = kMonday2024;  ///< the minute of time zero, since 1970-01-01 00:00 UTC

  /// The replication whose draws define a population: its own, or the first one if the population is fixed.
  /// Arrivals, phases and durations of calls are always drawn by `replication`.
  [[nodiscard]] std::uint32_t population_of(bool is_fixed) const {
    return CURTAIN_MUTANT(fixed_population_is_drawn, is_fixed, false) ? 0 : replication;
  }
};

/// Opens the source and adds the functions that it declares to `table`, which must outlive it. Throws
/// TraceError for files, and std::invalid_argument for contradictions that are visible only here (a generator
/// without a duration).
std::unique_ptr<ArrivalSource> open_source(const WorkloadSpec& spec, const SourceContext& context,
                                           FunctionTable& table);

}  // namespace curtain
