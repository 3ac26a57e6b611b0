#pragma once
// The scenario that an imported log describes, and how its cold starts compare with those of a run of it.
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/cold_start_gaps.hpp"
#include "models/words.hpp"

namespace curtain::tools {

/// What a log says of one function of the trace.
struct ImportedFunction {
  std::string name;
  std::string tenant;
  std::vector<std::int64_t> inits;      ///< nanoseconds of each initialisation
  std::optional<std::int64_t> timeout;  ///< nanoseconds at which executions were cut off, the least
  std::int64_t longest = 0;             ///< of the executions that were not
};

/// All that the scenario is made of.
struct LoggedWorkload {
  std::string_view kind;  ///< of the log
  std::size_t files = 0;
  std::int64_t first = 0;  ///< arrivals, nanoseconds since 1970
  std::int64_t last = 0;
  bool is_epoch = false;
  bool has_tenant = false;
  bool has_duration = false;
  bool has_memory = false;
  std::vector<ImportedFunction> functions;
};

/// A run of the scenario beside the log.
struct ScenarioRun {
  ColdStartDifference difference;
  std::uint64_t cold = 0;   ///< cold starts of the run
  double keep_alive_s = 0;  ///< of the scenario's policy
};

/// The keep-alive of the platform that a log's scenario names, in nanoseconds; nothing if it is not fixed.
std::optional<std::int64_t> scenario_keep_alive();

/// The scenario as YAML that runs as it is, of a trace at `path` as seen from the scenario's folder. Prices
/// are those of the log's first day, where its provider has a list; initialisations are as they were logged:
/// samples, or percentiles of many, by function where it has at least kEnoughInits.
std::string scenario_yaml(const LoggedWorkload& log, const std::string& path);
inline constexpr std::size_t kEnoughInits = 10;
inline constexpr std::size_t kMostSamples = 40;
inline constexpr std::size_t kMostNamedFunctions = 200;

/// Simulates the scenario of this text, with paths as seen from the current folder. Nothing if it is
/// interrupted.
std::optional<std::uint64_t> cold_starts_of_run(const std::string& yaml, const std::atomic<bool>& interrupt);

/// "the log has 24 cold starts; a run of this scenario gives 4, because" and the reasons, a line each.
std::vector<std::string> reasons_of(const ScenarioRun& run);

}  // namespace curtain::tools
