#include "tools/curtain/calibration/profile_yaml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sim/json_writer.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

using sim::Distribution;

constexpr std::size_t kMostEntries = 100;
constexpr std::size_t kMostNamedLogs = 6;

/// Six significant digits without an exponent.
std::string six_digits(double value) {
  int decimals = 5;
  for (double size = value < 0 ? -value : value; size >= 10 && decimals > 0; size /= 10) {
    --decimals;
  }
  for (double size = value < 0 ? -value : value; size > 0 && size < 1 && decimals < 12; size *= 10) {
    ++decimals;
  }
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    text.erase(text.back() == '.' ? text.size() - 1 : text.size());
  }
  return text == "-0" ? "0" : text;
}

std::string milliseconds_yaml(double ns) {
  return six_digits(ns / 1e6) + "ms";
}

/// A setting of the profile with its source.
struct Setting {
  std::string path;
  std::string note;
};

/// Collects the sections of a profile and the sources of their settings.
class ProfileWriter {
 public:
  ProfileWriter(const Calibration& calibration, std::string base)
      : calibration_(calibration), base_(std::move(base)) {}

  std::optional<std::string> text() {
    add_network();
    add_starts();
    add_lifetimes();
    add_policies();
    if (sources_.empty()) {
      return std::nullopt;
    }
    const std::string logs = counted(calibration_.logs.size(), "log");
    std::string text = fmt::format("# Fitted by curtain calibrate to {}.\n", logs);
    text += fmt::format("description: \"{}, fitted to {} by curtain calibrate\"\n", base_, logs);
    text += fmt::format("date: {}\nextends: {}\n\n", date(), base_);
    text += body_ + "sources:\n";
    for (const Setting& source : sources_) {
      text += fmt::format(
          "  - settings: [{}]\n    standing: fitted\n    date: {}\n    source: {}\n    note: {}\n",
          source.path, date(), sim::json_string(source_text()), sim::json_string(source.note));
    }
    if (calibration_.ahead > 0) {
      text += fmt::format(
          "not_yet:\n  - \"instances that are initialised ahead: {} of {} began as fast as a warm call\"\n",
          calibration_.ahead, counted(cold_calls(), "cold call"));
    }
    return text;
  }

 private:
  [[nodiscard]] std::size_t cold_calls() const {
    std::size_t count = 0;
    for (const CalibratedLog& log : calibration_.logs) {
      count += log.cold;
    }
    return count;
  }
  /// The first day of the logs. A log without days is as old as the base says, so its year is not known.
  [[nodiscard]] std::string date() const {
    std::string first;
    for (const CalibratedLog& log : calibration_.logs) {
      if (!log.first_day.empty() && (first.empty() || log.first_day < first)) {
        first = log.first_day;
      }
    }
    return first.empty() ? "1970" : first;
  }
  [[nodiscard]] std::string source_text() const {
    std::string text;
    std::uint64_t rows = 0;
    for (std::size_t i = 0; i < calibration_.logs.size(); ++i) {
      const CalibratedLog& log = calibration_.logs[i];
      rows += log.rows;
      if (i < kMostNamedLogs) {
        const std::string name = log.path.substr(log.path.find_last_of('/') + 1);
        text += fmt::format("{}{} ({} rows)", text.empty() ? "" : ", ", name, log.rows);
      }
    }
    return calibration_.logs.size() <= kMostNamedLogs
               ? text
               : fmt::format("{} and {} more logs, {} rows together", text,
                             calibration_.logs.size() - kMostNamedLogs, rows);
  }
  void add_source(const std::string& path, const std::string& note) { sources_.push_back({path, note}); }

  void add_network() {
    if (!calibration_.round_trip_ns || !(*calibration_.round_trip_ns > 0)) {
      return;
    }
    const std::string half = milliseconds_yaml(*calibration_.round_trip_ns / 2);
    body_ += fmt::format("frontend:\n  request_latency: {0}\n  response_latency: {0}\n\n", half);
    add_source(
        "frontend.request_latency, frontend.response_latency",
        "half of the median of response less execution over warm calls, because the clocks of client and "
        "function differ");
  }

