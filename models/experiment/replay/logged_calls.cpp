#include "models/experiment/replay/logged_calls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/measured/read_measured.hpp"
#include "models/workload/printable.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kUnusedBeforeCold = std::int64_t{24} * 3600 * 1'000'000'000;
constexpr std::int64_t kUnusedBeforeWarm = std::int64_t{10} * 1'000'000'000;

/// The name of a function of the replay. Sizes of one function are functions of their own.
std::string name_in_replay(const MeasuredLog& log, const MeasuredCall& call, const MeasuredSpec& spec,
                           bool has_sizes) {
  std::string name = !spec.function.empty()     ? spec.function
                     : call.function == kNoName ? std::string("measured")
                                                : log.functions[call.function];
  return has_sizes ? fmt::format("{}@{}", name, call.memory) : name;
}

/// Whether a function of the log has calls with different memory sizes.
bool has_several_sizes(const MeasuredLog& log, const LogFrame& frame) {
  return frame.functions > std::max<std::size_t>(log.functions.size(), 1);
}

void check_plan(const MeasuredLog& log, const MeasuredSpec& spec) {
  const auto refuse = [&log](std::string_view what) {
    throw std::invalid_argument(fmt::format("{}: {}", log.path, what));
  };
  for (const MeasuredCall& call : log.calls) {
    if (!spec.duration && !call.execution()) {
      refuse(
          fmt::format("line {} has no duration of the execution; give one as `duration` of the measured "
                      "workload, such as duration: 50ms",
                      call.line));
    }
    if (!spec.memory && call.memory == 0) {
      refuse(
          fmt::format("line {} has no memory size; give one as `memory` of the measured workload, such as "
                      "memory: 128MiB",
                      call.line));
    }
  }
  if (!spec.function.empty() && log.functions.size() > 1) {
    refuse(
        fmt::format("the log has {} functions, but `function` of the measured workload names one; remove "
                    "the key `function`",
                    log.functions.size()));
  }
}

/// The time of each call of the log, from the first call, and the opening calls of functions.
struct LoggedTimes {
  std::vector<std::int64_t> of_calls;
  bool has_openings = false;
};

LoggedTimes logged_times(const MeasuredLog& log, const LogFrame& frame) {
  LoggedTimes times;
  if (frame.has_times) {
    for (const MeasuredCall& call : log.calls) {
      times.of_calls.push_back(*call.sent - *log.calls.front().sent);
    }
    return times;
  }
  times.has_openings = true;
  std::vector<std::int64_t> last(frame.functions, 0);
  std::vector<std::int64_t> busy(frame.functions, 0);
  for (std::size_t i = 0; i < log.calls.size(); ++i) {
    const MeasuredCall& call = log.calls[i];
    std::int64_t& before = last[frame.function_of_call[i]];
    std::int64_t& execution = busy[frame.function_of_call[i]];
    before += call.idle        ? CURTAIN_MUTANT(replay_ignores_idle_times, *call.idle, kUnusedBeforeWarm)
              : call.is_cold() ? kUnusedBeforeCold
                               : execution + kUnusedBeforeWarm;
    execution = call.execution().value_or(0);
    times.of_calls.push_back(before);
  }
  return times;
}

}  // namespace

