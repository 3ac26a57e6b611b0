#include "tools/curtain/results/comparison_folder.hpp"

#include <fmt/format.h>

#include <optional>

#include "sim/json_writer.hpp"
#include "tools/curtain/results/comparison_records.hpp"
#include "tools/curtain/results/results_folder.hpp"

namespace curtain::tools {
namespace {

using sim::JsonLayout;

std::string scenario_file_of(std::size_t variant) {
  return fmt::format("variant-{}.yaml", variant + 1);
}

/// Writes a table variant by variant, because the table of a thousand variants does not fit into memory.
template <class RecordsOf>
void write_table(const char* name, ResultsFolder& folder, const Comparison& comparison,
                 const RecordsOf& records_of) {
  std::string heading;
  std::size_t rows = 0;
  for (std::size_t variant = 0; variant < comparison.labels.size(); ++variant) {
    const Records records = records_of(variant);
    const std::string text = records.csv_rows();
    if (heading.empty() || (rows == 0 && !text.empty())) {
      heading = records.csv_heading();
    }
    if (!text.empty()) {
      folder.write(name, rows == 0 ? heading + text : text);
      rows += 1;
    }
  }
  if (rows == 0) {
    folder.write(name, heading);
  }
}

void write_variants(const Comparison& comparison, const ComparedVariants& compared, sim::JsonWriter& json) {
  json.key("variants");
  json.array(JsonLayout::lines, [&] {
    for (std::size_t i = 0; i < compared.variants.size(); ++i) {
      const Variant& variant = compared.variants[i];
      json.object(JsonLayout::line, [&] {
        json.member("name", variant.label);
        json.key("levels");
        json.object(JsonLayout::line, [&] {
          for (std::size_t f = 0; f < compared.factors.size(); ++f) {
            json.member(compared.factors[f].name, compared.factors[f].levels[variant.levels[f]].name);
          }
        });
        json.member("scenario", scenario_file_of(i));
        json.member("seed", variant.scenario.seed);
        json.member("failed",
                    comparison.failures[i].empty() ? std::nullopt : std::optional(comparison.failures[i]));
      });
    }
  });
}

}  // namespace

void write_comparison(const std::string& path, const Comparison& comparison, const ComparedVariants& compared,
                      const std::string& document, const std::vector<std::string>& overrides) {
  ResultsFolder folder(path);
  folder.write("comparison.json", document);
  folder.write("comparison.csv", comparison_csv(comparison, compared));
  folder.write("replications.csv", replications_csv(comparison, compared));
  folder.write("histograms.csv", histograms_csv(comparison, compared));
  write_table("functions.csv", folder, comparison,
              [&](std::size_t variant) { return pooled_functions(comparison, compared, variant); });
  write_table("tenants.csv", folder, comparison,
              [&](std::size_t variant) { return pooled_tenants(comparison, compared, variant); });
  std::vector<const Scenario*> scenarios;
  for (std::size_t i = 0; i < compared.variants.size(); ++i) {
    scenarios.push_back(&compared.variants[i].scenario);
    folder.write(scenario_file_of(i), resolved_from(path, compared.variants[i].scenario));
  }
  folder.commit(compared.factors.empty() ? "replications" : "comparison", [&](sim::JsonWriter& json) {
    json.member("scenario", compared.variants.front().scenario.name);
    json.member("replications", comparison.replications);
    json.member("confidence", comparison.confidence);
    json.list("set", overrides);
    write_factors(compared.factors, json);
    write_variants(comparison, compared, json);
    write_inputs(scenarios, false, json);
  });
}

}  // namespace curtain::tools
