// curtain compare runs several variants of a scenario with the same workload and the same random numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "models/config/diagnostics.hpp"
#include "models/experiment/compare.hpp"
#include "models/experiment/expectations.hpp"
#include "models/experiment/named_scopes.hpp"
#include "models/workload/printable.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/commands/output_options.hpp"
#include "tools/curtain/commands/vary.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/report/report_file.hpp"
#include "tools/curtain/results/comparison_folder.hpp"
#include "tools/curtain/results/comparison_records.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/text/comparison_text.hpp"
#include "tools/curtain/text/expectations_text.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/warnings_text.hpp"

namespace curtain::tools {
namespace {

/// Writes the results folder and the page. Returns the reason of a failure, because the results are printed
/// in any case.
std::string write_outputs(const CompareCommand& command, const Comparison& comparison,
                          const ComparedVariants& compared, const std::string& document) {
  const auto write_results = [&](const std::string& path) {
    write_comparison(path, comparison, compared, document, command.common.set);
  };
  try {
    if (!command.out.empty()) {
      write_results(command.out);
    }
    if (!command.report.empty()) {
      write_report_of(command.report, command.out, write_results);
    }
  } catch (const UsageError& error) {
    return error.text;
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

/// Whether `expect` is checked. If there are several variants, expectations apply to none of them.
enum class Expectations : std::uint8_t { judged, left_alone };

void print_result(const Comparison& comparison, const std::vector<std::string>& metrics,
                  const std::vector<Variant>& variants, const std::vector<ExpectationResult>& expected) {
  print_comparison(comparison, metrics, variants);
  if (!expected.empty()) {
    fmt::print("{}", dim(wrapped(fmt::format("`expect` is checked against the mean of {}",
                                             counted(comparison.replications, "replication")),
                                 output_columns(), 2)));
    print_expectations(variants.front().scenario, expected);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (expected[i].measured && expected[i].replications < comparison.replications) {
        const std::string& metric = variants.front().scenario.expect[i].metric;
        fmt::print(
            "{}",
            dim(wrapped(
                fmt::format(
                    "the mean of {} covers only the {} of {} replications in which the metric has a value",
                    metric, expected[i].replications, comparison.replications),
                output_columns(), 2, 4)));
      }
    }
    fmt::print("\n");
  }
  print_warnings(comparison.warnings);
}

/// The metrics of --metric. Metrics of a part of the run are also added to the settings, so that the run
/// measures them.
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
  const std::vector<Factor> factors = factors_of(command.scenarios, command.vary);
  std::vector<Variant> variants = variants_of(command.scenarios, factors, command.common.set);
  if (factors.empty()) {
    variants.front().label = variants.front().scenario.name;
  }
  for (const std::string& doubt : doubtful_variants(variants, factors)) {
    fmt::print(stderr, "curtain: {}\n", doubt);
  }
  const ComparedVariants compared{factors, variants};
  CompareSettings settings;
  const std::vector<std::string> metrics = metrics_of(command, variants, settings);
  check_distinct({{"--out", command.out}, {"--report", command.report}});
  if (!command.out.empty()) {
    ResultsFolder::check(command.out);
  }
  check_report(command.report);
  settings.replications = command.replications;
  settings.threads =
      command.threads == 0 ? std::max(1u, std::thread::hardware_concurrency()) : command.threads;
  settings.confidence = command.confidence / 100;
  settings.audit = command.audit;
  settings.pools = !command.out.empty() || !command.report.empty();
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
    fmt::print(
        stderr,
        "curtain: interrupted; no comparison is printed, because partial results would be misleading\n");
    return kInterrupted;
  }
  const Scenario& scenario = variants.front().scenario;
  std::vector<ExpectationResult> expected;
  if (expectations == Expectations::judged) {
    expected = check_all(comparison, scenario);
  }
  const std::string document =
      comparison_json(comparison, compared, expectations == Expectations::judged ? &expected : nullptr);
  const std::string unwritten = write_outputs(command, comparison, compared, document);
  if (command.common.json) {
    fmt::print("{}", document);
  } else if (!command.common.quiet) {
    print_result(comparison, metrics, variants, expected);
    if (!command.out.empty() && unwritten.empty()) {
      fmt::print("{}\n", dim(wrapped("results in " + printable(command.out), output_columns(), 2)));
    }
    if (!command.report.empty() && unwritten.empty()) {
      fmt::print("{}\n", dim(wrapped("report in " + printable(command.report), output_columns(), 2)));
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
        "compare needs at least two variants; add --vary KEY=A,B, or a second SCENARIO\nexample: curtain "
        "compare s.yaml --vary policies.placement=first-fit,best-fit\n(several runs of one scenario: curtain "
        "run " +
        command.scenarios.front() + " --replications 10)"};
  }
  return compare_all(command, Expectations::left_alone, interrupt);
}

int replicate(const RunCommand& command, const std::atomic<bool>& interrupt) {
  CompareCommand many;
  many.common = command.common;
  many.scenarios = {command.scenario};
  many.out = command.out;
  many.report = command.report;
  many.replications = command.replications;
  many.audit = command.audit;
  return compare_all(many, Expectations::judged, interrupt);
}

}  // namespace curtain::tools
