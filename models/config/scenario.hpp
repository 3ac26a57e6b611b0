#pragma once
// A scenario: everything that fixes one run, read from YAML.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/config/overrides.hpp"
#include "models/platform/parameters.hpp"
#include "models/warning.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// What a run is expected to give.
struct Expectation {
  std::string metric;  ///< as MetricName::text() writes it
  /// In the metric's unit (a share as 0.05, a time in seconds); inclusive. `equals` with `within` fills both.
  std::optional<double> at_least;
  std::optional<double> at_most;
  std::string text;    ///< the bounds as written: "at_most: 5%"
  std::string source;  ///< where the figure is from, if the scenario says so
  std::string where;   ///< file:line:column
};

/// What a run's own warm-up is judged by (`warmup: mser-5`), observation by observation.
enum class WarmUpSignal : std::uint8_t {
  latency,      ///< of completed invocations
  cold_starts,  ///< of attempts: cold or not
  instances,    ///< live ones, as each invocation ends
};

/// As YAML names it: "latency", "cold-starts", "instances".
std::string signal_name(WarmUpSignal signal);

struct Scenario {
  std::string name;  ///< the file's name without its ending, where not given
  std::string description;
  std::uint64_t seed = 1;
  std::optional<Time> duration;           ///< end of the run; without it a run ends with its trace
  Time warmup{0};                         ///< counts cover [warmup, duration)
  std::optional<WarmUpSignal> warmup_by;  ///< in place of that: found by MSER-5 in a run before the run
  std::int64_t epoch = kMonday2024;       ///< the minute of time zero, since 1970-01-01 00:00 UTC
  Duration bin = sim::minutes(1);         ///< of time series
  std::string platform_name;              ///< as the scenario names it: a profile or a path
  PlatformParameters platform;
  std::vector<WorkloadSpec> workload;
  std::vector<Expectation> expect;
  Warnings warnings;                          ///< what reading it found; a run may add to them
  std::map<std::string, std::string> places;  ///< "file:line:column" of every key that was given, by its path
};

/// Reads a scenario file. Relative paths in it start from its folder, those in `overrides` from the current
/// one. Throws ScenarioError with everything that is wrong.
Scenario load_scenario(const std::string& path, const std::vector<Override>& overrides = {});

/// The same from a text; `name_for_messages` stands for the file's path.
Scenario parse_scenario(std::string_view text, const std::string& name_for_messages,
                        const std::vector<Override>& overrides = {});

/// The scenario with everything said, in canonical order and units. It reads back as the same scenario
/// without any profile; paths of traces are as the run saw them, from the current folder.
std::string resolved_yaml(const Scenario& scenario);

/// The same, value by value: "seed: 42", "cluster.hosts.count: 40"; a policy with its parameters is one
/// value.
std::vector<std::string> resolved_settings(const Scenario& scenario);

/// The JSON Schema (draft 2020-12) of a scenario.
std::string json_schema();

/// Names of the profiles that are built in.
std::vector<std::string> platform_profiles();

}  // namespace curtain
