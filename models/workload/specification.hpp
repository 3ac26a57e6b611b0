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
#include "sim/distribution.hpp"

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
/// share i^-exponent / sum_j j^-exponent of the total rate.
struct PopulationSpec {
  std::string tenant = "default";  ///< tenants > 1: "<tenant>-<number>", functions dealt to them in turn
  std::uint32_t tenants = 1;
  std::string prefix = "function";  ///< functions are named "<prefix>-<number>"
  std::uint32_t functions = 0;      ///< required
  Rate rate = 0;                    ///< of all functions together, required
  double zipf_exponent = 1.0;
  sim::Distribution duration;  ///< nanoseconds, required
  sim::Distribution memory;    ///< MiB, drawn once for each function and rounded up; constant or any other
  FunctionTraits traits;
};

/// `azure-like`: a population made from the published statistics of the Azure Functions trace of 2019
/// (Shahrad et al., ATC 2020): rates, functions per application, timers, durations and memory. No download
/// needed.
struct AzureLikeSpec {
  std::string tenant = "azure";
  std::uint32_t tenants = 0;            ///< accounts the applications are dealt to in turn; 0 = one each
  std::uint32_t functions = 500;
  double scale = 1.0;       ///< multiplies every rate
  double max_rate = 100.0;  ///< a function's rate is held at this many a second
  FunctionTraits traits;
};

/// Where inside its minute an invocation of a per-minute trace falls.
enum class WithinMinute : std::uint8_t { uniform, even, poisson };

/// `trace: {format: csv}`: one row an invocation.
struct CsvTraceSpec {
  std::string path;
  /// Column names; an empty name means the file has no such column and the constant below is used. Exactly
  /// one of `duration_column` and `end_column` is used: an end time where given wins over the default
  /// duration column.
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
  FunctionTraits traits;
};

/// `trace: {format: azure-2019}`: per-minute counts, duration and memory percentiles, joined on the hashes.
struct AzureTraceSpec {
  std::string invocations;  ///< path of the counts file
  std::string durations;    ///< path of the duration percentiles
  std::string memory;       ///< path of the memory file
  WithinMinute within_minute = WithinMinute::uniform;
  std::optional<std::uint32_t> functions;  ///< only the first N functions of the counts file
  /// For a function with no row in the durations or memory file: these constants if given, otherwise an
  /// error.
  std::optional<Duration> default_duration;
  std::optional<Mebibytes> default_memory;
  FunctionTraits traits;
};

using WorkloadSpec = std::variant<PoissonSpec, PopulationSpec, AzureLikeSpec, CsvTraceSpec, AzureTraceSpec>;

/// What a source needs besides its specification.
struct SourceContext {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::uint32_t number = 0;  ///< position of the entry in the scenario
  std::optional<Time>
      duration;  ///< the scenario's: arrivals at or beyond it are not wanted; generators need it
};

/// Opens the source and adds what functions it knows to `table`, which must outlive it. Throws TraceError for
/// files and std::invalid_argument for contradictions that only the whole shows (a generator without a
/// duration).
std::unique_ptr<ArrivalSource> open_source(const WorkloadSpec& spec, const SourceContext& context,
                                           FunctionTable& table);

}  // namespace curtain
