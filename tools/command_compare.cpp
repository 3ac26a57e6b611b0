// curtain compare: the same world under several variants of a scenario.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "models/config/diagnostics.hpp"
#include "models/experiment/compare.hpp"
#include "models/experiment/run.hpp"
#include "sim/fingerprint.hpp"
#include "tools/commands.hpp"
#include "tools/comparison_text.hpp"
#include "tools/load.hpp"
#include "tools/progress.hpp"
#include "tools/results_folder.hpp"
#include "tools/text.hpp"
#include "tools/version.hpp"
#include "tools/warnings_text.hpp"

namespace curtain::tools {
namespace {

struct Axis {
  std::string path;
  std::vector<std::string> values;
};

/// "a.b=x,y"; commas inside brackets and braces belong to a value.
Axis parse_vary(const std::string& text) {
  const Override whole = [&] {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      throw UsageError{
          "--vary wants a path and values, as in --vary policies.placement=first-fit,best-fit; found '" +
          text + "'"};
    }
    return Override{text.substr(0, equals), text.substr(equals + 1)};
  }();
  Axis axis{whole.path, {""}};
  int depth = 0;
  for (const char c : whole.value) {
    depth += c == '{' || c == '[' ? 1 : (c == '}' || c == ']' ? -1 : 0);
    if (c == ',' && depth == 0) {
      axis.values.emplace_back();
    } else {
      axis.values.back() += c;
    }
  }
  for (const std::string& value : axis.values) {
    if (value.empty()) {
      throw UsageError{"--vary " + whole.path + " has an empty value in '" + whole.value + "'"};
    }
  }
  if (axis.values.size() < 2) {
    throw UsageError{"--vary " + whole.path + " has one value only; separate several by commas"};
  }
  return axis;
}

/// A policy's name speaks for itself; any other value stands with the end of its key.
std::string label_of(const std::string& path, const std::string& value) {
  return path.rfind("policies.", 0) == 0 ? value : path.substr(path.rfind('.') + 1) + "=" + value;
}

std::vector<Variant> variants_of(const CompareCommand& command) {
  std::vector<Axis> axes;
  std::size_t count = 1;
  for (const std::string& text : command.vary) {
    axes.push_back(parse_vary(text));
    for (std::size_t a = 0; a + 1 < axes.size(); ++a) {
      if (axes[a].path == axes.back().path) {
        throw UsageError{"--vary " + axes.back().path +
                         " is given twice; list its values once, separated by commas"};
      }
    }
    count *= axes.back().values.size();
    if (count > 1000) {
      throw UsageError{"--vary asks for more than 1,000 variants"};
    }
  }
  std::vector<Variant> variants;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<Override> overrides;
    std::string label;
    std::size_t rest = i;
    for (std::size_t a = axes.size(); a-- > 0;) {
      const std::string& value = axes[a].values[rest % axes[a].values.size()];
      rest /= axes[a].values.size();
      overrides.insert(overrides.begin(), {axes[a].path, value});
      const std::string own = label_of(axes[a].path, value);
      label = label.empty() ? own : fmt::format("{} {}", own, label);
    }
    variants.push_back({label, load(command.scenario, command.common.set, overrides)});
  }
  return variants;
}

std::string interval_json(const sim::Interval& interval) {
  return fmt::format("{{\"mean\": {}, \"half_width\": {}, \"sd\": {}, \"n\": {}}}",
                     json_number(interval.mean), json_number(interval.half_width),
                     json_number(interval.standard_deviation), interval.n);
}

std::string comparison_json(const Comparison& comparison, const Scenario& scenario) {
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
      by_variant += (i == 0 ? "" : ", ") + interval_json(metric.by_variant[i]);
      difference += (i == 0 ? "" : ", ") + interval_json(metric.difference[i]);
    }
    metrics += fmt::format("{}\n    {}: {{\"by_variant\": [{}], \"difference_to_first\": [{}]}}",
                           metrics.empty() ? "" : ",", json_string(metric.name), by_variant, difference);
  }
  return fmt::format(
      "{{\n  \"curtain\": {},\n  \"scenario\": {},\n  \"platform\": {},\n  \"seed\": {},\n  "
      "\"replications\": {},\n"
      "  \"confidence\": {},\n  \"varies\": {},\n  \"variants\": [{}],\n  \"failures\": [{}],\n"
      "  \"first_that_ran\": {},\n  \"fingerprints\": [{}],\n"
      "  \"warnings\": {},\n  \"metrics\": {{{}\n  }}\n}}\n",
      json_string(kVersion), json_string(scenario.name), json_string(scenario.platform_name), scenario.seed,
      comparison.replications, json_number(comparison.confidence), json_string(what_varies(scenario)), labels,
      failures, json_string(comparison.labels[comparison.base]), fingerprints,
      warnings_json(comparison.warnings, "  "), metrics);
}

