#pragma once
// A scenario: all settings of one run, read from YAML.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/config/expectation.hpp"
#include "models/config/lesson.hpp"
#include "models/config/overrides.hpp"
#include "models/platform/parameters.hpp"
#include "models/warning.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// The signal whose observations determine a run's warm-up (`warmup: mser-5`).
enum class WarmUpSignal : std::uint8_t {
  latency,      ///< latency of completed invocations
  cold_starts,  ///< whether attempts are cold
  instances,    ///< number of live instances at the end of each invocation
};

/// The name in YAML: "latency", "cold-starts", "instances".
std::string signal_name(WarmUpSignal signal);

struct Scenario {
  // Compiled once, and not in every source that copies a scenario.
  Scenario();
  Scenario(const Scenario& other);
  Scenario(Scenario&& other) noexcept;
  Scenario& operator=(const Scenario& other);
  Scenario& operator=(Scenario&& other) noexcept;
  ~Scenario();

  std::string name;  ///< by default the file's name without its ending
  std::string description;
  Lesson lesson;
  std::uint64_t seed = 1;
  std::optional<Time> duration;           ///< end of the run; if absent, a run ends with its trace
  Time warmup{0};                         ///< counts cover [warmup, duration)
  std::optional<WarmUpSignal> warmup_by;  ///< replaces `warmup`: found by MSER-5 in a run before the run
  std::int64_t epoch = kMonday2024;       ///< the minute of time zero, since 1970-01-01 00:00 UTC
  Duration bin = sim::minutes(1);         ///< width of time series' bins
  std::string platform_name;              ///< as in the scenario: a profile or a path
  PlatformParameters platform;
  std::vector<WorkloadSpec> workload;
  std::vector<Expectation> expect;
  Warnings warnings;                          ///< found while reading; a run may add further ones
  std::map<std::string, std::string> places;  ///< "file:line:column" of every key that was given, by its path
};

/// Reads a scenario file. Relative paths in it start from its folder, those in `overrides` from the current
/// one. Throws ScenarioError with all errors.
Scenario load_scenario(const std::string& path, const std::vector<Override>& overrides = {});

/// The same for a text; `name_for_messages` is used in place of the file's path.
Scenario parse_scenario(std::string_view text, const std::string& name_for_messages,
                        const std::vector<Override>& overrides = {});

/// The complete scenario, with all settings in canonical order and units. Reading it gives the same scenario
/// without any profile; paths of traces are relative to the current folder, as in the run.
std::string resolved_yaml(const Scenario& scenario);

/// The same, value by value: "seed: 42", "cluster.hosts.count: 40"; a policy with its parameters is one
/// value.
std::vector<std::string> resolved_settings(const Scenario& scenario);

/// The JSON Schema (draft 2020-12) of a scenario.
std::string json_schema();

/// Names of the built-in profiles.
std::vector<std::string> platform_profiles();

}  // namespace curtain
