#include "tools/curtain/trace/import_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/calibration/fit_distribution.hpp"
#include "models/config/price_list.hpp"
#include "models/config/quantity.hpp"
#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "models/import/log_time.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/calibration/profile_yaml.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::string_view kPlatform = "aws-lambda-2018";
constexpr std::int64_t kWholeSecond = 1'000'000'000;
constexpr std::int64_t kLateCut = 100'000'000;  // in older reports, the logged time exceeds the timeout by
                                                // some milliseconds
constexpr std::size_t kYamlWidth = 76;

/// The price list of the provider that writes logs of this kind; empty if there is none.
std::string_view price_list_of(std::string_view kind) {
  return kind == "cloudwatch" || kind == "xray" ? "aws-lambda"
         : kind == "app-insights"               ? "azure-functions"
                                                : "";
}

std::string yaml_text(std::string_view text) {
  const bool is_plain =
      !text.empty() &&
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./") ==
          std::string_view::npos &&
      std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; }) && text[0] != '-' &&
      text != "null" && text != "true" && text != "false" && text != "yes" && text != "no" && text != "none";
  return is_plain ? std::string(text) : sim::json_string(text);
}

/// An exact number of milliseconds, from nanoseconds.
std::string in_ms(std::int64_t ns) {
  std::string text = fmt::format("{}.{:06}", ns / 1'000'000, ns % 1'000'000);
  text.erase(text.find_last_not_of('0') + 1);
  return (text.back() == '.' ? text.substr(0, text.size() - 1) : text) + "ms";
}

/// The fit to the initialisations, if it is good.
std::optional<DistributionFit> good_fit(const std::vector<std::int64_t>& inits) {
  if (inits.size() < kEnoughForFit) {
    return std::nullopt;
  }
  const FitReport report = fit_distributions(std::vector<double>(inits.begin(), inits.end()));
  return report.has_fit() && report.best().p >= kGoodFit ? std::optional(report.best()) : std::nullopt;
}

/// The distribution of the logged initialisations as YAML.
std::string init_yaml(std::vector<std::int64_t> inits) {
  if (const std::optional<DistributionFit> fit = good_fit(inits)) {
    return distribution_yaml(fit->distribution);
  }
  std::sort(inits.begin(), inits.end());
  std::string text;
  if (inits.size() <= kMostSamples) {
    for (const std::int64_t init : inits) {
      text += (text.empty() ? "" : ", ") + in_ms(init);
    }
    return "{samples: [" + text + "]}";
  }
  constexpr std::array<double, 11> percents{0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 100};
  for (const double percent : percents) {
    const auto rank = static_cast<std::size_t>(percent / 100 * static_cast<double>(inits.size() - 1) + 0.5);
    text += fmt::format("{}p{}: {}", text.empty() ? "" : ", ", percent, in_ms(inits[rank]));
  }
  return "{empirical: {" + text + "}}";
}

/// The timeout of the function. Absent if executions that were not cut off were longer than the timeout.
std::optional<std::string> timeout_yaml(const ImportedFunction& function) {
  if (!function.timeout) {
    return std::nullopt;
  }
  const std::int64_t above = *function.timeout % kWholeSecond;
  const std::int64_t timeout =
      *function.timeout >= kWholeSecond && above <= kLateCut ? *function.timeout - above : *function.timeout;
  if (function.longest > timeout) {
    return std::nullopt;  // the timeout was changed during the log
  }
  return timeout % kWholeSecond == 0 ? fmt::format("{}s", timeout / kWholeSecond) : in_ms(timeout);
}

/// Breaks a flow mapping or sequence after a comma if it is too long.
std::string broken_line(const std::string& text, std::size_t indent) {
  std::string lines;
  std::string line;
  std::size_t at = 0;
  bool is_quoted = false;
  while (at < text.size()) {
    std::size_t end = at;
    for (; end < text.size(); ++end) {
      is_quoted = text[end] == '"' && (end == 0 || text[end - 1] != '\\') ? !is_quoted : is_quoted;
      if (!is_quoted && text[end] == ',' && end + 1 < text.size() && text[end + 1] == ' ') {
        break;
      }
    }
    const std::string piece = text.substr(at, end + 1 - at);
    if (!line.empty() && line.size() + 1 + piece.size() > kYamlWidth) {
      lines += line + "\n";
      line = std::string(indent, ' ');
    } else if (!line.empty()) {
      line += ' ';
    }
    line += piece;
    at = end + 2;
  }
  return lines + line + "\n";
}