std::string comparison_csv(const Comparison& comparison) {
  std::string text =
      "metric,variant,mean,half_width,sd,replications,difference_mean,difference_half_width,pairs\n";
  for (const ComparedMetric& metric : comparison.metrics) {
    for (std::size_t i = 0; i < metric.by_variant.size(); ++i) {
      const sim::Interval& own = metric.by_variant[i];
      const sim::Interval& difference = metric.difference[i];
      text +=
          fmt::format("{},{},{},{},{},{},{},{},{}\n", metric.name, csv_field(comparison.labels[i]),
                      csv_number(own.mean), csv_number(own.half_width), csv_number(own.standard_deviation),
                      own.n, csv_number(difference.mean), csv_number(difference.half_width), difference.n);
    }
  }
  return text;
}

}  // namespace

int compare_variants(const CompareCommand& command, const std::atomic<bool>& interrupt) {
  if (!(command.confidence >= 50 && command.confidence < 100)) {
    throw UsageError{"--confidence is a percentage from 50 to below 100"};
  }
  const std::vector<Variant> variants = variants_of(command);
  std::vector<std::string> known;
  for (const MetricDescription& metric : metric_catalogue()) {
    known.emplace_back(metric.name);
  }
  for (const std::string& name : command.metrics) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw UsageError{"there is no metric '" + name + "'" + config::did_you_mean(name, known)};
    }
  }
  if (!command.out.empty()) {
    ResultsFolder::check(command.out);
  }
  CompareSettings settings;
  settings.replications = command.replications;
  settings.threads =
      command.threads == 0 ? std::max(1u, std::thread::hardware_concurrency()) : command.threads;
  settings.confidence = command.confidence / 100;
  settings.audit = command.audit;
  settings.interrupt = &interrupt;
  ProgressLine line(!command.common.quiet && !command.common.json);
  settings.progress = [&line](const CompareProgress& progress) {
    if (line.is_due()) {
      line.show(
          {progress.part, progress.arrived, "invocations",
           fmt::format("run {} of {}", std::min(progress.runs_ended + 1, progress.runs), progress.runs)});
    }
  };
  const Comparison comparison = compare(variants, settings);
  line.clear();
  warn(comparison.warnings, command.common);
  if (comparison.partial) {
    fmt::print(stderr, "curtain: interrupted; a comparison of parts would mislead, so none is given\n");
    return kInterrupted;
  }
  const Scenario& scenario = variants.front().scenario;
  if (!command.out.empty()) {
    ResultsFolder folder(command.out);
    folder.write("comparison.json", comparison_json(comparison, scenario));
    folder.write("comparison.csv", comparison_csv(comparison));
    for (std::size_t i = 0; i < variants.size(); ++i) {
      folder.write(fmt::format("variant-{}.yaml", i + 1), resolved_from(command.out, variants[i].scenario));
    }
    folder.commit();
  }
  if (command.common.json) {
    fmt::print("{}", comparison_json(comparison, scenario));
  } else if (!command.common.quiet) {
    print_comparison(comparison, command.metrics, variants);
    print_warnings(comparison.warnings);
    if (!command.out.empty()) {
      fmt::print("{}\n", dim(wrapped("results in " + command.out, output_columns(), 2)));
    }
  }
  for (const std::string& law : comparison.broken) {
    fmt::print(stderr, "curtain: broken law: {}\n", law);
  }
  bool failed = false;
  for (std::size_t i = 0; i < comparison.failures.size(); ++i) {
    if (!comparison.failures[i].empty()) {
      failed = true;
      fmt::print(stderr, "curtain: {} failed: {}\n", comparison.labels[i], comparison.failures[i]);
    }
  }
  return comparison.broken.empty() && !failed ? kDone : kRunFailed;
}

}  // namespace curtain::tools
