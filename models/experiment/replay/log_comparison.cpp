#include "models/experiment/replay/log_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "models/experiment/replay/compared_figures.hpp"
#include "models/experiment/replay/joint_figures.hpp"
#include "models/experiment/replay/logged_calls.hpp"
#include "models/experiment/run.hpp"
#include "models/measured/distances.hpp"
#include "sim/elementary.hpp"
#include "sim/parallel.hpp"

namespace curtain {
namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double variance_of(const std::vector<double>& values, double mean) {
  double sum = 0;
  for (const double value : values) {
    sum += (value - mean) * (value - mean);
  }
  return values.size() < 2 ? 0 : sum / static_cast<double>(values.size() - 1);
}

const MeasuredSpec& measured_entry(const Scenario& scenario) {
  const auto* const spec =
      scenario.workload.size() == 1 ? std::get_if<MeasuredSpec>(&scenario.workload.front()) : nullptr;
  if (spec == nullptr) {
    throw std::invalid_argument(fmt::format(
        "{}: the workload must be one entry `measured`, because the log gives the calls; write workload: "
        "[{{measured: {{memory: 128MiB}}}}]",
        scenario.name));
  }
  return *spec;
}

/// The number and the figures of one replication.
struct Replayed {
  LogFigures figures;
  std::uint64_t not_completed = 0;
};

Replayed replay(const Scenario& scenario, const MeasuredLog& log, const LogFrame& frame,
                const ReplayPlan& plan, std::uint32_t replication, const std::atomic<bool>* interrupt) {
  const auto& spec = std::get<MeasuredSpec>(scenario.workload.front());
  ReplayedLog replayed(log, frame, plan, spec.shift);
  RunSettings settings;
  settings.replication = replication;
  settings.is_judged = false;
  settings.interrupt = interrupt;
  settings.invocation = [&](const InvocationRow& row, const FunctionTable&) { replayed.take(row); };
  run_scenario(scenario, settings);
  const std::vector<MeasuredCall> calls = replayed.finish();
  return {figures_of(calls, frame), replayed.not_completed()};
}

std::vector<ComparedIdleBin> idle_bins() {
  std::vector<ComparedIdleBin> bins(kIdleEdges.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].from_min = kIdleEdges[i];
    if (i + 1 < bins.size()) {
      bins[i].to_min = kIdleEdges[i + 1];
    }
  }
  return bins;
}

void add_count(const ColdCount& count, ColdCount& sum) {
  sum.calls += count.calls;
  sum.cold += count.cold;
}

void remove_empty_bins(std::vector<ComparedIdleBin>& bins) {
  bins.erase(std::remove_if(bins.begin(), bins.end(),
                            [](const ComparedIdleBin& bin) { return bin.measured.calls == 0; }),
             bins.end());
}

}  // namespace

std::optional<double> ComparedFigure::mean() const {
  return simulated.empty() ? std::nullopt : std::optional(mean_of(simulated));
}

std::optional<double> ComparedFigure::spread() const {
  return simulated.size() < 2 ? std::nullopt
                              : std::optional(sim::sqrt(variance_of(simulated, mean_of(simulated))));
}

std::optional<double> ComparedFigure::error() const {
  return simulated.empty() || !measured ? std::nullopt : std::optional(mean_of(simulated) - *measured);
}

std::optional<double> ComparedFigure::p_value() const {
  if (simulated.size() < 2 || !measured) {
    return std::nullopt;
  }
  const double centre = mean_of(simulated);
  const double distance = sim::abs(*measured - centre);
  const auto as_far = std::count_if(simulated.begin(), simulated.end(), [&](double value) {
    return sim::abs(value - centre) >= distance - 1e-9 * (1 + distance);
  });
  return static_cast<double>(as_far + 1) / static_cast<double>(simulated.size() + 1);
}

double ComparedIdleBin::p_value() const {
  const double p = (static_cast<double>(simulated.cold) + 0.5) / (static_cast<double>(simulated.calls) + 1);
  return binomial_p_value(measured.cold, measured.calls, p);
}

const ComparedFigure* ComparedLog::find(const std::string& name) const {
  const auto found = std::find_if(figures.begin(), figures.end(),
                                  [&name](const ComparedFigure& figure) { return figure.name == name; });
  return found == figures.end() ? nullptr : &*found;
}

const JointFigure* LogComparison::find(const std::string& name) const {
  const auto found = std::find_if(joint.begin(), joint.end(),
                                  [&name](const JointFigure& figure) { return figure.name == name; });
  return found == joint.end() ? nullptr : &*found;
}

