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

/// The run was interrupted before it began, so there is no report.
class RunInterrupted : public std::runtime_error {
 public:
  RunInterrupted() : std::runtime_error("interrupted") {}
};

/// Settings of the references with which a run is compared.
struct ReferenceSettings {
  Duration lambda;  ///< the idle time that costs as much as one cold start
  std::vector<Time>
      instants;  ///< instants at which the packing is examined; if empty, 20 spread evenly over the run
};

struct RunSettings {
  std::uint32_t replication = 0;
  bool audit = false;          ///< checks every event; several times slower
  bool force_general = false;  ///< see RunOptions
  bool by_function = false;    ///< see RunOptions
  bool by_time = false;        ///< see RunOptions
  std::optional<Time> warmup;  ///< used instead of the warm-up of the scenario
  /// If set, the run also computes its distance from the references. The run is then observed, which makes it
  /// slower, and the workload is read twice.
  std::optional<ReferenceSettings> references;
  /// Called for every decision of a policy when it is made, with the functions known so far. The run is then
  /// observed, which makes it slower.
  std::function<void(const Decision&, const FunctionTable&)> decided;
  /// Called for every invocation at its end, with the functions so far. At the end of a run without an
  /// interrupt, also called for invocations that have not ended. The run is then observed, which makes it
  /// slower.
  std::function<void(const InvocationRow&, const FunctionTable&)> invocation;
  /// Notified of every change of state. The run is then observed, which makes it slower.
  Observer* observer = nullptr;
  /// Called before the run with its functions. The table of functions may grow during the run but keeps its
  /// address.
  std::function<void(const FunctionTable&)> begins;
  /// If set, the run also makes a recording. The run is then observed, which makes it slower.
  std::optional<RecordingSettings> recording;
  std::vector<NamedMetric> metrics;  ///< metrics of scopes, in addition to the metrics of the whole run
  bool is_judged = true;             ///< measures the metrics of scopes that the scenario expects
  const std::atomic<bool>* interrupt = nullptr;
  std::function<void(const Progress&)> progress;
  std::function<void()>
      interrupted;  ///< called after the simulation has been interrupted, before its report is made
};

/// Figures of a run that differ between machines.
struct ResourceUse {
  double wall_s = 0;
  double cpu_s = 0;                  ///< CPU time of the thread that ran the simulation
  double invocations_per_s = 0;      ///< arrivals, in the window or not, divided by the CPU time
  std::uint64_t peak_rss_bytes = 0;  ///< peak memory of the process so far
};

struct RunResult {
  Report report;
  RunOutcome outcome;
  FunctionTable functions;
  std::vector<std::string> broken;  ///< violated laws and violations found by the audit; must be empty
  std::uint64_t audited_events = 0;
  ResourceUse use;
  std::optional<WarmUpFound> warm_up;    ///< set if the scenario requests a search for the warm-up
  std::optional<References> references;  ///< set if references were requested and their computation was
                                         ///< not interrupted
  Warnings warnings;                     ///< warnings of the scenario, then of the run
  std::optional<RunRecording>
      recording;  ///< set if a recording was requested; the recording ends at an interrupt
};

/// The options with which the platform runs the scenario for these settings, without observers. Arrivals from
/// `warmup` on are counted.
RunOptions options_of(const Scenario& scenario, const RunSettings& settings, Time warmup);

/// The scenario's workload as one stream, opened on `table`, which must outlive the stream. Throws the
/// exceptions of open_source().
std::unique_ptr<ArrivalSource> open_workload(const Scenario& scenario, std::uint32_t replication,
                                             FunctionTable& table);

/// Finds the warm-up by the scenario's rule, which must exist. Simulates the scenario once, observed. Throws
/// RunInterrupted if this run is interrupted.
WarmUpFound find_warm_up(const Scenario& scenario, const RunSettings& settings);

/// The metrics of scopes that a run with these settings measures. Throws ScenarioError with the message of
/// wrong_metric_name().
std::vector<NamedMetric> metrics_of_scopes(const Scenario& scenario, const RunSettings& settings);

/// Whether a run with these settings measures how tenants share VMs and hosts, because a tenancy metric is
/// requested. The run is then observed, which makes it slower.
bool wants_tenancy(const Scenario& scenario, const RunSettings& settings);

/// Runs a scenario once. If the scenario requests it, an earlier run finds the warm-up. Throws ScenarioError
/// for a metric of a function or tenant that the workload does not have, TraceError for an error in a trace,
/// std::invalid_argument for contradictions, and sim::InvariantBroken for a defect. An interrupt during the
/// run or its references gives a partial report. An interrupt during the search for the warm-up throws
/// RunInterrupted.
RunResult run_scenario(const Scenario& scenario, const RunSettings& settings);

/// Whether each replication draws its own functions, with their rates and durations, which is the case for a
/// generator without a fixed population.
bool draws_population(const Scenario& scenario);

/// The differences between replications of the scenario, in words. The text names the data that are drawn
/// again and the data that are replayed from a trace.
std::string what_varies(const Scenario& scenario);

}  // namespace curtain
