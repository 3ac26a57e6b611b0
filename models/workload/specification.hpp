#pragma once
// What a scenario says of its workload: one entry a source. Plain data; models/config fills it, open_source()
// reads it.
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
  std::string tenant = "default";  ///< tenants > 1: "<tenant>-<number>", functions dealt to them in turn
  std::uint32_t tenants = 1;
  std::string prefix = "function";  ///< functions are named "<prefix>-<number>"
  std::uint32_t functions = 0;      ///< required
  Rate rate = 0;                    ///< of all functions together, required
  double zipf_exponent = 1.0;
  /// In place of Zipf's law: function i has the share weights[i] / sum of the total rate. As many as
  /// functions, each > 0; none: Zipf's law.
  std::vector<double> weights;
  sim::Distribution duration;  ///< nanoseconds, required
  sim::Distribution memory;    ///< MiB, drawn once for each function and rounded up; constant or any other
  bool is_fixed = false;       ///< the memory sizes of the first replication are those of all
  FunctionTraits traits;
};

/// `correlated`: a population whose functions are called together. Of the calls of the least called function
/// a share `together` comes from one Poisson process that calls all functions at once, each after its own
/// lag; the other calls of each function are a Poisson process of its own (the common shock of A. Marshall
/// and I. Olkin, "A multivariate exponential distribution", J. Am. Stat. Assoc. 62, 1967). Each function by
/// itself is a Poisson process of its rate, from time zero on. With r_i and r_j the rates of two functions, r
/// the least of all and c = together x r, their counts over a time t have the covariance c E[max(0, t - |L_i
/// - L_j|)], L_i and L_j independent lags, so over times long against the lag the correlation c / sqrt(r_i
/// r_j): `together` itself where rates are equal.
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
  double max_rate = 100.0;  ///< a function's rate is held at this many a second
  bool is_fixed = false;    ///< the functions of the first replication are those of all
  FunctionTraits traits;
};

/// What every generator of a single function needs.
struct SingleFunction {
  std::string tenant = "default";
  std::string function;        ///< required
  sim::Distribution duration;  ///< nanoseconds, required
  Mebibytes memory = 128;
  FunctionTraits traits;
};

/// `renewal`: gaps of any distribution, each independent of those before; the first arrival is a gap after
/// time zero.
struct RenewalSpec {
  SingleFunction of;
  sim::Distribution gap;  ///< nanoseconds, required, of a finite mean of at least 1
};

/// `timer`: a tick at phase + k periods, k = 0, 1, .., or at the minutes of a cron expression, each late by
/// its own draw of the jitter.
struct TimerSpec {
  SingleFunction of;
  Duration every;            ///< at least 1 ns; 0 if there is a cron expression
  Duration phase;            ///< of the first tick; none with a cron expression
  sim::Distribution jitter;  ///< nanoseconds, never longer than the period or the shortest gap
  std::string cron;          ///< as CronSchedule reads it; empty: none
};

/// `mmpp`: a Poisson process whose rate is that of a state; the states follow each other in turn, and each
/// lasts for an exponential time. Stationary from time zero on.
struct MmppSpec {
  SingleFunction of;
  std::vector<Rate> rates;     ///< required; may be 0
  std::vector<Duration> stay;  ///< required: the mean time in each state, at least 1 us
};

/// `on-off`: a Poisson process that is switched on and off; it begins with an on period.
struct OnOffSpec {
  SingleFunction of;
  Rate rate = 0;         ///< while it is on; required
  sim::Distribution on;  ///< nanoseconds, required, of a mean of at least 1 us, as is `off`
  sim::Distribution off;
};

/// A rate at an instant.
struct RatePoint {
  Duration at;
  Rate rate = 0;
  bool operator==(const RatePoint&) const = default;
};

/// `curve`: a Poisson process whose rate is linear between points; two points at one instant make a jump.
/// With a period the curve repeats, and a line leads from its last point to its first of the next period;
/// without, the first rate holds before the first point and the last one after the last.
struct CurveSpec {
  SingleFunction of;
  std::vector<RatePoint> points;   ///< required, in order of time
  std::optional<Duration> period;  ///< no point is beyond it
};

