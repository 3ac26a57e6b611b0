// curtain compare: the same world under several variants of a scenario.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "models/config/diagnostics.hpp"
#include "models/experiment/compare.hpp"
#include "models/experiment/metric_names.hpp"
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
  for (std::size_t i = 0; i < axis.values.size(); ++i) {
    if (std::count(axis.values.begin(), axis.values.end(), axis.values[i]) > 1) {
      throw UsageError{
          fmt::format("--vary {} has the value '{}' twice; each makes a variant, so list it once", whole.path,
                      axis.values[i])};
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

/// What the variants of each scenario are called before what --vary says: nothing for a single scenario, else
/// its file's name, or the whole path where two files have one name.
std::vector<std::string> scenario_labels(const std::vector<std::string>& paths) {
  std::vector<std::string> labels;
  for (const std::string& path : paths) {
    const auto stem = [](const std::string& of) { return std::filesystem::path(of).stem().string(); };
    const auto twins = std::count_if(paths.begin(), paths.end(),
                                     [&](const std::string& other) { return stem(other) == stem(path); });
    labels.push_back(paths.size() == 1 ? "" : twins > 1 ? path : stem(path));
  }
  return labels;
}

/// Replications of two scenarios are pairs only if both have the same outside world. Each scenario has
/// `of_each` variants; what --vary changes is meant to differ.
void warn_of_other_worlds(const std::vector<Variant>& variants, std::size_t of_each) {
  const auto world = [](const Scenario& scenario) {
    std::vector<std::string> settings;
    for (const std::string& setting : resolved_settings(scenario)) {
      for (const char* const key : {"workload[", "seed:", "duration:", "warmup:", "epoch:"}) {
        if (setting.starts_with(key)) {
          settings.push_back(setting);
        }
      }
    }
    return settings;
  };
  for (std::size_t i = of_each; i < variants.size(); ++i) {
    const Variant& variant = variants[i];
    const Variant& base = variants[i % of_each];  // the same of the first scenario
    const std::vector<std::string> first = world(base.scenario);
    const std::vector<std::string> other = world(variant.scenario);
    const auto [ours, theirs] = std::mismatch(first.begin(), first.end(), other.begin(), other.end());
    if (ours == first.end() && theirs == other.end()) {
      continue;
    }
    fmt::print(stderr,
               "curtain: '{}' and '{}' do not have the same outside world ({} against {}): their "
               "replications are no pairs, and differences are of the worlds, too\n",
               base.label, variant.label, ours == first.end() ? "nothing" : *ours,
               theirs == other.end() ? "nothing" : *theirs);
  }
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
    if (count * command.scenarios.size() > 1000) {
      throw UsageError{"--vary asks for more than 1,000 variants"};
    }
  }
  const std::vector<std::string> scenarios = scenario_labels(command.scenarios);
  std::vector<Variant> variants;
  for (std::size_t i = 0; i < scenarios.size() * count; ++i) {
    std::vector<Override> overrides;
    std::string label;
    std::size_t rest = i % count;
    for (std::size_t a = axes.size(); a-- > 0;) {
      const std::string& value = axes[a].values[rest % axes[a].values.size()];
      rest /= axes[a].values.size();
      overrides.insert(overrides.begin(), {axes[a].path, value});
      const std::string own = label_of(axes[a].path, value);
      label = label.empty() ? own : fmt::format("{} {}", own, label);
    }
    const std::string& scenario = scenarios[i / count];
    label = scenario.empty() || label.empty() ? scenario + label : scenario + " " + label;
    variants.push_back({label, load(command.scenarios[i / count], command.common.set, overrides)});
  }
  warn_of_other_worlds(variants, count);
  return variants;
}

std::string estimate_json(const Estimate& estimate, const std::string& more = "") {
  const sim::Interval& interval = estimate.interval;
  return fmt::format(
      "{{\"mean\": {}, \"half_width\": {}, \"sd\": {}, \"n\": {}, \"resolution\": {}, \"warning\": {}{}}}",
      json_number(interval.mean), json_number(interval.half_width), json_number(interval.standard_deviation),
      interval.n, json_number(estimate.resolution),
      estimate.doubt.is_none() ? "null" : json_string(estimate.doubt.text()), more);
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
      "  \"warnings\": {},\n  \"metrics\": {{{}\n  }}\n}}\n",
      json_string(kVersion), json_string(scenario.name), json_string(scenario.platform_name), scenario.seed,
      comparison.replications, json_number(comparison.confidence), json_string(what_varies(scenario)), labels,
      failures, json_string(comparison.labels[comparison.base]), fingerprints,
      warnings_json(comparison.warnings, "  "), metrics);
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

/// Writes the results folder; returns why it could not be written, as what was measured is printed all the
/// same.
std::string write_comparison(const CompareCommand& command, const Comparison& comparison,
                             const std::vector<Variant>& variants) {
  try {
    ResultsFolder folder(command.out);
    folder.write("comparison.json", comparison_json(comparison, variants.front().scenario));
    folder.write("comparison.csv", comparison_csv(comparison));
    for (std::size_t i = 0; i < variants.size(); ++i) {
      folder.write(fmt::format("variant-{}.yaml", i + 1), resolved_from(command.out, variants[i].scenario));
    }
    folder.commit();
  } catch (const UsageError& error) {
    return error.text;
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

int compare_all(const CompareCommand& command, const std::atomic<bool>& interrupt) {
  const std::vector<Variant> variants = variants_of(command);
  for (const std::string& name : command.metrics) {
    if (const std::string wrong = unknown_metric(name); !wrong.empty()) {
      throw UsageError{wrong};
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
  const std::string unwritten = command.out.empty() ? "" : write_comparison(command, comparison, variants);
  if (command.common.json) {
    fmt::print("{}", comparison_json(comparison, scenario));
  } else if (!command.common.quiet) {
    print_comparison(comparison, command.metrics, variants);
    print_warnings(comparison.warnings);
    if (!command.out.empty() && unwritten.empty()) {
      fmt::print("{}\n", dim(wrapped("results in " + command.out, output_columns(), 2)));
    }
  }
  for (const std::string& law : comparison.broken) {
    fmt::print(stderr, "curtain: broken law: {}\n", law);
  }
  if (!unwritten.empty()) {
    fmt::print(stderr, "curtain: {}\n", unwritten);
  }
  bool failed = false;
  for (std::size_t i = 0; i < comparison.failures.size(); ++i) {
    if (!comparison.failures[i].empty()) {
      failed = true;
      fmt::print(stderr, "curtain: {} failed: {}\n", comparison.labels[i], comparison.failures[i]);
    }
  }
  return comparison.broken.empty() && unwritten.empty() && !failed ? kDone : kRunFailed;
}

}  // namespace

int compare_variants(const CompareCommand& command, const std::atomic<bool>& interrupt) {
  if (!(command.confidence >= 50 && command.confidence < 100)) {
    throw UsageError{"--confidence is a percentage from 50 to below 100"};
  }
  if (command.scenarios.size() == 1 && command.vary.empty()) {
    throw UsageError{
        "compare wants something that differs: --vary KEY=A,B, or a second SCENARIO\nas in: curtain compare "
        "s.yaml --vary policies.placement=first-fit,best-fit\n(several runs of one scenario: curtain run " +
        command.scenarios.front() + " --replications 10)"};
  }
  return compare_all(command, interrupt);
}

int replicate(const RunCommand& command, const std::atomic<bool>& interrupt) {
  CompareCommand many;
  many.common = command.common;
  many.scenarios = {command.scenario};
  many.out = command.out;
  many.replications = command.replications;
  many.audit = command.audit;
  return compare_all(many, interrupt);
}

}  // namespace curtain::tools