  static std::string note_of(const FitReport& report) {
    const DistributionFit& fit = report.best();
    return fmt::format(
        "{}, {}, by maximum likelihood to {}; lowest AIC of {}; Kolmogorov-Smirnov distance {:.3f}",
        fit.family, counted(static_cast<std::uint64_t>(fit.parameters), "parameter"),
        counted(report.size, "value"), fmt::format("{} families", report.fits.size()), fit.ks);
  }

  void add_starts() {
    std::vector<const FunctionFit*> fitted;
    for (const FunctionFit& fit : calibration_.start_ups) {
      if (fit.report.has_fit()) {
        fitted.push_back(&fit);
      }
    }
    if (fitted.empty()) {
      return;
    }
    const FunctionFit& largest = **std::max_element(
        fitted.begin(), fitted.end(),
        [](const FunctionFit* a, const FunctionFit* b) { return a->report.size < b->report.size; });
    body_ += "cold_start:\n  vm_boot: 0s\n  sandbox: 0s\n  code_download: 0s\n  function_init: 0s\n";
    body_ += fmt::format("  runtime_start: {}\n", distribution_yaml(largest.report.best().distribution));
    const bool is_single = fitted.size() == 1 || fitted.size() > kMostEntries;
    body_ += is_single ? "  runtime_start_by: []\n" : "  runtime_start_by:\n";
    std::string before;
    for (std::size_t i = 0; i < fitted.size() && !is_single; ++i) {
      const FunctionFit& fit = *fitted[i];
      const std::string runtime = fit.function.empty() ? "none" : sim::json_string(fit.function);
      const bool is_first = i == 0 || fitted[i - 1]->function != fit.function;
      body_ += fmt::format("    - {{runtime: {}{}, time: {}}}\n", runtime,
                           is_first || fit.memory == 0 ? "" : fmt::format(", memory: {}MiB", fit.memory),
                           distribution_yaml(fit.report.best().distribution));
    }
    body_ += "\n";
    std::string note = fmt::format("{}{}; {}", start_source_text(calibration_.start_source),
                                   calibration_.subtracted.empty() ? "" : ", less " + calibration_.subtracted,
                                   note_of(largest.report));
    add_source(
        "cold_start.runtime_start, cold_start.runtime_start_by, cold_start.vm_boot, cold_start.sandbox, "
        "cold_start.code_download, cold_start.function_init",
        note + "; the log does not split the start-up into stages, so runtime_start holds all of it");
  }

  void add_lifetimes() {
    const LifetimeReport& report = calibration_.lifetimes;
    if (!report.has_fit()) {
      return;
    }
    const LifetimeCap& cap = report.cap;
    const std::string uniform = fmt::format("{{uniform: {{min: {}, max: {}}}}}", seconds_yaml(cap.shortest_s),
                                            seconds_yaml(cap.longest_s));
    body_ += fmt::format(
        "lifetimes:\n  instance: {}\n\n",
        cap.early < 0.001
            ? uniform
            : fmt::format(
                  "{{mixture: [{{weight: {}, of: {{uniform: {{min: 1s, max: {}}}}}}}, {{weight: {}, of: "
                  "{}}}]}}",
                  six_digits(cap.early), seconds_yaml(cap.shortest_s), six_digits(1 - cap.early), uniform));
    add_source(
        "lifetimes.instance",
        fmt::format("interval-censored maximum likelihood, 3 parameters, {} of which {} ended while in use",
                    counted(report.instances, "instance"), report.ended));
  }

  void add_policies() {
    const bool has_idle = calibration_.idle.has_fit();
    const bool has_routing = calibration_.routing.has_fit();
    if (!has_idle && !has_routing) {
      return;
    }
    body_ += "policies:\n";
    if (has_routing) {
      const RoutingReport& report = calibration_.routing;
      body_ += fmt::format("  routing: {}\n", routing_name(report.best));
      add_source("policies.routing",
                 fmt::format("largest likelihood of {}, of which {} took the most recently used instance",
                             counted(report.choices, "choice"), report.most_recent));
    }
    if (has_idle) {
      const IdleReport* const beside =
          calibration_.idle_beside.has_fit() ? &calibration_.idle_beside : nullptr;
      body_ += fmt::format("  keep_alive: {}\n", keep_alive_yaml(calibration_.idle, beside));
      add_source(
          "policies.keep_alive",
          fmt::format("censored maximum likelihood to {} after known idle times, of which {} were cold{}",
                      counted(calibration_.idle.calls, "call"), calibration_.idle.cold,
                      beside == nullptr ? "" : "; instance: the same to calls beside busy instances"));
    }
    body_ += "\n";
  }

