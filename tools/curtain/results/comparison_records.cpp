#include "tools/curtain/results/comparison_records.hpp"

#include <fmt/format.h>

#include <optional>

#include "models/experiment/run.hpp"
#include "models/workload/csv_text.hpp"
#include "sim/fingerprint.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/text/expectations_text.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/warnings_text.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace {

void write_estimate(const Estimate& estimate, bool is_difference, sim::JsonWriter& json) {
  const sim::Interval& interval = estimate.interval;
  json.object(sim::JsonLayout::line, [&] {
    json.member("mean", interval.mean);
    json.member("half_width", interval.half_width);
    json.member("sd", interval.standard_deviation);
    json.member("n", interval.n);
    json.member("resolution", estimate.resolution);
    json.member("warning", estimate.doubt.is_none() ? std::nullopt : std::optional(estimate.doubt.text()));
    if (is_difference) {
      json.member("verdict", name_of(verdict(estimate)));
    }
  });
}

void write_estimates(const char* name, const std::vector<Estimate>& estimates, bool are_differences,
                     sim::JsonWriter& json) {
  json.key(name);
  json.array(sim::JsonLayout::line, [&] {
    for (const Estimate& estimate : estimates) {
      write_estimate(estimate, are_differences, json);
    }
  });
}

/// For each variant, the fingerprints of its replications; null for a variant that failed.
void write_fingerprints(const Comparison& comparison, sim::JsonWriter& json) {
  json.key("fingerprints");
  json.array(sim::JsonLayout::line, [&] {
    for (std::size_t i = 0; i < comparison.labels.size(); ++i) {
      const bool ran = comparison.failures[i].empty();
      json.array(sim::JsonLayout::line, [&] {
        for (const std::uint64_t fingerprint : comparison.fingerprints[i]) {
          json.value(ran ? std::optional(sim::fingerprint_text(fingerprint)) : std::nullopt);
        }
      });
    }
  });
}

constexpr const char* kHeading =
    "metric,variant,mean,half_width,sd,replications,resolution,warning,difference_mean,"
    "difference_half_width,pairs,difference_resolution,difference_warning,verdict";

}  // namespace

void write_factors(const std::vector<Factor>& factors, sim::JsonWriter& json) {
  json.key("factors");
  json.array(sim::JsonLayout::lines, [&] {
    for (const Factor& factor : factors) {
      json.object(sim::JsonLayout::line, [&] {
        json.member("name", factor.name);
        json.member("path", factor.path.empty() ? std::nullopt : std::optional(factor.path));
        json.key("levels");
        json.array(sim::JsonLayout::line, [&] {
          for (const Level& level : factor.levels) {
            json.object(sim::JsonLayout::line, [&] {
              json.member("name", level.name);
              json.member("value", level.value);
            });
          }
        });
      });
    }
  });
}

std::string comparison_json(const Comparison& comparison, const ComparedVariants& compared,
                            const std::vector<ExpectationResult>* expected) {
  const Scenario& scenario = compared.variants.front().scenario;
  sim::JsonWriter json;
  json.object(sim::JsonLayout::lines, [&] {
    json.member("curtain", kVersion);
    json.member("scenario", scenario.name);
    json.member("platform", scenario.platform_name);
    json.member("seed", scenario.seed);
    json.member("replications", comparison.replications);
    json.member("confidence", comparison.confidence);
    json.member("varies", what_varies(scenario));
    json.list("variants", comparison.labels);
    write_factors(compared.factors, json);
    json.key("failures");
    json.array(sim::JsonLayout::line, [&] {
      for (const std::string& failure : comparison.failures) {
        json.value(failure.empty() ? std::nullopt : std::optional(failure));
      }
    });
    json.member("first_that_ran", comparison.labels[comparison.base]);
    write_fingerprints(comparison, json);
    json.key("warnings");
    write_warnings(comparison.warnings, json);
    if (expected != nullptr) {
      json.key("expect");
      write_expectations(scenario, *expected, true, json);
    }
    json.key("metrics");
    json.object(sim::JsonLayout::lines, [&] {
      for (const ComparedMetric& metric : comparison.metrics) {
        json.key(metric.name);
        json.object(sim::JsonLayout::line, [&] {
          write_estimates("by_variant", metric.by_variant, false, json);
          write_estimates("difference_to_first", metric.difference, true, json);
        });
      }
    });
  });
  return json.document();
}

std::string comparison_csv(const Comparison& comparison, const ComparedVariants& compared) {
  std::string text = kHeading + compared.factor_fields() + "\n";
  for (const ComparedMetric& metric : comparison.metrics) {
    for (std::size_t i = 0; i < metric.by_variant.size(); ++i) {
      const Estimate& own = metric.by_variant[i];
      const Estimate& difference = metric.difference[i];
      text += fmt::format("{},{},{},{},{},{},{},{}", csv_field(metric.name), csv_field(comparison.labels[i]),
                          csv_number(own.interval.mean), csv_number(own.interval.half_width),
                          csv_number(own.interval.standard_deviation), own.interval.n,
                          csv_number(own.resolution), csv_field(own.doubt.text()));
      text += fmt::format(",{},{},{},{},{},{}{}\n", csv_number(difference.interval.mean),
                          csv_number(difference.interval.half_width), difference.interval.n,
                          csv_number(difference.resolution), csv_field(difference.doubt.text()),
                          name_of(verdict(difference)), compared.level_fields(i));
    }
  }
  return text;
}

}  // namespace curtain::tools