ReplayPlan plan_replay(const MeasuredLog& log, const LogFrame& frame, const MeasuredSpec& spec) {
  check_plan(log, spec);
  ReplayPlan plan;
  auto calls = std::make_shared<LoggedCalls>();
  const LoggedTimes times = logged_times(log, frame);
  const bool has_sizes = has_several_sizes(log, frame);
  calls->functions.resize(frame.functions);
  plan.call_of.resize(frame.functions);
  struct Planned {
    std::int64_t at;
    std::uint32_t call;
    std::uint32_t function;
  };
  std::vector<Planned> planned;
  for (std::size_t i = 0; i < log.calls.size(); ++i) {
    const std::uint32_t function = frame.function_of_call[i];
    LoggedCalls::Function& named = calls->functions[function];
    if (named.name.empty()) {
      named.name = printable(name_in_replay(log, log.calls[i], spec, has_sizes));
      named.memory = spec.memory.value_or(log.calls[i].memory);
      if (times.has_openings) {
        planned.push_back({0, ReplayPlan::kOpening, function});
      }
    }
    planned.push_back({times.of_calls[i], static_cast<std::uint32_t>(i), function});
  }
  std::stable_sort(planned.begin(), planned.end(),
                   [](const Planned& a, const Planned& b) { return a.at < b.at; });
  for (const Planned& call : planned) {
    const std::int64_t duration = call.call == ReplayPlan::kOpening
                                      ? log.calls.front().execution().value_or(0)
                                      : log.calls[call.call].execution().value_or(0);
    calls->arrivals.push_back({Time{} + Duration{call.at}, Duration{duration}, FunctionId{call.function}, 0});
    plan.call_of[call.function].push_back(call.call);
  }
  plan.calls = std::move(calls);
  plan.planned = times.of_calls;
  return plan;
}

MeasuredSpec with_calls(const MeasuredSpec& spec, std::uint32_t replication) {
  MeasuredSpec filled = spec;
  if (spec.calls == nullptr && !spec.paths.empty()) {
    const MeasuredLog log = read_measured(spec.paths[replication % spec.paths.size()]);
    filled.calls = plan_replay(log, frame_of(log), spec).calls;
  }
  return filled;
}

ReplayedLog::ReplayedLog(const MeasuredLog& log, const LogFrame& frame, const ReplayPlan& plan,
                         Duration shift)
    : frame_(frame), plan_(plan), shift_(shift), calls_(log.calls.size()) {
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    calls_[i].function = log.calls[i].function;
    calls_[i].memory = log.calls[i].memory;
    calls_[i].line = log.calls[i].line;
    calls_[i].idle = log.calls[i].idle;
    calls_[i].sent = plan.planned[i];
  }
}

void ReplayedLog::take(const InvocationRow& row) {
  SIM_CHECK(row.function.index() < plan_.call_of.size());
  const std::vector<std::uint32_t>& of_function = plan_.call_of[row.function.index()];
  SIM_CHECK(row.n - 1 < of_function.size());
  const std::uint32_t at = of_function[row.n - 1];
  if (at == ReplayPlan::kOpening) {
    return;
  }
  if (row.outcome != Outcome::completed || row.answered == Time::never()) {
    ++not_completed_;
    return;
  }
  MeasuredCall& call = calls_[at];
  const auto instant = [this](Time time) { return (time - Time{} - shift_).ns(); };
  call.started = instant(row.started);
  call.ended = instant(row.ended);
  call.answered = instant(row.answered);
  call.response = *call.answered - *call.sent;
  call.duration = *call.ended - *call.started;
  call.start = row.start == StartKind::cold ? MeasuredStart::cold : MeasuredStart::warm;
  if (call.is_cold()) {
    call.init = (row.started - row.dispatched).ns();
  }
  // Instances are numbered within their function. Two functions have different numbers here.
  call.instance = static_cast<std::uint32_t>(row.instance * frame_.functions + row.function.index());
}

std::vector<MeasuredCall> ReplayedLog::finish() {
  std::vector<std::uint32_t> left = frame_.existing;
  if (!frame_.has_times) {
    std::fill(left.begin(), left.end(), 0);  // the opening calls created the instances
  }
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    MeasuredCall& call = calls_[i];
    std::uint32_t& existing = left[frame_.function_of_call[i]];
    if (call.is_cold() && existing > 0) {
      --existing;
      call.start = MeasuredStart::warm;
      call.started = call.response = call.init = MeasuredTime();
    }
  }
  return std::move(calls_);
}

}  // namespace curtain