namespace {

/// The replays of all logs. Replications are added up in their order, so that sums do not depend on the order
/// in which they end.
class LogReplays {
 public:
  LogReplays(const Scenario& scenario, const std::vector<MeasuredLog>& logs,
             const LogComparisonSettings& settings, LogComparison& comparison)
      : logs_(logs),
        settings_(settings),
        comparison_(comparison),
        replayed_(logs.size() * settings.replications),
        added_(logs.size(), 0) {
    const MeasuredSpec& spec = measured_entry(scenario);
    for (const MeasuredLog& log : logs) {
      frames_.push_back(frame_of(log));
      plans_.push_back(plan_replay(log, frames_.back(), spec));
      scenarios_.push_back(scenario);
      std::get<MeasuredSpec>(scenarios_.back().workload.front()).calls = plans_.back().calls;
      comparison.logs.push_back(without_replays(log, frames_.back()));
    }
  }

  void run_all() {
    sim::parallel_for(replayed_.size(), settings_.threads, [&](std::size_t i) {
      if (is_interrupted()) {
        return;
      }
      const std::size_t log = i / settings_.replications;
      Replayed one = replay(scenarios_[log], logs_[log], frames_[log], plans_[log],
                            static_cast<std::uint32_t>(i % settings_.replications), settings_.interrupt);
      const std::lock_guard lock(mutex_);
      replayed_[i] = std::move(one);
      add_ready(log);
      ++done_;
      if (settings_.progress) {
        settings_.progress(done_, replayed_.size());
      }
    });
    comparison_.partial = done_ < replayed_.size() || is_interrupted();
  }

 private:
  [[nodiscard]] bool is_interrupted() const {
    return settings_.interrupt != nullptr && settings_.interrupt->load(std::memory_order_relaxed);
  }

  static ComparedLog without_replays(const MeasuredLog& log, const LogFrame& frame) {
    ComparedLog compared;
    compared.path = log.path;
    compared.kind = log.kind;
    compared.calls = log.calls.size();
    compared.refused = log.refused;
    compared.measured = figures_of(log.calls, frame);
    compared.figures = measured_figures(log, frame, compared.measured);
    compared.by_idle = idle_bins();
    compared.simulated_pool.assign(compared.measured.pool.size(), 0);
    return compared;
  }

  void add_ready(std::size_t log) {
    for (std::size_t& next = added_[log]; next < settings_.replications; ++next) {
      std::optional<Replayed>& one = replayed_[log * settings_.replications + next];
      if (!one) {
        return;
      }
      add(*one, comparison_.logs[log]);
      one.emplace();  // frees the memory
    }
  }

  void add(const Replayed& one, ComparedLog& compared) const {
    add_replication(compared.measured, one.figures, compared.figures);
    for (std::size_t bin = 0; bin < compared.by_idle.size(); ++bin) {
      add_count(one.figures.by_idle[bin], compared.by_idle[bin].simulated);
    }
    const std::size_t points = std::min(one.figures.pool.size(), compared.simulated_pool.size());
    for (std::size_t i = 0; i < points; ++i) {
      compared.simulated_pool[i] += one.figures.pool[i] / settings_.replications;
    }
    compared.not_completed += one.not_completed;
  }

  const std::vector<MeasuredLog>& logs_;
  const LogComparisonSettings& settings_;
  LogComparison& comparison_;
  std::vector<LogFrame> frames_;
  std::vector<ReplayPlan> plans_;
  std::vector<Scenario> scenarios_;
  std::vector<std::optional<Replayed>> replayed_;
  std::vector<std::size_t> added_;  // by log: the number of replications that were added
  std::mutex mutex_;
  std::size_t done_ = 0;
};

}  // namespace

LogComparison compare_logs(const Scenario& scenario, const std::vector<MeasuredLog>& logs,
                           const LogComparisonSettings& settings) {
  LogComparison comparison;
  comparison.replications = settings.replications;
  comparison.by_idle = idle_bins();
  LogReplays replays(scenario, logs, settings, comparison);
  replays.run_all();
  for (ComparedLog& compared : comparison.logs) {
    for (std::size_t bin = 0; bin < compared.by_idle.size(); ++bin) {
      compared.by_idle[bin].measured = compared.measured.by_idle[bin];
      add_count(compared.by_idle[bin].measured, comparison.by_idle[bin].measured);
      add_count(compared.by_idle[bin].simulated, comparison.by_idle[bin].simulated);
    }
    remove_empty_bins(compared.by_idle);
  }
  remove_empty_bins(comparison.by_idle);
  add_joint_figures(comparison);
  return comparison;
}

}  // namespace curtain
