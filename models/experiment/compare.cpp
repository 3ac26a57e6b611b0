#include "models/experiment/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>
#include <new>
#include <optional>

#include "models/experiment/run.hpp"
#include "sim/check.hpp"
#include "sim/elementary.hpp"
#include "sim/mutant.hpp"
#include "sim/parallel.hpp"

namespace curtain {
namespace {

/// Puts together what the threads' runs tell of themselves.
class Together {
 public:
  Together(const CompareSettings& settings, std::size_t runs) : settings_(settings), runs_(runs) {}

  /// Reports the progress of one run; does nothing without a listener.
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
  double part_ = 0;  // in runs
  CompareProgress told_;
};

/// Of each replication the longest warm-up that any variant's rule finds, so that all of a replication count
/// over the same window; zero where no variant has a rule. What a run throws is left in `errors`, by run.
std::vector<Time> common_warm_ups(const std::vector<Variant>& variants, const CompareSettings& settings,
                                  std::vector<std::exception_ptr>& errors) {
  std::vector<Time> found(variants.size() * settings.replications);
  sim::parallel_for(found.size(), settings.threads, [&](std::size_t i) {
    const Scenario& scenario = variants[i % variants.size()].scenario;
    const bool stopped = settings.interrupt != nullptr && settings.interrupt->load(std::memory_order_relaxed);
    if (scenario.warmup_by && !stopped) {
      RunSettings run;
      run.replication = static_cast<std::uint32_t>(i / variants.size());
      run.interrupt = settings.interrupt;
      try {
        found[i] = find_warm_up(scenario, run).warmup;
      } catch (const RunInterrupted&) {
        return;  // no run follows
      } catch (...) {
        errors[i] = std::current_exception();
      }
    }
  });
  std::vector<Time> longest(settings.replications);
  for (std::size_t i = 0; i < found.size(); ++i) {
    Time& its = longest[i / variants.size()];
    its = std::max(its, found[i]);
  }
  return longest;
}

/// What one variant's replications have of a metric.
struct Sample {
  std::vector<std::optional<double>> values;
  std::vector<double> resolutions;
  double functions = 0;  ///< effective number of functions, mean over the replications
  double calls = 0;      ///< and of calls
  double tail = 0;       ///< Metric::tail, mean over the replications
};

Estimate estimate_of(const Sample& sample, double confidence, bool is_drawn_population) {
  std::vector<double> present;
  double resolution = 0;
  for (std::size_t i = 0; i < sample.values.size(); ++i) {
    if (sample.values[i]) {
      present.push_back(*sample.values[i]);
      resolution += sample.resolutions[i];
    }
  }
  if (present.empty()) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    return {{nan, nan, nan, 0}, 0, {}};
  }
  return {sim::confidence_interval(present, confidence), resolution / static_cast<double>(present.size()),
          interval_doubt(present, is_drawn_population ? sample.functions : 0, sample.calls, sample.tail)};
}

/// What a variant's percentile misses in its runs is missing in its differences, too, even if their own
/// spread is small.
void inherit_doubt(Estimate& difference, const Estimate& own, const Estimate& base) {
  for (const Estimate* const level : {&own, &base}) {
    if (difference.doubt.is_none() && difference.interval.standard_deviation > 0 &&
        level->doubt.kind == DoubtKind::few_beyond) {
      difference.doubt = level->doubt;
    }
  }
}

/// A metric's values by variant.
ComparedMetric compared(std::string name, const std::vector<Sample>& samples, std::size_t base,
                        double confidence, bool is_drawn_population) {
  ComparedMetric metric;
  metric.name = std::move(name);
  const Sample& first = samples[base];
  for (const Sample& own : samples) {
    Sample difference;
    difference.functions = std::min(own.functions, first.functions);
    difference.calls = std::min(own.calls, first.calls);
    for (std::size_t i = 0; i < own.values.size(); ++i) {
      const bool both = own.values[i] && first.values[i];
      difference.values.push_back(both ? std::optional<double>(*own.values[i] - *first.values[i])
                                       : std::nullopt);
      difference.resolutions.push_back(own.resolutions[i] + first.resolutions[i]);
    }
    metric.by_variant.push_back(estimate_of(own, confidence, is_drawn_population));
    metric.difference.push_back(estimate_of(difference, confidence, is_drawn_population));
  }
  metric.difference[base].resolution = 0;  // against itself
  for (std::size_t i = 0; i < samples.size(); ++i) {
    inherit_doubt(metric.difference[i], metric.by_variant[i], metric.by_variant[base]);
  }
  return metric;
}

/// Puts the warnings of one variant together: of its replications the first for each setting.
void add_replication(Warnings& of_variant, const Warnings& of_replication) {
  for (const Warning& warning : of_replication) {
    const bool is_known = std::any_of(of_variant.begin(), of_variant.end(), [&](const Warning& before) {
      return warning.setting.empty() ? before == warning : before.setting == warning.setting;
    });
    if (!is_known) {
      of_variant.push_back(warning);
    }
  }
}

/// What all variants warn about, then what some do, with their labels.
Warnings common_warnings(const std::vector<Warnings>& by_variant, const std::vector<std::string>& labels) {
  const auto has = [](const Warnings& warnings, const Warning& one) {
    return std::find(warnings.begin(), warnings.end(), one) != warnings.end();
  };
  Warnings together;
  Warnings apart;
  for (std::size_t variant = 0; variant < by_variant.size(); ++variant) {
    for (Warning warning : by_variant[variant]) {
      const bool is_common = std::all_of(by_variant.begin(), by_variant.end(),
                                         [&](const Warnings& other) { return has(other, warning); });
      if (is_common && !has(together, warning)) {
        together.push_back(warning);
      } else if (!is_common) {
        warning.text.insert(0, labels[variant] + ": ");
        apart.push_back(std::move(warning));
      }
    }
  }
  together.insert(together.end(), apart.begin(), apart.end());
  return together;
}

std::string message_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::bad_alloc&) {
    return "out of memory";
  } catch (const std::exception& known) {
    return known.what();
  }
}

