#include "models/experiment/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "models/experiment/run.hpp"
#include "models/experiment/variant_runs.hpp"
#include "sim/check.hpp"
#include "sim/elementary.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// The values of a metric in the replications of one variant.
struct Sample {
  std::vector<std::optional<double>> values;
  std::vector<double> resolutions;
  double functions = 0;  ///< effective number of functions, as the mean over the replications
  double calls = 0;      ///< effective number of calls, as the mean over the replications
  double tail = 0;       ///< Metric::tail, as the mean over the replications
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

/// Marks a difference as doubtful if a percentile of one variant is based on too few calls, even if the
/// differences vary little.
void inherit_doubt(Estimate& difference, const Estimate& own, const Estimate& base) {
  for (const Estimate* const level : {&own, &base}) {
    if (difference.doubt.is_none() && difference.interval.standard_deviation > 0 &&
        level->doubt.kind == DoubtKind::few_beyond) {
      difference.doubt = level->doubt;
    }
  }
}

/// Compares the values of a metric over the variants.
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
  metric.difference[base].resolution = 0;  // the difference of the base to itself is exactly 0
  for (std::size_t i = 0; i < samples.size(); ++i) {
    inherit_doubt(metric.difference[i], metric.by_variant[i], metric.by_variant[base]);
  }
  return metric;
}

/// Merges the warnings of one variant. For each setting, the first warning among the replications is kept.
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

/// Returns first the warnings that all variants have, then the warnings of some variants, with their labels.
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

/// Returns the values of one metric in a variant's replications, or no values if the variant failed. `metric`
/// is the number of the metric.
Sample sample_of(const VariantRuns& runs, std::size_t variant, std::size_t metric, std::size_t replications,
                 bool failed) {
  Sample sample;
  const auto share = [replications](double value) { return value / static_cast<double>(replications); };
  for (std::size_t replication = 0; replication < replications; ++replication) {
    if (failed) {
      sample.values.emplace_back(std::nullopt);
      sample.resolutions.push_back(0);
      continue;
    }
    const Measured& measured = runs.of(variant, replication).metrics[metric];
    sample.values.push_back(as_double(measured.value));
    sample.resolutions.push_back(measured.resolution);
    sample.functions += share(measured.functions);
    sample.calls += share(measured.calls);
    sample.tail += share(measured.tail);
  }
  return sample;
}

/// Compares one metric over all variants.
ComparedMetric metric_over_variants(const VariantRuns& runs, std::size_t metric, const Comparison& comparison,
                                    bool is_drawn_population) {
  std::vector<Sample> samples;
  std::vector<std::vector<MetricNumber>> values;
  for (std::size_t variant = 0; variant < comparison.labels.size(); ++variant) {
    const bool failed = !comparison.failures[variant].empty();
    samples.push_back(sample_of(runs, variant, metric, comparison.replications, failed));
    values.emplace_back();
    for (std::size_t replication = 0; !failed && replication < comparison.replications; ++replication) {
      values.back().push_back(runs.of(variant, replication).metrics[metric].value);
    }
  }
  ComparedMetric result =
      compared(runs.names()[metric], samples, comparison.base, comparison.confidence, is_drawn_population);
  result.values = std::move(values);
  return result;
}

}  // namespace

Comparison compare(const std::vector<Variant>& variants, const CompareSettings& settings) {
  SIM_CHECK(!variants.empty() && settings.replications > 0);
  VariantRuns runs(variants, settings);
  runs.run_all();
  Comparison comparison;
  comparison.replications = settings.replications;
  comparison.confidence = settings.confidence;
  std::vector<Warnings> warnings(variants.size());
  for (std::size_t variant = 0; variant < variants.size(); ++variant) {
    comparison.labels.push_back(variants[variant].label);
    comparison.fingerprints.emplace_back();
    comparison.failures.push_back(runs.failure(variant));
    for (std::size_t replication = 0; replication < settings.replications; ++replication) {
      const RunKept& run = runs.of(variant, replication);
      comparison.fingerprints.back().push_back(run.fingerprint);
      comparison.partial = comparison.partial || run.partial;
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
    runs.rethrow_first();
  }
  comparison.base = static_cast<std::size_t>(ran - comparison.failures.begin());
  const bool is_drawn_population = draws_population(variants.front().scenario);
  for (std::size_t metric = 0; metric < runs.names().size(); ++metric) {
    comparison.metrics.push_back(metric_over_variants(runs, metric, comparison, is_drawn_population));
  }
  comparison.pooled = runs.take_pooled();
  for (std::size_t variant = 0; variant < comparison.pooled.size(); ++variant) {
    if (!comparison.failures[variant].empty()) {
      comparison.pooled[variant] = {};
    }
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