/// `diurnal`: a Poisson process with the rate mean x (1 + (peak_to_mean - 1) cos(2 pi (t - peak_at) /
/// period)), by 288 chords a period (of a day: one each 5 min), which is off by less than 6e-5 of its swing
/// and has the same mean.
struct DiurnalSpec {
  SingleFunction of;
  Rate mean = 0;            ///< of a day (not of a weekend), required
  double peak_to_mean = 2;  ///< 1 (flat) .. 2 (down to nothing)
  /// Of a period of a day the time of day, of another the time since the start; none: the middle of the
  /// period.
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
  Duration ramp_up;  ///< over which the clients start, evenly
};

/// Traits of one function of a trace, in place of those of all.
struct NamedTraits {
  std::string function;
  std::string tenant;  ///< empty: of whatever tenant
  FunctionTraits traits;
};

/// Whether the first line of a csv file names its columns. `detect`: it does, unless the column of arrivals
/// is given by number and the first line has a time there.
enum class CsvHead : std::uint8_t { detect, first_line, none };

/// `trace: {format: csv}`: one row an invocation.
struct CsvTraceSpec {
  std::vector<std::string> paths;  ///< read one after the other as if they were one file
  /// Column names, or their numbers from 1 (where a column has such a name, it is meant); an empty name means
  /// the file has no such column and the constant below is used. Exactly one of `duration_column` and
  /// `end_column` is used: an end time where given wins over the default duration column.
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
  /// true: the first row's arrival is time zero; false: times are as given, and one over ten years is an
  /// error that says to set `origin: first-row`.
  bool origin_first_row = false;
  CsvHead head = CsvHead::detect;
  FunctionTraits traits;
  std::vector<NamedTraits> functions;  ///< those that have traits of their own
  TraceAdjustment adjustment;
};

/// `batch`: so many calls at one instant, or spread over a short time from it on; once or again and again.
struct BatchSpec {
  SingleFunction of;
  std::uint32_t calls = 0;      ///< of each batch, required
  Duration at;                  ///< the instant of the first
  bool is_time_of_day = false;  ///< `at` is a time of day of UTC, and the first batch the first such instant
  std::optional<Duration> every;  ///< none: once, or daily at a time of day
  Duration over;                  ///< each call comes within this, on its own; at most a period

  /// When the first batch is due, where time zero is the minute `epoch` since 1970.
  [[nodiscard]] Duration first(std::int64_t epoch) const;
  /// The time between two batches; nothing if there is one.
  [[nodiscard]] std::optional<Duration> period() const;
};

/// `cold-share`: one function, of whose calls a given share comes after a pause longer than a given
/// keep-alive, and the others after a shorter one. Of the first n calls ceil(n x share) do (the first is
/// cold in any case). Pauses begin when the call before would end if it had begun at once.
struct ColdShareSpec {
  SingleFunction of;
  double share = 0;     ///< 0 .. 1, required
  Duration keep_alive;  ///< that pauses are shorter or longer than; required
  Duration phase;       ///< of the first call
  /// Nanoseconds; none: half of the keep-alive, and twice as much as it is.
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

/// What is done to the trace of an entry; null if it is no trace.
const TraceAdjustment* adjustment_of(const WorkloadSpec& spec);

/// What holds for every function of an entry.
const FunctionTraits& traits_of(const WorkloadSpec& spec);

/// The files that a specification names, in the order in which they are read.
std::vector<std::string*> trace_files(WorkloadSpec& spec);
std::vector<std::string> trace_files(const WorkloadSpec& spec);

/// What a source needs in addition to its specification.
struct SourceContext {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::uint32_t number = 0;  ///< position of the entry in the scenario
  std::optional<Time>
      duration;  ///< the scenario's: arrivals at or beyond it are not wanted; generators need it
  std::int64_t epoch = kMonday2024;  ///< the minute of time zero, since 1970-01-01 00:00 UTC

  /// The replication whose draws make a population: its own, or the first for all where that is fixed. What
  /// the functions then do (arrivals, phases, durations of calls) is of `replication`.
  [[nodiscard]] std::uint32_t population_of(bool is_fixed) const {
    return CURTAIN_MUTANT(fixed_population_is_drawn, is_fixed, false) ? 0 : replication;
  }
};

/// Opens the source and adds what functions it knows to `table`, which must outlive it. Throws TraceError for
/// files and std::invalid_argument for contradictions that only the whole shows (a generator without a
/// duration).
std::unique_ptr<ArrivalSource> open_source(const WorkloadSpec& spec, const SourceContext& context,
                                           FunctionTable& table);

}  // namespace curtain