/// Why a variant has no numbers, of what each of its replications threw; empty if none did.
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

/// The metrics to compare: those of the whole run, then those of scopes that are named.
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

Comparison compare(const std::vector<Variant>& variants, const CompareSettings& settings) {
  SIM_CHECK(!variants.empty() && settings.replications > 0);
  const std::size_t replications = settings.replications;
  struct Task {
    Report report;
    std::vector<std::string> broken;
    Warnings warnings;
  };
  std::vector<Task> cells(variants.size() * replications);
  std::vector<std::exception_ptr> errors(cells.size());
  const std::vector<Time> warm_ups = common_warm_ups(variants, settings, errors);
  Together together(settings, cells.size());
  sim::parallel_for(cells.size(), settings.threads, [&](std::size_t i) {
    if (settings.interrupt != nullptr && settings.interrupt->load(std::memory_order_relaxed)) {
      cells[i].report.partial = true;
      return;
    }
    RunSettings run;
    run.replication = static_cast<std::uint32_t>(i / variants.size());
    run.audit = settings.audit;
    run.metrics = settings.metrics;
    run.is_judged = variants.size() == 1;
    run.interrupt = settings.interrupt;
    const Scenario& scenario = variants[i % variants.size()].scenario;
    if (scenario.warmup_by) {
      run.warmup = warm_ups[run.replication];
    }
    run.progress = together.listen(scenario.duration);
    try {
      if (errors[i] == nullptr) {
        RunResult result = run_scenario(scenario, run);
        cells[i] = {std::move(result.report), std::move(result.broken), std::move(result.warnings)};
      }
    } catch (const RunInterrupted&) {
      cells[i].report.partial = true;
    } catch (...) {
      errors[i] = std::current_exception();  // the others go on
    }
    together.run_ended();
  });

  Comparison comparison;
  comparison.replications = settings.replications;
  comparison.confidence = settings.confidence;
  const auto cell = [&](std::size_t variant, std::size_t replication) -> const Task& {
    return cells[replication * variants.size() + variant];
  };
  std::vector<Warnings> warnings(variants.size());
  for (std::size_t variant = 0; variant < variants.size(); ++variant) {
    comparison.labels.push_back(variants[variant].label);
    comparison.fingerprints.emplace_back();
    std::vector<std::exception_ptr> own;
    for (std::size_t replication = 0; replication < replications; ++replication) {
      own.push_back(errors[replication * variants.size() + variant]);
    }
    comparison.failures.push_back(failure_of(own));
    for (std::size_t replication = 0; replication < replications; ++replication) {
      const Task& run = cell(variant, replication);
      comparison.fingerprints.back().push_back(run.report.fingerprint);
      comparison.partial = comparison.partial || run.report.partial;
      add_replication(warnings[variant], run.warnings);
      for (const std::string& law : run.broken) {
        comparison.broken.push_back(variants[variant].label + ", replication " + std::to_string(replication) +
                                    ": " + law);
      }
    }
  }
  comparison.warnings = common_warnings(warnings, comparison.labels);
  if (comparison.partial) {
    return comparison;
  }
  const auto ran = std::find(comparison.failures.begin(), comparison.failures.end(), std::string());
  if (ran == comparison.failures.end()) {
    std::rethrow_exception(
        *std::find_if(errors.begin(), errors.end(), [](const auto& error) { return error != nullptr; }));
  }
  comparison.base = static_cast<std::size_t>(ran - comparison.failures.begin());
  for (const std::string& name : names_of(variants, settings)) {
    std::vector<Sample> samples(variants.size());
    for (std::size_t variant = 0; variant < variants.size(); ++variant) {
      Sample& sample = samples[variant];
      for (std::size_t replication = 0; replication < replications; ++replication) {
        if (!comparison.failures[variant].empty()) {
          sample.values.emplace_back(std::nullopt);
          sample.resolutions.push_back(0);
          continue;
        }
        const Metric& measured = *cell(variant, replication).report.find(name);
        sample.values.push_back(measured.measured());
        sample.resolutions.push_back(measured.resolution);
        sample.functions += measured.effective_functions / static_cast<double>(replications);
        sample.calls += measured.effective_calls / static_cast<double>(replications);
        sample.tail += measured.tail / static_cast<double>(replications);
      }
    }
    comparison.metrics.push_back(compared(name, samples, comparison.base, settings.confidence,
                                          draws_population(variants.front().scenario)));
  }
  return comparison;
}

Verdict verdict(const Estimate& difference) {
  const sim::Interval& interval = difference.interval;
  if (interval.n == 0) {
    return Verdict::no_data;
  }
  if (interval.mean == 0 && (interval.n == 1 || interval.standard_deviation == 0)) {
    return CURTAIN_MUTANT(bucket_is_exact, difference.resolution > 0, false) ? Verdict::below_resolution
                                                                             : Verdict::same;
  }
  if (interval.low() - difference.resolution > 0) {
    return Verdict::more;
  }
  if (interval.high() + difference.resolution < 0) {
    return Verdict::less;
  }
  return std::max(sim::abs(interval.low()), sim::abs(interval.high())) < difference.resolution
             ? Verdict::below_resolution
             : Verdict::undecided;
}

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 6> names = {"more",      "less",   "same", "below resolution",
                                                     "undecided", "no data"};
  return names.at(static_cast<std::size_t>(verdict));
}

}  // namespace curtain
