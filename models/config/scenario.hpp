#pragma once
// A scenario contains all settings of one run. It is read from YAML.
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
#include "models/config/validation_case.hpp"
#include "models/platform/parameters.hpp"
#include "models/warning.hpp"
#include "models/workload/programme.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// The signal that determines the warm-up of a run with `warmup: mser-5`.
enum class WarmUpSignal : std::uint8_t {
  latency,      ///< latency of each completed invocation
  cold_starts,  ///< whether each attempt is cold
  instances,    ///< number of live instances at the end of each invocation
};

/// The name of the signal in YAML: "latency", "cold-starts", "instances".
std::string signal_name(WarmUpSignal signal);

struct Scenario {
  // Defined in the source file, so that it is compiled only once.
  Scenario();
  Scenario(const Scenario& other);
  Scenario(Scenario&& other) noexcept;
  Scenario& operator=(const Scenario& other);
  Scenario& operator=(Scenario&& other) noexcept;
  ~Scenario();

  std::string name;  ///< default: the file's name without its ending
  std::string description;
  Lesson lesson;
  std::uint64_t seed = 1;
  std::optional<Time> duration;           ///< end of the run; if absent, the run ends with its trace
  Time warmup{0};                         ///< counts cover the invocations that arrive in [warmup, duration)
  std::optional<WarmUpSignal> warmup_by;  ///< the signal by which MSER-5 determines `warmup` in a first run
  std::int64_t epoch = kMonday2024;       ///< time zero, in minutes since 1970-01-01 00:00 UTC
  Duration bin = sim::minutes(1);         ///< width of the bins of time series
  std::string platform_name;              ///< the name or path by which the scenario names the profile
  PlatformParameters platform;
  std::vector<WorkloadSpec> workload;
  std::vector<Programme> programmes;
  std::vector<Expectation> expect;
  std::vector<ValidationCase> cases;
  Warnings warnings;                          ///< warnings found while reading; a run may add more
                                              ///< warnings
  std::map<std::string, std::string> places;  ///< the position "file:line:column" of every key that was
                                              ///< given, by the path of the key
};

/// Reads the file of a scenario. Relative paths in the file start from its folder, and relative paths in
/// `overrides` from the current folder. Throws ScenarioError with all errors.
Scenario load_scenario(const std::string& path, const std::vector<Override>& overrides = {});

/// Reads the text of a scenario. `name_for_messages` replaces the path of the file in messages.
Scenario parse_scenario(std::string_view text, const std::string& name_for_messages,
                        const std::vector<Override>& overrides = {});

/// The complete scenario, with all settings in canonical order and units. The text gives the same scenario
/// without reading any profile. Paths of traces are relative to the current folder, as in the run.
std::string resolved_yaml(const Scenario& scenario);

/// The complete scenario as one text for each setting: "seed: 42", "cluster.hosts.count: 40". A policy with
/// its parameters is one setting.
std::vector<std::string> resolved_settings(const Scenario& scenario);

/// The JSON Schema (draft 2020-12) of a scenario.
std::string json_schema();

/// The names of the built-in profiles.
std::vector<std::string> platform_profiles();

}  // namespace curtain