std::string prices_yaml(const LoggedWorkload& log) {
  const std::string_view list = price_list_of(log.kind);
  const std::string day = in_utc(log.first).substr(0, 10);
  if (list.empty()) {
    return "# No price list is known for this log, so the prices are those of the platform.\n";
  }
  const std::optional<std::string> era = config::era_on(list, day);
  if (!era) {
    return fmt::format("# The price list {} has no prices for {}, so the prices are those of the platform.\n",
                       list, day);
  }
  std::string text = fmt::format("billing:\n  prices: {}  # as of {}, the log's first day\n", *era, day);
  const std::optional<std::string> later = config::era_on(list, in_utc(log.last).substr(0, 10));
  if (later && *later != *era) {
    text += fmt::format("  # The log ends in another era of prices: {}\n", *later);
  }
  return text;
}

/// One line for each function with a timeout, or with enough initialisations for its own distribution. The
/// traits of the trace do not apply to a function that has its own line, so each line repeats `common`.
std::string functions_yaml(const LoggedWorkload& log, const std::string& common) {
  std::string lines;
  std::size_t named = 0;
  for (const ImportedFunction& function : log.functions) {
    const auto timeout = timeout_yaml(function);
    const bool has_own = log.functions.size() > 1 && function.inits.size() >= kEnoughInits;
    if ((!timeout && !has_own) || named == kMostNamedFunctions) {
      continue;
    }
    ++named;
    std::string line = fmt::format("        - {{function: {}", yaml_text(function.name));
    line += function.tenant.empty() ? "" : fmt::format(", tenant: {}", yaml_text(function.tenant));
    line += timeout ? fmt::format(", timeout: {}", *timeout) : "";
    const std::string init = has_own ? init_yaml(function.inits) : common;
    line += init.empty() ? "}" : fmt::format(", init: {}}}", init);
    lines += broken_line(line, 11);
  }
  return lines;
}

std::string trace_yaml(const LoggedWorkload& log, const std::string& path) {
  std::string columns;
  std::string constants;
  const auto add = [](std::string& list, const char* entry) {
    list += (list.empty() ? "" : ", ") + std::string(entry);
  };
  if (log.has_tenant) {
    add(columns, "tenant: tenant");
  }
  if (!log.has_memory) {
    add(columns, "memory: none");
    add(constants, "memory: 256MiB");
  }
  if (!log.has_duration) {
    add(columns, "duration: none");
    add(constants, "duration: 100ms");
  }
  std::vector<std::string> entries{"format: csv", fmt::format("path: {}", yaml_text(path))};
  if (log.is_epoch) {
    entries.emplace_back("origin: first-row");
  }
  if (!columns.empty()) {
    entries.push_back(fmt::format("columns: {{{}}}", columns));
  }
  if (!constants.empty()) {
    entries.push_back(fmt::format("constants: {{{}}}", constants));
  }
  std::vector<std::int64_t> inits;
  for (const ImportedFunction& function : log.functions) {
    inits.insert(inits.end(), function.inits.begin(), function.inits.end());
  }
  const std::string common = inits.empty() ? "" : init_yaml(inits);
  const std::string own = functions_yaml(log, common);
  if (inits.empty() && own.empty()) {
    return fmt::format("  - trace: {{{}}}\n", fmt::join(entries, ", "));
  }
  std::string text = "  - trace:\n";
  for (const std::string& entry : entries) {
    text += fmt::format("      {}\n", entry);
  }
  if (const std::optional<DistributionFit> fit = good_fit(inits)) {
    text += fmt::format(
        "      # A {} distribution, fitted to {} initialisations;\n      # its Kolmogorov-Smirnov distance "
        "from "
        "them is {:.3f}.\n",
        fit->family, inits.size(), fit->ks);
  }
  text += inits.empty() ? "" : broken_line(fmt::format("      init: {}", common), 8);
  return text + (own.empty() ? "" : "      functions:\n" + own);
}

bool has_inits(const LoggedWorkload& log) {
  return std::any_of(log.functions.begin(), log.functions.end(),
                     [](const ImportedFunction& function) { return !function.inits.empty(); });
}

}  // namespace

