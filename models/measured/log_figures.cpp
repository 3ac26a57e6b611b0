#include "models/measured/log_figures.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/check.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kIdleMinute = 60'000'000'000;
constexpr double kNanosecond = 1e-9;
constexpr std::int64_t kUnsteadyPart = 4;  // a quarter of the time of a log is not steady

/// The end of a call, as far as the log tells.
std::int64_t end_of_call(const MeasuredCall& call) {
  return call.answered ? *call.answered : *call.sent + call.execution().value_or(0) + call.init.value_or(0);
}

void number_functions(const MeasuredLog& log, LogFrame& frame) {
  std::map<std::pair<std::uint32_t, Mebibytes>, std::uint32_t> numbers;
  for (const MeasuredCall& call : log.calls) {
    const auto entry =
        numbers.try_emplace({call.function, call.memory}, static_cast<std::uint32_t>(numbers.size())).first;
    frame.function_of_call.push_back(entry->second);
  }
  frame.functions = numbers.size();
}

void find_existing(const MeasuredLog& log, LogFrame& frame) {
  frame.existing.assign(frame.functions, 0);
  std::vector<bool> has_instance(log.instances.size());
  std::vector<bool> has_function(frame.functions);
  for (std::size_t i = 0; i < log.calls.size(); ++i) {
    const MeasuredCall& call = log.calls[i];
    const std::uint32_t function = frame.function_of_call[i];
    std::vector<bool>& known = call.instance == kNoName ? has_function : has_instance;
    const std::uint32_t number = call.instance == kNoName ? function : call.instance;
    frame.existing[function] += !known[number] && call.start == MeasuredStart::warm ? 1 : 0;
    known[number] = true;
  }
}

}  // namespace

std::string_view name_of(CallTime time) {
  constexpr std::array<std::string_view, kCallTimes> names{"response.warm", "response.cold", "lag.warm",
                                                           "lag.cold",      "init",          "duration"};
  return names[static_cast<std::size_t>(time)];
}

LogFrame frame_of(const MeasuredLog& log) {
  LogFrame frame;
  number_functions(log, frame);
  find_existing(log, frame);
  frame.has_times = std::all_of(log.calls.begin(), log.calls.end(),
                                [](const MeasuredCall& call) { return call.sent.has_value(); });
  std::vector<MeasuredTime> busy_until(frame.functions);
  for (std::size_t i = 0; i < log.calls.size(); ++i) {
    const MeasuredCall& call = log.calls[i];
    MeasuredTime& until = busy_until[frame.function_of_call[i]];
    frame.idle.push_back(call.idle            ? call.idle
                         : call.sent && until ? MeasuredTime(*call.sent - *until)
                                              : MeasuredTime());
    if (call.sent) {
      until = std::max(end_of_call(call), until.value_or(end_of_call(call)));
    }
  }
  if (frame.has_times && !log.calls.empty()) {
    const std::int64_t first = *log.calls.front().sent;
    const std::int64_t steady = first + (*log.calls.back().sent - first) / kUnsteadyPart;
    frame.steady_from = static_cast<std::size_t>(
        std::find_if(log.calls.begin(), log.calls.end(),
                     [steady](const MeasuredCall& call) { return *call.sent >= steady; }) -
        log.calls.begin());
  }
  return frame;
}

std::optional<std::size_t> idle_bin(MeasuredTime idle) {
  if (!idle || *idle < 0) {
    return std::nullopt;
  }
  std::size_t bin = kIdleEdges.size() - 1;
  while (*idle < kIdleEdges[bin] * kIdleMinute) {
    --bin;
  }
  return bin;
}

std::optional<double> LogFigures::mean_pool() const {
  if (pool.empty()) {
    return std::nullopt;
  }
  double sum = 0;
  for (const double instances_then : pool) {
    sum += instances_then;
  }
  return sum / static_cast<double>(pool.size());
}

namespace {

void add_times(const MeasuredCall& call, LogFigures& figures) {
  const auto add = [&figures](CallTime time, std::int64_t ns) {
    figures.times[static_cast<std::size_t>(time)].push_back(static_cast<double>(ns) * kNanosecond);
  };
  if (call.start != MeasuredStart::unknown) {
    if (call.response) {
      add(call.is_cold() ? CallTime::cold_response : CallTime::warm_response, *call.response);
    }
    if (call.sent && call.started) {
      add(call.is_cold() ? CallTime::cold_lag : CallTime::warm_lag, *call.started - *call.sent);
    }
    if (call.init && call.is_cold()) {
      add(CallTime::init, *call.init);
    }
  }
  if (const MeasuredTime execution = call.execution()) {
    add(CallTime::duration, *execution);
  }
}

/// The first and last call of each instance.
struct InstanceUse {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

void add_instances(std::span<const MeasuredCall> calls, LogFigures& figures) {
  std::map<std::uint32_t, InstanceUse> uses;
  for (const MeasuredCall& call : calls) {
    if (call.instance == kNoName || !call.sent) {
      continue;
    }
    const auto [entry, is_new] = uses.try_emplace(call.instance, InstanceUse{*call.sent, *call.sent});
    if (!is_new) {
      entry->second.first = std::min(entry->second.first, *call.sent);
      entry->second.last = std::max(entry->second.last, *call.sent);
    }
  }
  figures.instances = uses.size();
  if (uses.empty()) {
    return;
  }
  std::int64_t from = uses.begin()->second.first;
  std::int64_t to = from;
  for (const auto& [instance, use] : uses) {
    figures.lifetimes.push_back(static_cast<double>(use.last - use.first) * kNanosecond);
    from = std::min(from, use.first);
    to = std::max(to, use.last);
  }
  figures.pool.assign(LogFigures::kPoolPoints, 0);
  const auto points = static_cast<std::int64_t>(LogFigures::kPoolPoints);
  for (std::int64_t point = 0; point < points; ++point) {
    // The points are in the middle of equal parts, so that no point is at the end of the log.
    const std::int64_t at = from + (to - from) / (2 * points) * (2 * point + 1);
    for (const auto& [instance, use] : uses) {
      figures.pool[static_cast<std::size_t>(point)] += use.first <= at && at <= use.last ? 1 : 0;
    }
  }
}

}  // namespace

LogFigures figures_of(std::span<const MeasuredCall> calls, const LogFrame& frame) {
  SIM_CHECK(calls.size() == frame.idle.size());
  LogFigures figures;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const MeasuredCall& call = calls[i];
    add_times(call, figures);
    if (call.start == MeasuredStart::unknown) {
      continue;
    }
    figures.all.add(call.is_cold());
    if (i >= frame.steady_from) {
      figures.steady.add(call.is_cold());
    }
    if (const auto bin = idle_bin(frame.idle[i])) {
      figures.by_idle[*bin].add(call.is_cold());
    }
  }
  add_instances(calls, figures);
  for (std::vector<double>& sample : figures.times) {
    std::sort(sample.begin(), sample.end());
  }
  std::sort(figures.lifetimes.begin(), figures.lifetimes.end());
  return figures;
}

double quantile_of_sorted(const std::vector<double>& sorted, double p) {
  SIM_CHECK(!sorted.empty());
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const double part = at - static_cast<double>(below);
  return below + 1 < sorted.size() ? sorted[below] + part * (sorted[below + 1] - sorted[below])
                                   : sorted.back();
}

}  // namespace curtain
