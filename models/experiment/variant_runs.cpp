#include "models/experiment/variant_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <new>
#include <optional>

#include "sim/parallel.hpp"

namespace curtain {
namespace {

std::string message_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::bad_alloc&) {
    return "out of memory";
  } catch (const std::exception& known) {
    return known.what();
  }
}

/// Returns the reason why a variant has no numbers, given the exceptions of its replications. Empty if there
/// were no exceptions.
std::string failure_of(const std::vector<std::exception_ptr>& errors) {
  const auto first =
      std::find_if(errors.begin(), errors.end(), [](const auto& error) { return error != nullptr; });
  if (first == errors.end()) {
    return "";
  }
  const auto failed = std::count_if(first, errors.end(), [](const auto& error) { return error != nullptr; });
  const std::string which = errors.size() == 1
                                ? ""
                                : fmt::format("{} of {} replications failed, replication {} with: ", failed,
                                              errors.size(), first - errors.begin());
  return which + message_of(*first);
}

/// Returns the metrics to compare, first those of the whole run, then those of the requested scopes.
std::vector<std::string> names_of(const std::vector<Variant>& variants, const CompareSettings& settings) {
  std::vector<std::string> names;
  for (const MetricDeclaration& metric : metric_catalogue()) {
    names.emplace_back(metric.name);
  }
  RunSettings run;
  run.metrics = settings.metrics;
  run.is_judged = variants.size() == 1;
  const std::vector<NamedMetric> of_scopes = metrics_of_scopes(variants.front().scenario, run);
  for (const NamedMetric& named : of_scopes) {
    const std::string name = named.name.text();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

}  // namespace

/// Combines the progress of the runs on all threads.
class VariantRuns::Together {
 public:
  Together(const CompareSettings& settings, std::size_t runs) : settings_(settings), runs_(runs) {}

  /// Returns a function that reports the progress of one run, and does nothing without a listener.
  [[nodiscard]] std::function<void(const Progress&)> listen(const std::optional<Time>& end) {
    if (!settings_.progress) {
      return {};
    }
    return [this, end, last_part = 0.0, last_arrived = std::uint64_t{0}](const Progress& progress) mutable {
      const double part =
          end && *end > Time{0} ? std::min(1.0, progress.now.seconds() / end->seconds()) : last_part;
      add(part - last_part, progress.arrived - last_arrived, 0);
      last_part = part;
      last_arrived = progress.arrived;
    };
  }
  void run_ended() {
    if (settings_.progress) {
      add(0, 0, 1);
    }
  }

 private:
  void add(double part, std::uint64_t arrived, std::size_t ended) {
    const std::lock_guard lock(mutex_);
    part_ += part;
    told_.arrived += arrived;
    told_.runs_ended += ended;
    const auto runs = static_cast<double>(runs_);
    told_.runs = runs_;
    told_.part = std::min(1.0, std::max(part_, static_cast<double>(told_.runs_ended)) / runs);
    settings_.progress(told_);
  }

  const CompareSettings& settings_;
  std::size_t runs_;
  std::mutex mutex_;
  double part_ = 0;  // number of runs, including parts of runs
  CompareProgress told_;
};

VariantRuns::VariantRuns(const std::vector<Variant>& variants, const CompareSettings& settings)
    : variants_(variants),
      settings_(settings),
      names_(names_of(variants, settings)),
      kept_(variants.size() * settings.replications),
      errors_(kept_.size()),
      pooled_(settings.pools ? variants.size() : 0),
      pooling_(variants.size()) {}

/// Returns for each replication the longest warm-up that the rule of any variant finds, so that all runs of a
/// replication have the same window. Zero if no variant has a rule.
std::vector<Time> VariantRuns::common_warm_ups() {
  std::vector<Time> found(variants_.size() * settings_.replications);
  sim::parallel_for(found.size(), settings_.threads, [&](std::size_t i) {
    const Scenario& scenario = variants_[i % variants_.size()].scenario;
    if (scenario.warmup_by && !is_interrupted()) {
      RunSettings run;
      run.replication = static_cast<std::uint32_t>(i / variants_.size());
      run.interrupt = settings_.interrupt;
      try {
        found[i] = find_warm_up(scenario, run).warmup;
      } catch (const RunInterrupted&) {
        return;  // the comparison ends without further runs
      } catch (...) {
        errors_[i] = std::current_exception();
      }
    }
  });
  std::vector<Time> longest(settings_.replications);
  for (std::size_t i = 0; i < found.size(); ++i) {
    Time& its = longest[i / variants_.size()];
    its = std::max(its, found[i]);
  }
  return longest;
}

void VariantRuns::run_all() {
  const std::vector<Time> warm_ups = common_warm_ups();
  Together together(settings_, kept_.size());
  sim::parallel_for(kept_.size(), settings_.threads, [&](std::size_t i) {
    if (is_interrupted()) {
      kept_[i].partial = true;
      return;
    }
    const std::size_t replication = i / variants_.size();
    run_one(i % variants_.size(), replication, warm_ups[replication], together);
    together.run_ended();
  });
}

void VariantRuns::run_one(std::size_t variant, std::size_t replication, Time warm_up, Together& together) {
  const Scenario& scenario = variants_[variant].scenario;
  RunSettings run;
  run.replication = static_cast<std::uint32_t>(replication);
  run.audit = settings_.audit;
  run.by_function = settings_.pools;
  run.metrics = settings_.metrics;
  run.is_judged = variants_.size() == 1;
  run.interrupt = settings_.interrupt;
  if (scenario.warmup_by) {
    run.warmup = warm_up;
  }
  run.progress = together.listen(scenario.duration);
  const std::size_t i = index(variant, replication);
  try {
    if (errors_[i] == nullptr) {
      keep(variant, kept_[i], run_scenario(scenario, run));
    }
  } catch (const RunInterrupted&) {
    kept_[i].partial = true;
  } catch (...) {
    errors_[i] = std::current_exception();  // the other runs continue
  }
}

void VariantRuns::keep(std::size_t variant, RunKept& kept, RunResult result) {
  for (const std::string& name : names_) {
    const Metric& metric = *result.report.find(name);
    kept.metrics.push_back(
        {metric.value, metric.resolution, metric.effective_functions, metric.effective_calls, metric.tail});
  }
  kept.fingerprint = result.report.fingerprint;
  kept.partial = result.report.partial;
  kept.broken = std::move(result.broken);
  kept.warnings = std::move(result.warnings);
  if (settings_.pools && !kept.partial) {
    const std::lock_guard lock(pooling_[variant]);
    pooled_[variant].add(result, variants_[variant].scenario.platform.billing);
  }
}

std::string VariantRuns::failure(std::size_t variant) const {
  std::vector<std::exception_ptr> own;
  for (std::size_t replication = 0; replication < settings_.replications; ++replication) {
    own.push_back(errors_[index(variant, replication)]);
  }
  return failure_of(own);
}

void VariantRuns::rethrow_first() const {
  std::rethrow_exception(
      *std::find_if(errors_.begin(), errors_.end(), [](const auto& error) { return error != nullptr; }));
}

}  // namespace curtain
