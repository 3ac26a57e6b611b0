#include "tools/curtain/results/variant_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "models/experiment/metric_catalogue.hpp"
#include "models/workload/csv_text.hpp"
#include "sim/fingerprint.hpp"
#include "tools/curtain/results/results_tables.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

const char* const kHistogramHeading = "distribution,from_s,to_s,count";

namespace {

/// Writes the value of a metric as a field.
struct InField {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(std::uint64_t count) const { return std::to_string(count); }
  std::string operator()(double number) const { return csv_number(number); }
};

void add_variant(Records& table, const Comparison& comparison, const ComparedVariants& compared,
                 std::size_t variant) {
  table.add("variant", comparison.labels[variant]);
  for (std::size_t f = 0; f < compared.factors.size(); ++f) {
    const Factor& factor = compared.factors[f];
    table.add(factor.name, factor.levels[compared.variants[variant].levels[f]].name);
  }
}

/// The columns of a table before the metrics, for a table without rows.
std::string heading(const ComparedVariants& compared, const char* own) {
  return "variant" + compared.factor_fields() + "," + own;
}

std::string variant_fields(const Comparison& comparison, const ComparedVariants& compared,
                           std::size_t variant) {
  return csv_field(comparison.labels[variant]) + compared.level_fields(variant) + ",";
}

}  // namespace

std::string ComparedVariants::factor_fields() const {
  std::string text;
  for (const Factor& factor : factors) {
    text += "," + csv_field(factor.name);
  }
  return text;
}

std::string ComparedVariants::level_fields(std::size_t variant) const {
  std::string text;
  for (std::size_t f = 0; f < factors.size(); ++f) {
    text += "," + csv_field(factors[f].levels[variants[variant].levels[f]].name);
  }
  return text;
}

std::string replications_csv(const Comparison& comparison, const ComparedVariants& compared) {
  std::string text = heading(compared, "replication,fingerprint");
  for (const ComparedMetric& metric : comparison.metrics) {
    text += "," + csv_field(metric.name);
  }
  text += "\n";
  for (std::size_t variant = 0; variant < comparison.labels.size(); ++variant) {
    if (!comparison.failures[variant].empty()) {
      continue;
    }
    const std::string front = variant_fields(comparison, compared, variant);
    for (std::size_t replication = 0; replication < comparison.replications; ++replication) {
      text += fmt::format("{}{},{}", front, replication,
                          sim::fingerprint_text(comparison.fingerprints[variant][replication]));
      for (const ComparedMetric& metric : comparison.metrics) {
        text += "," + std::visit(InField{}, metric.values[variant][replication]);
      }
      text += "\n";
    }
  }
  return text;
}

Records pooled_functions(const Comparison& comparison, const ComparedVariants& compared,
                         std::size_t variant) {
  Records table(heading(compared, "tenant,function,memory_mib,replications"));
  for (const auto& [key, part] : comparison.pooled[variant].functions()) {
    table.begin_row();
    add_variant(table, comparison, compared, variant);
    table.add("tenant", key.first);
    table.add("function", key.second);
    table.add("memory_mib",
              part.memory_mib ? std::optional(static_cast<double>(*part.memory_mib)) : std::nullopt);
    table.add("replications", part.replications);
    add_metrics(table, part.counted(compared.variants[variant].scenario.platform.billing));
  }
  return table;
}

Records pooled_tenants(const Comparison& comparison, const ComparedVariants& compared, std::size_t variant) {
  Records table(heading(compared, "tenant,functions,replications"));
  for (const auto& [name, part] : comparison.pooled[variant].tenants()) {
    table.begin_row();
    add_variant(table, comparison, compared, variant);
    table.add("tenant", name);
    table.add("functions", part.figures.functions);
    table.add("replications", part.replications);
    add_metrics(table, part.counted(compared.variants[variant].scenario.platform.billing));
  }
  return table;
}

std::string histogram_rows(const PooledHistogram& histogram, std::string_view front,
                           std::string_view distribution) {
  std::string text;
  histogram.for_each_bucket([&](std::int64_t from, std::int64_t to, std::uint64_t count) {
    text += front;
    text += distribution;
    text += ',';
    append_seconds(text, from);
    text += ',';
    append_seconds(text, to);
    text += fmt::format(",{}\n", count);
  });
  return text;
}

std::string histograms_csv(const Comparison& comparison, const ComparedVariants& compared) {
  std::string text = heading(compared, kHistogramHeading) + "\n";
  for (std::size_t variant = 0; variant < comparison.labels.size(); ++variant) {
    const std::string front = variant_fields(comparison, compared, variant);
    text += histogram_rows(comparison.pooled[variant].latency(), front, "latency");
    text += histogram_rows(comparison.pooled[variant].cold_start(), front, "cold_start");
  }
  return text;
}

bool is_results_column(std::string_view name) {
  // The columns of comparison.csv, followed by the columns of the other files.
  constexpr std::array<std::string_view, 25> columns = {"metric",
                                                        "variant",
                                                        "mean",
                                                        "half_width",
                                                        "sd",
                                                        "replications",
                                                        "resolution",
                                                        "warning",
                                                        "difference_mean",
                                                        "difference_half_width",
                                                        "pairs",
                                                        "difference_resolution",
                                                        "difference_warning",
                                                        "verdict",
                                                        "replication",
                                                        "fingerprint",
                                                        "tenant",
                                                        "functions",
                                                        "function",
                                                        "memory_mib",
                                                        "distribution",
                                                        "from_s",
                                                        "to_s",
                                                        "count",
                                                        "scenario"};
  const std::vector<MetricDeclaration>& metrics = metric_catalogue();
  return std::find(columns.begin(), columns.end(), name) != columns.end() ||
         std::any_of(metrics.begin(), metrics.end(), [name](const MetricDeclaration& metric) {
           return metric.column == name || metric.name == name;
         });
}

}  // namespace curtain::tools
