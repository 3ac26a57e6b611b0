#include "models/calibration/start_times_of_log.hpp"

#include <algorithm>

#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr std::size_t kFewestWarm = 5;  // to know the way of a request

double as_real(MeasuredTime time) {
  return static_cast<double>(*time);
}

bool is_warm(const MeasuredCall& call) {
  return call.start == MeasuredStart::warm;
}

/// The time of a call from which its start-up follows, or nothing.
std::optional<double> value_of(const MeasuredCall& call, StartSource source) {
  switch (source) {
    case StartSource::initialisation:
      return call.init ? std::optional(as_real(call.init)) : std::nullopt;
    case StartSource::start_lag:
      return call.sent && call.started ? std::optional(static_cast<double>(*call.started - *call.sent))
                                       : std::nullopt;
    case StartSource::response:
      return call.response ? std::optional(as_real(call.response) -
                                           (call.execution() ? as_real(call.execution()) : 0.0))
                           : std::nullopt;
    case StartSource::none:
      break;
  }
  return std::nullopt;
}

/// The first source that a cold call of the logs has.
StartSource source_of(const std::vector<MeasuredLog>& logs) {
  for (const StartSource source :
       {StartSource::initialisation, StartSource::start_lag, StartSource::response}) {
    for (const MeasuredLog& log : logs) {
      const bool has = std::any_of(log.calls.begin(), log.calls.end(), [source](const MeasuredCall& call) {
        return call.is_cold() && value_of(call, source).has_value();
      });
      if (has) {
        return source;
      }
    }
  }
  return StartSource::none;
}

}  // namespace

std::string_view start_source_text(StartSource source) {
  switch (source) {
    case StartSource::initialisation:
      return "the initialisation that the log states";
    case StartSource::start_lag:
      return "from sending a cold call to the start of its handler";
    case StartSource::response:
      return "the response of a cold call less its execution";
    case StartSource::none:
      break;
  }
  return "none";
}

std::string function_of(const MeasuredLog& log, const MeasuredCall& call) {
  return call.function == kNoName ? std::string() : log.functions.at(call.function);
}

bool is_wanted(const CalibrationBase& base, const std::string& function) {
  return base.only.empty() || std::find(base.only.begin(), base.only.end(), function) != base.only.end();
}

std::optional<double> median_of(std::vector<double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 != 0 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

void collect_start_ups(const std::vector<MeasuredLog>& logs, const CalibrationBase& base, Calibration& result,
                       ValuesByFunction& found) {
  result.start_source = source_of(logs);
  std::vector<double> warm;
  for (const MeasuredLog& log : logs) {
    for (const MeasuredCall& call : log.calls) {
      if (is_warm(call)) {
        if (const std::optional<double> value = value_of(call, result.start_source)) {
          warm.push_back(*value);
        }
      }
    }
  }
  double slowest_warm = -sim::kInfinity;
  if (result.start_source == StartSource::start_lag || result.start_source == StartSource::response) {
    if (warm.size() >= kFewestWarm) {
      std::sort(warm.begin(), warm.end());
      if (result.start_source == StartSource::start_lag) {  // responses also contain executions, which differ
        slowest_warm = warm[warm.size() * 99 / 100];
      }
      result.subtracted_ns = *median_of(std::move(warm));
      result.subtracted = "the median of the warm calls";
    } else if (result.start_source == StartSource::start_lag) {
      result.subtracted_ns = base.request_latency_ns;
      result.subtracted = "the request latency of the base profile, because the log has too few warm calls";
    }
  }
  for (const MeasuredLog& log : logs) {
    for (const MeasuredCall& call : log.calls) {
      const std::string function = function_of(log, call);
      const std::optional<double> value = call.is_cold() ? value_of(call, result.start_source) : std::nullopt;
      if (!value || !is_wanted(base, function)) {
        continue;
      }
      if (*value <= slowest_warm) {
        ++result.ahead;
      } else {
        found[{function, call.memory}].push_back(*value - result.subtracted_ns);
      }
    }
  }
}

ValuesByFunction durations_of(const std::vector<MeasuredLog>& logs, const CalibrationBase& base) {
  ValuesByFunction found;
  for (const MeasuredLog& log : logs) {
    for (const MeasuredCall& call : log.calls) {
      const std::string function = function_of(log, call);
      if (!call.is_cold() && call.execution() && is_wanted(base, function)) {
        found[{function, call.memory}].push_back(as_real(call.execution()));
      }
    }
  }
  return found;
}

std::optional<double> round_trip_of(const std::vector<MeasuredLog>& logs) {
  std::vector<double> trips;
  for (const MeasuredLog& log : logs) {
    for (const MeasuredCall& call : log.calls) {
      if (is_warm(call) && call.response && call.execution()) {
        trips.push_back(as_real(call.response) - as_real(call.execution()));
      }
    }
  }
  return trips.size() < kFewestWarm ? std::nullopt : median_of(std::move(trips));
}

}  // namespace curtain
