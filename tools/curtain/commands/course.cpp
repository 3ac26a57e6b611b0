// curtain course writes the chapters of a folder as one HTML page. Every setting of the exercises is
// simulated.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "models/config/metric_name.hpp"
#include "models/experiment/expectations.hpp"
#include "models/experiment/run.hpp"
#include "models/workload/printable.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/interrupt.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/report/course_page.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/results/results_tables.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/time_axis.hpp"

namespace curtain::tools {
namespace {

/// The largest number of lifetimes and busy times of instances that are drawn. More bars could not be
/// distinguished.
constexpr std::size_t kMostParts = 1000;

/// Returns the metrics that a chapter mentions: first the metrics of `expect` and `show`, in this order, and
/// then the metrics of its settings.
std::vector<std::string> mentioned_metrics(const Lesson& lesson, const std::vector<Expectation>& expected) {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  };
  for (const Expectation& expectation : expected) {
    add(expectation.metric);
  }
  std::for_each(lesson.show.begin(), lesson.show.end(), add);
  for (const ExerciseSetting& setting : lesson.exercise->settings) {
    for (const Expectation& expectation : setting.expect) {
      add(expectation.metric);
    }
  }
  return names;
}

/// Simulates the scenario. Throws UsageError if an expectation of the chapter is not met.
CourseRun run_of(const Scenario& scenario, const std::vector<std::string>& metrics, const std::string& what,
                 const std::atomic<bool>& interrupt) {
  RunSettings settings;
  settings.by_time = true;
  settings.by_function = true;
  settings.interrupt = &interrupt;
  for (const std::string& metric : metrics) {
    settings.metrics.push_back({parse_metric_name(metric), scenario.name});
  }
  InstanceLanes lanes(kMostParts);
  settings.observer = &lanes;
  const RunResult result = run_scenario(scenario, settings);
  if (result.outcome.interrupted) {
    throw RunInterrupted();
  }
  const std::vector<ExpectationResult> checked = check_all(result.report, scenario);
  for (std::size_t i = 0; i < checked.size(); ++i) {
    if (!checked[i].met) {
      throw UsageError{
          fmt::format("{}: {} {} should be {}, but is {}; correct the text of the chapter and its `expect`",
                      scenario.expect[i].where, what, scenario.expect[i].metric, scenario.expect[i].text,
                      checked[i].measured ? fmt::format("{:.9g}", *checked[i].measured) : "without a value")};
    }
  }
  CourseRun run;
  for (const std::string& name : metrics) {
    const Metric* const metric = result.report.find(name);
    run.figures.push_back({name, metric != nullptr ? metric->measured() : std::nullopt});
  }
  run.series = time_records(scenario, result).csv();
  run.end = result.outcome.end;
  run.epoch = epoch_of(scenario);
  for (const InstanceLife& life : lanes.lives()) {
    run.lives.push_back({result.functions[life.function].name, life});
  }
  return run;
}

CourseChapter chapter_of(const std::string& path, const std::atomic<bool>& interrupt) {
  const Scenario scenario = load(path, {});
  if (!scenario.lesson.exercise) {
    throw UsageError{
        fmt::format("'{}' is not a chapter: it has no `lesson` with an `exercise`", printable(path))};
  }
  CourseChapter chapter;
  chapter.name = scenario.name;
  chapter.lesson = scenario.lesson;
  const std::vector<std::string> metrics = mentioned_metrics(scenario.lesson, scenario.expect);
  chapter.run = run_of(scenario, metrics, "as it is,", interrupt);
  for (std::size_t i = 0; i < scenario.lesson.exercise->settings.size(); ++i) {
    const ExerciseSetting& setting = scenario.lesson.exercise->settings[i];
    const Scenario changed = load_setting(path, scenario, i);
    chapter.settings.push_back(
        run_of(changed, metrics, fmt::format("with the setting '{}',", printable(setting.name)), interrupt));
  }
  return chapter;
}

}  // namespace

int write_course(const CourseCommand& command, const std::atomic<bool>& interrupt) {
  OutputFile::check(command.out, "--out", OutputFile::Content::page);
  const std::vector<std::string> paths = scenarios_in(command.folder);
  if (paths.empty()) {
    throw UsageError{fmt::format(
        "there are no chapters (*.yaml) in '{}'; name a folder of scenarios, such as scenarios/course",
        printable(command.folder))};
  }
  ProgressLine line(!command.quiet);
  std::vector<CourseChapter> chapters;
  for (const std::string& path : paths) {
    if (line.is_due()) {
      line.show({static_cast<double>(chapters.size()) / static_cast<double>(paths.size()), chapters.size(),
                 "chapters"});
    }
    chapters.push_back(chapter_of(path, interrupt));
  }
  line.clear();
  const std::string page = course_page(chapters, !command.without_answers);
  OutputFile file(command.out, "--out", OutputFile::Content::page);
  file.write(page);
  file.commit();
  if (!command.quiet && command.out != "-") {
    fmt::print("{} in {} ({} KiB), {} answers; open it in a browser\n", counted(chapters.size(), "chapter"),
               printable(command.out), (page.size() + 1023) / 1024,
               command.without_answers ? "without" : "with");
  }
  return kDone;
}

}  // namespace curtain::tools
