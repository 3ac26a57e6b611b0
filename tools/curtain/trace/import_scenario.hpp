#pragma once
// Creates a scenario from an imported log, and compares the cold starts of a run of this scenario with those
// in the log.
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/cold_start_gaps.hpp"
#include "models/words.hpp"

namespace curtain::tools {

/// The data in a log about one function of the trace.
struct ImportedFunction {
  std::string name;
  std::string tenant;
  std::vector<std::int64_t> inits;      ///< the duration of each initialisation in nanoseconds
  std::optional<std::int64_t> timeout;  ///< the shortest time after which executions were cut off, in
                                        ///< nanoseconds
  std::int64_t longest = 0;             ///< the longest execution that was not cut off, in nanoseconds
};

/// The data from which the scenario is created.
struct LoggedWorkload {
  std::string_view kind;  ///< the kind of log
  std::size_t files = 0;
  std::int64_t first = 0;  ///< time of the first arrival, in nanoseconds since 1970
  std::int64_t last = 0;
  bool is_epoch = false;
  bool has_tenant = false;
  bool has_duration = false;
  bool has_memory = false;
  std::vector<ImportedFunction> functions;
};

/// The results of a run of the scenario, to be compared with the log.
struct ScenarioRun {
  ColdStartDifference difference;
  std::uint64_t cold = 0;   ///< number of cold starts in the run
  double keep_alive_s = 0;  ///< keep-alive of the scenario's policy
};

/// The keep-alive of the platform that such a scenario has, in nanoseconds. Absent if the keep-alive is not
/// fixed.
std::optional<std::int64_t> scenario_keep_alive();

/// The scenario as YAML, which can be run without changes. `path` is the path of the trace relative to the
/// folder of the scenario. The prices are those of the log's first day, if there is a price list of its
/// provider. The initialisations are those of the log, as a fitted distribution if at least kEnoughForFit
/// initialisations do not contradict it, or else as samples, or as percentiles if there are many. A function
/// with at least kEnoughInits initialisations has its own distribution.
std::string scenario_yaml(const LoggedWorkload& log, const std::string& path);
inline constexpr std::size_t kEnoughInits = 10;
inline constexpr std::size_t kMostSamples = 40;
inline constexpr std::size_t kEnoughForFit = 30;
inline constexpr double kGoodFit = 0.1;  ///< the least Kolmogorov-Smirnov p-value of a fit that is used
inline constexpr std::size_t kMostNamedFunctions = 200;

/// Simulates the scenario in `yaml`, whose paths are relative to the current folder. Absent if the run is
/// interrupted.
std::optional<std::uint64_t> cold_starts_of_run(const std::string& yaml, const std::atomic<bool>& interrupt);

/// A first line such as "the log has 24 cold starts; a run of this scenario gives 4, because", and the
/// reasons, one per line.
std::vector<std::string> reasons_of(const ScenarioRun& run);

}  // namespace curtain::tools
