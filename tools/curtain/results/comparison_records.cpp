#include "tools/curtain/results/comparison_records.hpp"

#include <fmt/format.h>

#include "models/experiment/run.hpp"
#include "sim/fingerprint.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/warnings_text.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace {

std::string estimate_json(const Estimate& estimate, const std::string& more = "") {
  const sim::Interval& interval = estimate.interval;
  return fmt::format(
      "{{\"mean\": {}, \"half_width\": {}, \"sd\": {}, \"n\": {}, \"resolution\": {}, \"warning\": {}{}}}",
      json_number(interval.mean), json_number(interval.half_width), json_number(interval.standard_deviation),
      interval.n, json_number(estimate.resolution),
      estimate.doubt.is_none() ? "null" : json_string(estimate.doubt.text()), more);
}

}  // namespace

std::string comparison_json(const Comparison& comparison, const Scenario& scenario,
                            const std::string& expected) {
  std::string labels;
  std::string fingerprints;
  std::string failures;
  for (std::size_t i = 0; i < comparison.labels.size(); ++i) {
    labels += (i == 0 ? "" : ", ") + json_string(comparison.labels[i]);
    const bool ran = comparison.failures[i].empty();
    failures += (i == 0 ? "" : ", ") + (ran ? "null" : json_string(comparison.failures[i]));
    std::string row;
    for (const std::uint64_t fingerprint : comparison.fingerprints[i]) {
      row += (row.empty() ? "" : ", ") +
             (ran ? "\"" + sim::fingerprint_text(fingerprint) + "\"" : std::string("null"));
    }
    fingerprints += (i == 0 ? "[" : ", [") + row + "]";
  }
  std::string metrics;
  for (const ComparedMetric& metric : comparison.metrics) {
    std::string by_variant;
    std::string difference;
    for (std::size_t i = 0; i < metric.by_variant.size(); ++i) {
      by_variant += (i == 0 ? "" : ", ") + estimate_json(metric.by_variant[i]);
      difference += (i == 0 ? "" : ", ") +
                    estimate_json(metric.difference[i],
                                  ", \"verdict\": " + json_string(name_of(verdict(metric.difference[i]))));
    }
    metrics += fmt::format("{}\n    {}: {{\"by_variant\": [{}], \"difference_to_first\": [{}]}}",
                           metrics.empty() ? "" : ",", json_string(metric.name), by_variant, difference);
  }
  return fmt::format(
      "{{\n  \"curtain\": {},\n  \"scenario\": {},\n  \"platform\": {},\n  \"seed\": {},\n  "
      "\"replications\": {},\n"
      "  \"confidence\": {},\n  \"varies\": {},\n  \"variants\": [{}],\n  \"failures\": [{}],\n"
      "  \"first_that_ran\": {},\n  \"fingerprints\": [{}],\n"
      "  \"warnings\": {},\n{}  \"metrics\": {{{}\n  }}\n}}\n",
      json_string(kVersion), json_string(scenario.name), json_string(scenario.platform_name), scenario.seed,
      comparison.replications, json_number(comparison.confidence), json_string(what_varies(scenario)), labels,
      failures, json_string(comparison.labels[comparison.base]), fingerprints,
      warnings_json(comparison.warnings, "  "),
      expected.empty() ? "" : fmt::format("  \"expect\": {},\n", expected), metrics);
}

std::string comparison_csv(const Comparison& comparison) {
  std::string text =
      "metric,variant,mean,half_width,sd,replications,resolution,warning,difference_mean,"
      "difference_half_width,pairs,difference_resolution,difference_warning,verdict\n";
  for (const ComparedMetric& metric : comparison.metrics) {
    for (std::size_t i = 0; i < metric.by_variant.size(); ++i) {
      const Estimate& own = metric.by_variant[i];
      const Estimate& difference = metric.difference[i];
      text += fmt::format("{},{},{},{},{},{},{},{}", metric.name, csv_field(comparison.labels[i]),
                          csv_number(own.interval.mean), csv_number(own.interval.half_width),
                          csv_number(own.interval.standard_deviation), own.interval.n,
                          csv_number(own.resolution), csv_field(own.doubt.text()));
      text += fmt::format(",{},{},{},{},{},{}\n", csv_number(difference.interval.mean),
                          csv_number(difference.interval.half_width), difference.interval.n,
                          csv_number(difference.resolution), csv_field(difference.doubt.text()),
                          name_of(verdict(difference)));
    }
  }
  return text;
}

}  // namespace curtain::tools