  const Calibration& calibration_;
  std::string base_;
  std::string body_;
  std::vector<Setting> sources_;
};

}  // namespace

std::string seconds_yaml(double seconds) {
  std::string text = fmt::format("{:.3f}", seconds);
  text.erase(text.find_last_not_of('0') + 1);
  return (text.back() == '.' ? text.substr(0, text.size() - 1) : text) + "s";
}

std::string distribution_yaml(const Distribution& d) {
  const double first = d.first_parameter();
  const double second = d.second_parameter();
  switch (d.kind()) {
    case Distribution::Kind::constant:
      return milliseconds_yaml(first);
    case Distribution::Kind::uniform:
      return fmt::format("{{uniform: {{min: {}, max: {}}}}}", milliseconds_yaml(first),
                         milliseconds_yaml(second));
    case Distribution::Kind::exponential:
      return fmt::format("{{exponential: {{mean: {}}}}}", milliseconds_yaml(first));
    case Distribution::Kind::normal:
      return fmt::format("{{normal: {{mean: {}, sd: {}}}, min: 0s}}", milliseconds_yaml(first),
                         milliseconds_yaml(second));
    case Distribution::Kind::lognormal:
      return fmt::format("{{lognormal: {{median: {}, sigma: {}}}}}", milliseconds_yaml(first),
                         six_digits(second));
    case Distribution::Kind::weibull:
      return fmt::format("{{weibull: {{shape: {}, scale: {}}}}}", six_digits(first),
                         milliseconds_yaml(second));
    case Distribution::Kind::gamma:
      return fmt::format("{{gamma: {{shape: {}, scale: {}}}}}", six_digits(first), milliseconds_yaml(second));
    case Distribution::Kind::pareto:
      return fmt::format("{{pareto: {{shape: {}, scale: {}}}}}", six_digits(first),
                         milliseconds_yaml(second));
    case Distribution::Kind::burr:
      return fmt::format("{{burr: {{c: {}, k: {}, scale: {}}}}}", six_digits(first), six_digits(second),
                         milliseconds_yaml(d.third_parameter()));
    case Distribution::Kind::shifted:
      return fmt::format("{{shifted: {{by: {}, of: {}}}}}", milliseconds_yaml(first),
                         distribution_yaml(d.components().front().of));
    case Distribution::Kind::mixture: {
      std::string parts;
      for (const Distribution::Component& part : d.components()) {
        parts += fmt::format("{}{{weight: {}, of: {}}}", parts.empty() ? "" : ", ", six_digits(part.weight),
                             distribution_yaml(part.of));
      }
      return fmt::format("{{mixture: [{}]}}", parts);
    }
    case Distribution::Kind::empirical:
      break;
  }
  return {};
}

std::string keep_alive_yaml(const IdleReport& idle, const IdleReport* beside) {
  if (beside != nullptr) {
    const IdleMechanism& lone = idle.best().mechanism;
    const IdleMechanism& other = beside->best().mechanism;
    return fmt::format(
        "{{function-idle: {{function: {}, function_spread: {}, instance: {}, instance_spread: {}}}}}",
        seconds_yaml(lone.longest), seconds_yaml(lone.longest - lone.shortest), seconds_yaml(other.longest),
        seconds_yaml(other.longest - other.shortest));
  }
  const IdleMechanism& m = idle.best().mechanism;
  const bool is_held = m.kind == IdleMechanism::Kind::held_spread;
  return fmt::format("{{held-spread: {{shortest: {}, longest: {}, from: {}, to: {}, early: {}}}}}",
                     seconds_yaml(m.shortest), seconds_yaml(m.longest),
                     is_held ? "0s" : seconds_yaml(m.shortest), seconds_yaml(is_held ? m.horizon : m.longest),
                     six_digits(m.early));
}

std::optional<std::string> profile_yaml(const Calibration& calibration, const std::string& base) {
  return ProfileWriter(calibration, base).text();
}

}  // namespace curtain::tools
