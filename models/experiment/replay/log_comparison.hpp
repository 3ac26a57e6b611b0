#pragma once
// Compares measured logs with simulated runs that replay them.
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/measured/log_figures.hpp"
#include "models/measured/measured_log.hpp"

namespace curtain {

/// The values of a figure in the replications of one run, beside the measured value.
struct ComparedFigure {
  std::string name;                ///< "cold_starts", "response.warm.p50_s"
  std::optional<double> measured;  ///< empty for a distance, whose measured value is 0 by definition
  /// How far the figure of a repeated real run would differ by chance, as far as the log itself shows it. It
  /// is the standard error that follows from the quarters of the log, or for a distance, the distance between
  /// its two halves.
  std::optional<double> repeated;
  std::vector<double> simulated;  ///< by replication, without those that have no value

  [[nodiscard]] std::optional<double> mean() const;
  /// The standard deviation over replications; empty for less than two.
  [[nodiscard]] std::optional<double> spread() const;
  /// The mean less the measured value.
  [[nodiscard]] std::optional<double> error() const;
  /// The two-sided predictive p-value. It is the share of the replications, with the measured run counted as
  /// one more, whose distance from the mean of the replications is at least that of the measured value.
  [[nodiscard]] std::optional<double> p_value() const;
};

/// A bin of idle time. The simulated calls are those of all replications.
struct ComparedIdleBin {
  std::int64_t from_min = 0;
  std::optional<std::int64_t> to_min;
  ColdCount measured;
  ColdCount simulated;

  /// The two-sided p-value of the measured count under the binomial distribution with the simulated
  /// probability, which is (cold + 1/2) / (calls + 1) so that it is never 0 or 1.
  [[nodiscard]] double p_value() const;
};

/// The comparison of one log.
struct ComparedLog {
  std::string path;
  std::string kind;
  std::uint64_t calls = 0;
  std::uint64_t refused = 0;
  std::uint64_t not_completed = 0;  ///< calls that were not completed, over all replications
  LogFigures measured;
  std::vector<ComparedFigure> figures;
  std::vector<ComparedIdleBin> by_idle;  ///< without empty bins
  std::vector<double> simulated_pool;    ///< mean over the replications, as LogFigures::pool

  [[nodiscard]] const ComparedFigure* find(const std::string& name) const;
};

/// A figure of the whole comparison, which `expect` may bound.
struct JointFigure {
  std::string name;
  std::string meaning;
  std::optional<double> value;
};

struct LogComparison {
  std::vector<ComparedLog> logs;
  std::vector<ComparedIdleBin> by_idle;  ///< the sums over the logs
  std::vector<JointFigure> joint;
  /// The joint p-value of the other logs, by the log that is left out. Empty for less than three logs.
  std::vector<double> joint_p_without;
  std::uint32_t replications = 0;
  bool partial = false;

  [[nodiscard]] const JointFigure* find(const std::string& name) const;
};

struct LogComparisonSettings {
  std::uint32_t replications = 20;
  unsigned threads = 1;
  const std::atomic<bool>* interrupt = nullptr;
  std::function<void(std::size_t done, std::size_t all)> progress;  ///< called from any thread
};

/// Replays each log in the scenario, whose workload must be one `measured` entry. Throws
/// std::invalid_argument for another workload, and the exceptions of plan_replay() and run_scenario().
LogComparison compare_logs(const Scenario& scenario, const std::vector<MeasuredLog>& logs,
                           const LogComparisonSettings& settings);

}  // namespace curtain
