// curtain compare: the same workload and random draws under several variants of a scenario.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "models/config/diagnostics.hpp"
#include "models/experiment/compare.hpp"
#include "models/experiment/expectations.hpp"
#include "models/experiment/named_scopes.hpp"
#include "models/workload/printable.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/results/comparison_records.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/text/comparison_text.hpp"
#include "tools/curtain/text/expectations_text.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/warnings_text.hpp"

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

/// Writes the results folder; returns why it could not be written, as what was measured is printed all the
/// same.
std::string write_comparison(const CompareCommand& command, const Comparison& comparison,
                             const std::vector<Variant>& variants, const std::string& document) {
  try {
    ResultsFolder folder(command.out);
    folder.write("comparison.json", document);
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

/// What becomes of `expect`: of several variants none is what the expectations are of.
enum class Expectations : std::uint8_t { judged, left_alone };

void print_result(const Comparison& comparison, const std::vector<std::string>& metrics,
                  const std::vector<Variant>& variants, const std::vector<ExpectationResult>& expected) {
  print_comparison(comparison, metrics, variants);
  if (!expected.empty()) {
    fmt::print("{}", dim(wrapped(fmt::format("expect is judged on the mean of {}",
                                             counted(comparison.replications, "replication")),
                                 output_columns(), 2)));
    print_expectations(variants.front().scenario, expected);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (expected[i].measured && expected[i].replications < comparison.replications) {
        const std::string& metric = variants.front().scenario.expect[i].metric;
        fmt::print("{}", dim(wrapped(fmt::format("the mean of {} is of the {} of {} replications that have a "
                                                 "value",
                                                 metric, expected[i].replications, comparison.replications),
                                     output_columns(), 2, 4)));
      }
    }
    fmt::print("\n");
  }
  print_warnings(comparison.warnings);
}

/// The names of the metrics that --metric asks for; those of scopes are added to the settings.
std::vector<std::string> metrics_of(const CompareCommand& command, const std::vector<Variant>& variants,
                                    CompareSettings& settings) {
  std::vector<std::string> names;
  for (const std::string& text : command.metrics) {
    try {
      const MetricName name = parse_metric_name(text);
      if (const std::string wrong = wrong_metric_name(name, variants.front().scenario); !wrong.empty()) {
        throw UsageError{wrong};
      }
      settings.metrics.push_back({name, "--metric"});
      names.push_back(name.text());
    } catch (const MetricNameError& error) {
      throw UsageError{fmt::format("--metric: {}", error.what())};
    }
  }
  return names;
}

int compare_all(const CompareCommand& command, Expectations expectations,
                const std::atomic<bool>& interrupt) {
  const std::vector<Variant> variants = variants_of(command);
  CompareSettings settings;
  const std::vector<std::string> metrics = metrics_of(command, variants, settings);
  if (!command.out.empty()) {
    ResultsFolder::check(command.out);
  }
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
  std::vector<ExpectationResult> expected;
  if (expectations == Expectations::judged) {
    expected = check_all(comparison, scenario);
  }
  const std::string document =
      comparison_json(comparison, scenario, expectations == Expectations::judged ? &expected : nullptr);
  const std::string unwritten =
      command.out.empty() ? "" : write_comparison(command, comparison, variants, document);
  if (command.common.json) {
    fmt::print("{}", document);
  } else if (!command.common.quiet) {
    print_result(comparison, metrics, variants, expected);
    if (!command.out.empty() && unwritten.empty()) {
      fmt::print("{}\n", dim(wrapped("results in " + printable(command.out), output_columns(), 2)));
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
  if (!comparison.broken.empty() || !unwritten.empty() || failed) {
    return kRunFailed;
  }
  return all_met(expected) ? kDone : kExpectationFailed;
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
  return compare_all(command, Expectations::left_alone, interrupt);
}

int replicate(const RunCommand& command, const std::atomic<bool>& interrupt) {
  CompareCommand many;
  many.common = command.common;
  many.scenarios = {command.scenario};
  many.out = command.out;
  many.replications = command.replications;
  many.audit = command.audit;
  return compare_all(many, Expectations::judged, interrupt);
}

}  // namespace curtain::tools
