#include "models/experiment/compare.hpp"

#include "models/experiment/run.hpp"
#include "sim/check.hpp"
#include "sim/parallel.hpp"

namespace curtain {

Comparison compare(const std::vector<Variant>& variants, const CompareSettings& settings) {
  SIM_CHECK(!variants.empty() && settings.replications > 0);
  const std::size_t replications = settings.replications;
  struct Cell {
    Report report;
    std::vector<std::string> broken;
  };
  std::vector<Cell> cells(variants.size() * replications);
  sim::parallel_for(cells.size(), settings.threads, [&](std::size_t i) {
    if (settings.interrupt != nullptr && settings.interrupt->load(std::memory_order_relaxed)) {
      cells[i].report.partial = true;
      return;
    }
    RunSettings run;
    run.replication = static_cast<std::uint32_t>(i / variants.size());
    run.audit = settings.audit;
    run.interrupt = settings.interrupt;
    RunResult result = run_scenario(variants[i % variants.size()].scenario, run);
    cells[i] = {std::move(result.report), std::move(result.broken)};
  });

  Comparison comparison;
  comparison.replications = settings.replications;
  comparison.confidence = settings.confidence;
  const auto cell = [&](std::size_t variant, std::size_t replication) -> const Cell& {
    return cells[replication * variants.size() + variant];
  };
  for (std::size_t variant = 0; variant < variants.size(); ++variant) {
    comparison.labels.push_back(variants[variant].label);
    comparison.fingerprints.emplace_back();
    for (std::size_t replication = 0; replication < replications; ++replication) {
      const Cell& run = cell(variant, replication);
      comparison.fingerprints.back().push_back(run.report.fingerprint);
      comparison.partial = comparison.partial || run.report.partial;
      for (const std::string& law : run.broken) {
        comparison.broken.push_back(variants[variant].label + ", replication " + std::to_string(replication) +
                                    ": " + law);
      }
    }
  }
  if (comparison.partial) {
    return comparison;
  }
  std::vector<double> first(replications);
  std::vector<double> values(replications);
  for (std::size_t metric = 0; metric < metric_catalogue().size(); ++metric) {
    ComparedMetric compared;
    compared.name = metric_catalogue()[metric].name;
    for (std::size_t variant = 0; variant < variants.size(); ++variant) {
      for (std::size_t replication = 0; replication < replications; ++replication) {
        values[replication] = cell(variant, replication).report.metrics[metric].number();
      }
      if (variant == 0) {
        first = values;
      }
      compared.by_variant.push_back(sim::confidence_interval(values, settings.confidence));
      compared.difference.push_back(sim::paired_difference(values, first, settings.confidence));
    }
    comparison.metrics.push_back(std::move(compared));
  }
  return comparison;
}

Verdict verdict(const sim::Interval& difference) {
  if (difference.mean == 0 && (difference.n == 1 || difference.standard_deviation == 0)) {
    return Verdict::same;
  }
  if (difference.low() > 0) {
    return Verdict::more;
  }
  if (difference.high() < 0) {
    return Verdict::less;
  }
  return Verdict::undecided;
}

}  // namespace curtain
