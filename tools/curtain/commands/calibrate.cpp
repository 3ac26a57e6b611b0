// `curtain calibrate` fits a platform profile to measured logs.
#include <fmt/format.h>

#include <algorithm>

#include "models/calibration/calibration.hpp"
#include "models/config/diagnostics.hpp"
#include "models/config/files.hpp"
#include "models/config/price_list.hpp"
#include "models/config/scenario.hpp"
#include "models/measured/read_measured.hpp"
#include "tools/curtain/calibration/calibration_figures.hpp"
#include "tools/curtain/calibration/calibration_text.hpp"
#include "tools/curtain/calibration/profile_yaml.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/figures/figure_csv.hpp"
#include "tools/curtain/figures/figure_svg.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/results/results_folder.hpp"

namespace curtain::tools {
namespace {

/// The value of an option, which must be a day.
std::string day_option(const char* option, const std::string& text) {
  if (!text.empty() && (text.size() != 10 || !config::parse_days(text))) {
    throw UsageError{fmt::format("{} needs a day such as 2024-01-31; found {}", option, config::quote(text))};
  }
  return text;
}

/// The settings of the base profile that the fits need.
CalibrationBase base_of(const CalibrateCommand& command) {
  const Scenario scenario = parse_scenario(
      fmt::format("platform: {}\nduration: 1s\nworkload:\n  - poisson: {{function: f, rate: 1/s, memory: "
                  "128MiB, duration: 1s}}\n",
                  command.base),
      "--base");
  CalibrationBase base;
  base.memory_per_vcpu = scenario.platform.cpu.memory_per_vcpu;
  base.request_latency_ns = scenario.platform.frontend.request_latency.mean();
  base.only = command.functions;
  base.from = day_option("--from", command.from);
  base.before = day_option("--to", command.to);
  if (!base.from.empty() && !base.before.empty() && base.from >= base.before) {
    throw UsageError{fmt::format("--to {} must be after --from {}", base.before, base.from)};
  }
  return base;
}

std::vector<MeasuredLog> logs_of(const CalibrateCommand& command) {
  std::vector<MeasuredLog> logs;
  for (const std::string& path : command.paths) {
    if (config::is_directory(path)) {
      throw UsageError{fmt::format("'{0}' is a folder; name its logs, such as {0}/*.csv", path)};
    }
    for (const std::string& file : config::matching_files(path)) {
      if (const auto reason = config::why_unreadable(file)) {
        throw UsageError{*reason};
      }
      try {
        logs.push_back(read_measured(file));
      } catch (const MeasuredLogError& error) {
        throw UsageError{error.what()};
      }
    }
  }
  return logs;
}

void check_functions(const CalibrateCommand& command, const std::vector<MeasuredLog>& logs) {
  std::vector<std::string> known;
  for (const MeasuredLog& log : logs) {
    known.insert(known.end(), log.functions.begin(), log.functions.end());
  }
  for (const std::string& name : command.functions) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw UsageError{
          fmt::format("--function {}: {}{}", config::quote(name),
                      known.empty() ? "the log names no functions" : "the log has no such function",
                      config::did_you_mean(name, known))};
    }
  }
}

}  // namespace

int calibrate_profile(const CalibrateCommand& command) {
  if (!command.out.empty()) {
    OutputFile::check(command.out, "--out", OutputFile::Content::other);
    share_standard_output("--out", command.out, command.common.json);
  }
  if (!command.figures.empty()) {
    ResultsFolder::check(command.figures);
  }
  const CalibrationBase base = base_of(command);
  const std::vector<MeasuredLog> logs = logs_of(command);
  check_functions(command, logs);
  const Calibration calibration = calibrate(logs, base);
  const bool has_calls = std::any_of(calibration.logs.begin(), calibration.logs.end(),
                                     [](const CalibratedLog& log) { return log.calls > 0; });
  if (!has_calls) {
    throw UsageError{"no call of the logs is from the days that --from and --to name"};
  }
  if (!command.common.quiet || command.common.json) {
    fmt::print("{}", command.common.json ? calibration_json(calibration) : calibration_text(calibration));
  }
  if (!command.out.empty()) {
    const std::optional<std::string> profile = profile_yaml(calibration, command.base);
    if (!profile) {
      throw UsageError{"--out: nothing was fitted that a profile can set"};
    }
    OutputFile file(command.out, "--out", OutputFile::Content::other);
    file.write(*profile);
    file.commit();
  }
  if (!command.figures.empty()) {
    ResultsFolder folder(command.figures);
    for (const Figure& figure : calibration_figures(calibration)) {
      folder.write(figure.name + ".svg", figure_svg(figure));
      folder.write(figure.name + ".csv", figure_csv(figure));
    }
    folder.commit();
  }
  return kDone;
}

}  // namespace curtain::tools