std::optional<std::int64_t> scenario_keep_alive() {
  const Scenario scenario =
      parse_scenario(fmt::format("platform: {}\nduration: 1s\nworkload:\n  - poisson: {{function: f, rate: "
                                 "1/s, memory: 128MiB, duration: 1s}}\n",
                                 kPlatform),
                     "log");
  for (const std::string& setting : resolved_settings(scenario)) {
    constexpr std::string_view before = "policies.keep_alive: {fixed: {timeout: ";
    if (setting.starts_with(before)) {
      return config::parse_duration(setting.substr(before.size(), setting.find('}') - before.size())).ns();
    }
  }
  return std::nullopt;
}

std::string scenario_yaml(const LoggedWorkload& log, const std::string& path) {
  std::string text = fmt::format("# From a log of {} ({}),\n# {} to {}.\n", counted(log.files, "file"),
                                 log.kind, in_utc(log.first), in_utc(log.last));
  if (price_list_of(log.kind) != "aws-lambda") {
    text += "# No built-in profile matches this log, so the platform is AWS Lambda\n# as of 2018.\n";
  }
  text += fmt::format("platform: {}\n", kPlatform);
  text += prices_yaml(log);
  if (has_inits(log)) {
    text +=
        "cold_start:\n  # The initialisation in the log includes the start of the runtime and\n  # the "
        "function's own initialisation; it is the key `init` below.\n  runtime_start: 0s\n";
  }
  return text + "workload:\n" + trace_yaml(log, path);
}

std::optional<std::uint64_t> cold_starts_of_run(const std::string& yaml, const std::atomic<bool>& interrupt) {
  const Scenario scenario = parse_scenario(yaml, "the log's scenario");
  RunSettings settings;
  settings.interrupt = &interrupt;
  const RunResult result = run_scenario(scenario, settings);
  const Metric* const cold = result.report.find("cold_start.count");
  if (result.report.partial || cold == nullptr) {
    return std::nullopt;
  }
  return std::get<std::uint64_t>(cold->value);
}

std::vector<std::string> reasons_of(const ScenarioRun& run) {
  const ColdStartDifference& d = run.difference;
  const std::string keep = human_seconds(run.keep_alive_s);
  const auto pause = [](std::int64_t ns) { return human_seconds(static_cast<double>(ns) / 1e9); };
  std::vector<std::string> lines;
  if (d.reused > 0) {
    lines.push_back(
        fmt::format("{} of the log came although an instance had been idle for less than the keep-alive of "
                    "{} in the platform's profile (at least {}, median {}); the real platform kept the "
                    "instance for a shorter time, or did not choose it",
                    grouped(d.reused), keep, pause(d.shortest_reused_ns), pause(d.median_reused_ns)));
  }
  if (d.began_warm > 0) {
    lines.push_back(fmt::format("{} {} warm when the log begins; a run begins without instances",
                                counted(d.began_warm, "function"), d.began_warm == 1 ? "was" : "were"));
  }
  if (d.ahead > 0) {
    lines.push_back(
        fmt::format("{} ran on an instance that the platform had initialised before it was needed; a run "
                    "does not start instances ahead",
                    counted(d.ahead, "invocation")));
  }
  if (d.kept_longer > 0) {
    lines.push_back(
        fmt::format("{} was warm after a pause of more than {} (up to {}), because the real platform kept "
                    "instances longer",
                    counted(d.kept_longer, "invocation"), keep, pause(d.longest_kept_ns)));
  }
  if (d.overlapping > 0) {
    lines.push_back(
        fmt::format("{} ran warm while all instances that the log shows were busy, because some instances "
                    "are older than the log",
                    counted(d.overlapping, "invocation")));
  }
  if (run.cold != d.expected) {
    lines.push_back(fmt::format(
        "{} {} because of the lifetimes and limits of the profile, and because start-up times are random",
        grouped(run.cold > d.expected ? run.cold - d.expected : d.expected - run.cold),
        run.cold > d.expected ? "more" : "fewer"));
  }
  const bool has_reasons = !lines.empty();
  lines.insert(lines.begin(), fmt::format("the log has {}; a run of this scenario gives {}{}",
                                          counted(d.logged, "cold start"), grouped(run.cold),
                                          has_reasons ? ", because" : ""));
  return lines;
}

}  // namespace curtain::tools
