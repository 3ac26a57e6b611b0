#include "models/calibration/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "models/calibration/instance_use.hpp"
#include "models/calibration/start_times_of_log.hpp"
#include "models/import/log_time.hpp"

namespace curtain {
namespace {

constexpr double kNoLimit =
    600;  // idle time in seconds that may be the end of an instance, if nothing is fitted

/// The day of a call; empty if the log has none.
std::string day_of(const MeasuredCall& call) {
  const MeasuredTime time = call.day ? call.day : call.sent ? call.sent : call.started;
  return time ? in_utc(*time).substr(0, 10) : std::string();
}

/// The logs with the calls of the days that were asked for. A call without a day is left out.
std::vector<MeasuredLog> calls_within(std::vector<MeasuredLog> logs, const CalibrationBase& base) {
  for (MeasuredLog& log : logs) {
    std::erase_if(log.calls, [&base](const MeasuredCall& call) {
      const std::string day = day_of(call);
      return day.empty() || day < base.from || (!base.before.empty() && day >= base.before);
    });
  }
  return logs;
}

CalibratedLog summary_of(const MeasuredLog& log) {
  CalibratedLog summary{log.path, log.kind, log.rows, log.calls.size(), 0, {}};
  for (const MeasuredCall& call : log.calls) {
    summary.cold += call.is_cold() ? 1 : 0;
    if (const std::string day = day_of(call); !day.empty()) {
      summary.first_day = summary.first_day.empty() ? day : std::min(summary.first_day, day);
    }
  }
  return summary;
}

/// At most Calibration::kMostValues of the values, evenly spaced.
std::vector<double> thinned(const std::vector<double>& values) {
  if (values.size() <= Calibration::kMostValues) {
    return values;
  }
  std::vector<double> few;
  few.reserve(Calibration::kMostValues);
  for (std::size_t i = 0; i < Calibration::kMostValues; ++i) {
    few.push_back(values[i * values.size() / Calibration::kMostValues]);
  }
  return few;
}

std::vector<FunctionFit> fits_of(const ValuesByFunction& values) {
  std::vector<FunctionFit> fits;
  for (const auto& [key, of_function] : values) {
    FunctionFit fit{key.first, key.second, thinned(of_function), {}};
    fit.report = fit_distributions(fit.values);
    if (of_function.size() > fit.values.size()) {
      fit.report.notes.push_back(
          fmt::format("{} of {} values were used, evenly spaced in the order of the log", fit.values.size(),
                      of_function.size()));
    }
    fits.push_back(std::move(fit));
  }
  return fits;
}

std::vector<FunctionCurve> curves_of(const ValuesByFunction& durations, const CalibrationBase& base) {
  std::map<std::string, std::vector<MemoryPoint>> points;
  for (const auto& [key, values] : durations) {
    if (key.second > 0) {
      points[key.first].push_back({key.second, *median_of(values) / 1e9, values.size()});
    }
  }
  std::vector<FunctionCurve> curves;
  for (auto& [function, sizes] : points) {
    if (sizes.size() > 1) {
      curves.push_back({function, fit_memory_curve(std::move(sizes), base.memory_per_vcpu)});
    }
  }
  return curves;
}

/// Collects idle times, choices and lives. A log states idle times itself, or they follow from its instances.
InstanceUse use_of_logs(const std::vector<MeasuredLog>& logs) {
  InstanceUse use;
  for (const MeasuredLog& log : logs) {
    append(use, use_of_instances(log));
    for (const MeasuredCall& call : log.calls) {
      if (call.idle && call.start != MeasuredStart::unknown && call.group == kNoName) {
        use.lone.push_back({static_cast<double>(*call.idle) / 1e9, call.is_cold()});
      }
    }
  }
  return use;
}

void say_what_is_missing(const Calibration& result, const InstanceUse& use, bool has_groups,
                         std::vector<std::string>& missing) {
  const auto add = [&](bool is_missing, std::string text) {
    if (is_missing) {
      missing.push_back(std::move(text));
    }
  };
  const bool has_cold = std::any_of(result.logs.begin(), result.logs.end(),
                                    [](const CalibratedLog& log) { return log.cold > 0; });
  add(!has_cold, "start-up: no call of the log is cold, or the log does not say which calls are cold");
  add(has_cold && result.start_source == StartSource::none,
      "start-up: the log has cold calls, but no time from which their start-up follows");
  add(result.start_source == StartSource::initialisation,
      "placement and download: an initialisation does not contain the time before it, such as placing the "
      "instance and loading its code");
  add(has_groups, "tails: the values are medians of a day, so they show neither spread nor tail");
  add(result.durations.empty(), "durations: the log has no executions");
  add(!result.round_trip_ns,
      "network: the log does not have both the response and the execution of warm calls");
  add(!result.idle.has_fit(), "idle expiry: " + result.idle.cannot);
  add(use.has_instances && !result.idle_beside.has_fit(),
      "idle expiry beside busy instances: " + result.idle_beside.cannot);
  add(!use.has_instances, "lifetimes and routing: the log does not say which instance served a call");
  add(use.has_instances && !result.lifetimes.has_fit(), "lifetimes: " + result.lifetimes.cannot);
  add(use.has_instances && !result.routing.has_fit(), "routing: " + result.routing.cannot);
  add(result.curves.empty(), "memory: the log does not have executions of one function at several sizes");
  add(true,
      "capacity, placement and co-residency: a log of calls does not show the machines of the platform");
}

}  // namespace

Calibration calibrate(const std::vector<MeasuredLog>& all_logs, const CalibrationBase& base) {
  Calibration result;
  std::vector<MeasuredLog> within;
  if (!base.from.empty() || !base.before.empty()) {
    within = calls_within(all_logs, base);
  }
  const std::vector<MeasuredLog>& logs = within.empty() ? all_logs : within;
  bool has_groups = false;
  for (const MeasuredLog& log : logs) {
    result.logs.push_back(summary_of(log));
    result.refused += log.refused;
    has_groups = has_groups || !log.groups.empty();
  }
  ValuesByFunction start_ups;
  collect_start_ups(logs, base, result, start_ups);
  result.start_ups = fits_of(start_ups);
  const ValuesByFunction durations = durations_of(logs, base);
  result.durations = fits_of(durations);
  result.curves = curves_of(durations, base);
  result.round_trip_ns = round_trip_of(logs);
  const InstanceUse use = use_of_logs(logs);
  result.lone = use.lone;
  const Mechanisms mechanisms = use.has_instances ? Mechanisms::spread_only : Mechanisms::all;
  result.idle = fit_idle_expiry(use.lone, mechanisms);
  result.idle_beside = fit_idle_expiry(use.beside_others, mechanisms);
  result.lives = use.lives;
  result.lifetimes =
      fit_lifetimes(use.lives, result.idle.has_fit() ? result.idle.best().mechanism.shortest : kNoLimit);
  result.routing = fit_routing(use.choices);
  say_what_is_missing(result, use, has_groups, result.cannot_tell);
  return result;
}

}  // namespace curtain
