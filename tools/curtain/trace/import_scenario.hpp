#pragma once
// The scenario that an imported log describes, and the comparison of its cold starts with those of a run of
// the scenario.
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/cold_start_gaps.hpp"
#include "models/words.hpp"

namespace curtain::tools {

/// The data that a log has about one function of the trace.
struct ImportedFunction {
  std::string name;
  std::string tenant;
  std::vector<std::int64_t> inits;      ///< nanoseconds of each initialisation
  std::optional<std::int64_t> timeout;  ///< shortest time in nanoseconds at which executions were cut off
  std::int64_t longest = 0;             ///< longest execution that was not cut off
};

/// The data from which the scenario is made.
struct LoggedWorkload {
  std::string_view kind;  ///< kind of log
  std::size_t files = 0;
  std::int64_t first = 0;  ///< arrivals, nanoseconds since 1970
  std::int64_t last = 0;
  bool is_epoch = false;
  bool has_tenant = false;
  bool has_duration = false;
  bool has_memory = false;
  std::vector<ImportedFunction> functions;
};

/// A run of the scenario compared with the log.
struct ScenarioRun {
  ColdStartDifference difference;
  std::uint64_t cold = 0;   ///< cold starts of the run
  double keep_alive_s = 0;  ///< of the scenario's policy
};

/// The keep-alive of the platform of a log's scenario, in nanoseconds; absent if it is not fixed.
std::optional<std::int64_t> scenario_keep_alive();

/// The scenario as YAML that can be run unchanged, with the trace at `path` relative to the scenario's
/// folder. Prices are those of the log's first day, if its provider has a list. Initialisations are those of
/// the log: as samples, or as percentiles if there are many, and by function if a function has at least
/// kEnoughInits.
std::string scenario_yaml(const LoggedWorkload& log, const std::string& path);
inline constexpr std::size_t kEnoughInits = 10;
inline constexpr std::size_t kMostSamples = 40;
inline constexpr std::size_t kMostNamedFunctions = 200;

/// Simulates the scenario of this text, with paths relative to the current folder. Absent if it is
/// interrupted.
std::optional<std::uint64_t> cold_starts_of_run(const std::string& yaml, const std::atomic<bool>& interrupt);

/// "the log has 24 cold starts; a run of this scenario gives 4, because" and the reasons, one per line.
std::vector<std::string> reasons_of(const ScenarioRun& run);

}  // namespace curtain::tools
