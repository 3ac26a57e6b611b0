#pragma once
// Runs a scenario and returns a report.
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
#include "models/experiment/recording/recorder.hpp"
#include "models/experiment/references.hpp"
#include "models/experiment/report.hpp"
#include "models/experiment/warm_up.hpp"
#include "models/platform/platform.hpp"

namespace curtain {

/// The run was interrupted before it began, so there is nothing to report.
class RunInterrupted : public std::runtime_error {
 public:
  RunInterrupted() : std::runtime_error("interrupted") {}
};

/// Settings of the references that a run is compared with.
struct ReferenceSettings {
  Duration lambda;  ///< the idle time that is worth one cold start
  std::vector<Time>
      instants;  ///< instants at which to examine the packing; empty: 20, spread evenly over the run
};

struct RunSettings {
  std::uint32_t replication = 0;
  bool audit = false;          ///< check every event; several times slower
  bool force_general = false;  ///< see RunOptions
  bool by_function = false;    ///< see RunOptions
  bool by_time = false;        ///< see RunOptions
  std::optional<Time> warmup;  ///< used in place of the scenario's
  /// If set, also compute how far the run is from the references. The run is then observed, hence slower, and
  /// the workload is read twice.
  std::optional<ReferenceSettings> references;
  /// Called for every decision of a policy as it is made, with the functions known so far. The run is then
  /// observed, hence slower.
  std::function<void(const Decision&, const FunctionTable&)> decided;
  /// Called for every invocation at its end, with the functions so far; at the end of a run without
  /// interrupt, also for invocations that have not ended. The run is then observed, hence slower.
  std::function<void(const InvocationRow&, const FunctionTable&)> invocation;
  /// Notified of every change of state. The run is then observed, hence slower.
  Observer* observer = nullptr;
  /// Called before the run with its functions, which may grow during the run but stay in their place.
  std::function<void(const FunctionTable&)> begins;
  /// If set, also make a recording. The run is then observed, hence slower.
  std::optional<RecordingSettings> recording;
  std::vector<NamedMetric> metrics;  ///< of scopes, to measure in addition to those of the whole run
  bool is_judged = true;             ///< measure the metrics of scopes that the scenario expects
  const std::atomic<bool>* interrupt = nullptr;
  std::function<void(const Progress&)> progress;
  std::function<void()>
      interrupted;  ///< called once the simulation has been interrupted, before its report is made
};

/// The figures that differ between machines.
struct ResourceUse {
  double wall_s = 0;
  double cpu_s = 0;                  ///< CPU time of the thread that ran the simulation
  double invocations_per_s = 0;      ///< arrivals, in the window or not, over CPU time
  std::uint64_t peak_rss_bytes = 0;  ///< peak of the process so far
};

struct RunResult {
  Report report;
  RunOutcome outcome;
  FunctionTable functions;
  std::vector<std::string> broken;  ///< violated laws and findings of the audit; must be empty
  std::uint64_t audited_events = 0;
  ResourceUse use;
  std::optional<WarmUpFound> warm_up;  ///< if the scenario asks to find the warm-up
  std::optional<References>
      references;     ///< if requested, and neither the run nor the references were interrupted
  Warnings warnings;  ///< the scenario's, then those of the run
  std::optional<RunRecording> recording;  ///< if requested; of an interrupted run, what came before
};

/// How the platform runs the scenario with these settings, from `warmup` on counted; without observers.
RunOptions options_of(const Scenario& scenario, const RunSettings& settings, Time warmup);

/// The scenario's workload as one stream, opened on `table`, which must outlive it. Throws the exceptions of
/// open_source().
std::unique_ptr<ArrivalSource> open_workload(const Scenario& scenario, std::uint32_t replication,
                                             FunctionTable& table);

/// Finds the warm-up by the scenario's rule, which must exist: simulates the scenario once, observed. Throws
/// RunInterrupted if this run is interrupted.
WarmUpFound find_warm_up(const Scenario& scenario, const RunSettings& settings);

/// The metrics of scopes that a run with these settings measures. Throws ScenarioError with the message of
/// wrong_metric_name().
std::vector<NamedMetric> metrics_of_scopes(const Scenario& scenario, const RunSettings& settings);

/// Runs a scenario once. If the scenario asks for it, a run before that finds the warm-up. Throws
/// ScenarioError for a metric of a function or tenant that the workload does not have, TraceError for an
/// error in a trace, std::invalid_argument for contradictions, and sim::InvariantBroken for a defect. An
/// interrupt during the run or its references gives a partial report; an interrupt during the search for the
/// warm-up throws RunInterrupted.
RunResult run_scenario(const Scenario& scenario, const RunSettings& settings);

/// Whether each replication draws its own functions, with their rates and durations, as a generator does
/// whose population is not fixed.
bool draws_population(const Scenario& scenario);

/// The differences between replications of the scenario, in words: what is drawn again, and what is replayed
/// from a trace.
std::string what_varies(const Scenario& scenario);

}  // namespace curtain
