#pragma once
// From a scenario to a report.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/invocation_log.hpp"
#include "models/experiment/named_scopes.hpp"
#include "models/experiment/references.hpp"
#include "models/experiment/report.hpp"
#include "models/experiment/warm_up.hpp"
#include "models/platform/platform.hpp"

namespace curtain {

/// The run was interrupted before it began: there is nothing to report.
class RunInterrupted : public std::runtime_error {
 public:
  RunInterrupted() : std::runtime_error("interrupted") {}
};

/// What a run is compared with.
struct ReferenceSettings {
  Duration lambda;             ///< the idle time that is worth a cold start
  std::vector<Time> instants;  ///< at which to look at the packing; empty: 20, evenly over the run
};

struct RunSettings {
  std::uint32_t replication = 0;
  bool audit = false;          ///< check every event; several times slower
  bool force_general = false;  ///< see RunOptions
  bool by_function = false;    ///< see RunOptions
  bool by_time = false;        ///< see RunOptions
  std::optional<Time> warmup;  ///< in place of the scenario's
  /// Also tell how far the run is from the references. Observed, hence slower, and reads the workload twice.
  std::optional<ReferenceSettings> references;
  /// Called for every decision of a policy as it is made, with the functions so far. Observed, hence slower.
  std::function<void(const Decision&, const FunctionTable&)> decided;
  /// Called for every invocation as it ends, with the functions so far, and at the end of a run that was not
  /// interrupted for those that have not ended. Observed, hence slower.
  std::function<void(const InvocationRow&, const FunctionTable&)> invocation;
  std::vector<NamedMetric> metrics;  ///< of scopes, to measure in addition to those of the whole run
  bool is_judged = true;             ///< measure the metrics of scopes that the scenario expects
  const std::atomic<bool>* interrupt = nullptr;
  std::function<void(const Progress&)> progress;
  std::function<void()>
      interrupted;  ///< called once the simulation has been interrupted, before its report is made
};

/// What differs between machines.
struct ResourceUse {
  double wall_s = 0;
  double cpu_s = 0;                  ///< of the thread that ran it
  double invocations_per_s = 0;      ///< arrivals, window or not, over CPU time
  std::uint64_t peak_rss_bytes = 0;  ///< of the process so far
};

struct RunResult {
  Report report;
  RunOutcome outcome;
  FunctionTable functions;
  std::vector<std::string> broken;  ///< laws and audit findings that do not hold; must be empty
  std::uint64_t audited_events = 0;
  ResourceUse use;
  std::optional<WarmUpFound> warm_up;    ///< if the scenario has it found
  std::optional<References> references;  ///< if asked for, and neither the run nor they were interrupted
  Warnings warnings;                     ///< the scenario's, then those of the run
};

/// The scenario's workload as one stream, opened on `table`, which must outlive it. Throws what open_source()
/// throws.
std::unique_ptr<ArrivalSource> open_workload(const Scenario& scenario, std::uint32_t replication,
                                             FunctionTable& table);

/// The warm-up that the scenario's rule finds: simulates it once, observed. The scenario must have one.
/// Throws RunInterrupted if that is interrupted.
WarmUpFound find_warm_up(const Scenario& scenario, const RunSettings& settings);

/// The metrics of scopes that a run with these settings measures. Throws ScenarioError with what
/// wrong_metric_name() says.
std::vector<NamedMetric> metrics_of_scopes(const Scenario& scenario, const RunSettings& settings);

/// Runs a scenario once, after another run that finds the warm-up where the scenario asks for that. Throws
/// ScenarioError for a metric of a function or tenant that the workload does not have,
/// TraceError for what a trace holds, std::invalid_argument for contradictions, and sim::InvariantBroken for
/// a defect. An interrupt during the run or its references gives a partial report; one during the search for
/// the warm-up throws RunInterrupted.
RunResult run_scenario(const Scenario& scenario, const RunSettings& settings);

/// Whether functions themselves, with their rates and durations, are drawn in each replication: a generator
/// draws a population that is not fixed.
bool draws_population(const Scenario& scenario);

/// What replications of the scenario differ in, in words: what is drawn and what comes from a trace as it is.
std::string what_varies(const Scenario& scenario);

}  // namespace curtain
