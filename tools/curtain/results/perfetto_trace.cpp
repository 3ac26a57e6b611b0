#include "tools/curtain/results/perfetto_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace curtain::tools {
namespace {

constexpr std::uint32_t kRequests = 1;   // the process of all invocations and counters
constexpr std::uint32_t kFirstHost = 2;  // the process of host 0
constexpr std::array<std::string_view, 3> kStartNames = {"warm", "cold", "waited"};
constexpr std::array<std::string_view, kOutcomes> kOutcomeNames = {
    "completed", "failed", "throttled", "timed_out", "expired", "refused", "errored", "abandoned"};

std::string numbered_name(const std::string& name, std::uint32_t row) {
  return row == 0 ? name : fmt::format("{} ({})", name, row + 1);
}

template <class Row>
Row& row_at(std::vector<Row>& rows, std::size_t index) {
  if (index >= rows.size()) {
    rows.resize(index + 1);
  }
  return rows[index];
}

}  // namespace

std::uint32_t TraceRows::take(Time begin) {
  while (!ending_.empty() && ending_.top().first <= begin) {
    free_.insert(ending_.top().second);
    ending_.pop();
  }
  if (free_.empty()) {
    return rows_++;
  }
  const std::uint32_t row = *free_.begin();
  free_.erase(free_.begin());
  return row;
}

PerfettoTrace::PerfettoTrace(const std::string& path, const TraceWindow& window)
    : Observer({Change::arrived, Change::admitted, Change::started, Change::ended, Change::retried,
                Change::finished, Change::instance_created, Change::instance_ready,
                Change::instance_reclaimed}),
      events_(path, "--perfetto", window.most_bytes),
      window_(window) {
  events_.name_process(kRequests, "requests");
}

/// True if a part of the slice is in the window.
bool PerfettoTrace::is_inside(Time begin, Time end) const {
  return begin < window_.to && begin < cut_.at && (end > window_.from || begin >= window_.from);
}

std::string PerfettoTrace::name_of(std::uint32_t function) const {
  const FunctionSpec& spec = (*functions_)[FunctionId{function}];
  return fmt::format("{}/{}", functions_->tenant_name(spec.tenant), spec.name);
}

std::uint64_t PerfettoTrace::smallest() {
  constexpr std::uint64_t one_event = 256;  // the name of the first process takes less
  return TraceEvents::smallest_document() + one_event;
}

void PerfettoTrace::check_size(Time now) {
  constexpr std::uint64_t bytes_of_invocation = 600;  // two slices and an arrow, with short names
  constexpr std::uint64_t bytes_of_start =
      900;  // names, the stages of a start, and the slice of the instance
  constexpr std::uint64_t bytes_of_instance = 200;  // the slice of an instance whose start is written
  const std::uint64_t open = bytes_of_invocation * levels_.in_flight + bytes_of_start * levels_.starting +
                             bytes_of_instance * (levels_.busy + levels_.idle);
  if (cut_.at == Time::never() && events_.written() + open >= window_.most_bytes) {
    cut_.at = now;
  }
}

bool PerfettoTrace::slice(TraceTrack track, std::string_view name, std::string_view category, Time begin,
                          Time end, const std::vector<TraceEvents::Argument>& arguments) {
  if (events_.slice(track, name, category, begin, end, arguments)) {
    return true;
  }
  ++cut_.earlier;
  cut_.at = std::min(cut_.at, last_);
  return false;
}

void PerfettoTrace::write_levels(Time at) {
  if (!has_levels_ || levels_.in_flight != written_levels_.in_flight ||
      levels_.running != written_levels_.running) {
    events_.counter(kRequests, "invocations", at,
                    {{"waiting", levels_.in_flight - levels_.running}, {"running", levels_.running}});
  }
  if (!has_levels_ || levels_.starting != written_levels_.starting || levels_.busy != written_levels_.busy ||
      levels_.idle != written_levels_.idle) {
    events_.counter(kRequests, "instances", at,
                    {{"busy", levels_.busy}, {"starting", levels_.starting}, {"idle", levels_.idle}});
  }
  written_levels_ = levels_;
  has_levels_ = true;
}

void PerfettoTrace::advance(Time now) {
  if (now == last_) {
    return;
  }
  // Writes the levels between the last change and this change. The first levels begin with the window.
  const Time since = std::max(last_, window_.from);
  if (since < now && is_inside(since, now)) {
    write_levels(since);
  }
  last_ = now;
  check_size(now);
}

void PerfettoTrace::observe(const Observation& seen) {
  advance(seen.now);
  if (seen.change == Change::instance_created || seen.change == Change::instance_ready ||
      seen.change == Change::instance_reclaimed) {
    instance_event(seen);
  } else {
    invocation_event(seen);
  }
}

void PerfettoTrace::invocation_event(const Observation& seen) {
  Invocation& invocation = row_at(invocations_, seen.request);
  switch (seen.change) {
    case Change::arrived:
      invocation = {};
      invocation.is_there = true;
      invocation.function = seen.function.value();
      invocation.n = seen.ordinal + 1;
      invocation.arrival = seen.arrival;
      invocation.dispatched = seen.now;
      invocation.row = row_at(rows_, seen.function.index()).take(seen.arrival);
      ++levels_.in_flight;
      cut_.invocations += seen.arrival >= cut_.at && seen.arrival < window_.to ? 1 : 0;
      break;
    case Change::admitted:
      invocation.dispatched = seen.now;
      break;
    case Change::started:
      begin_execution(seen, invocation);
      break;
    case Change::ended:
      end_execution(invocation, seen.now, "");
      break;
    case Change::retried:
      end_execution(invocation, seen.now, "lost");
      invocation.attempt += seen.until == Time::never() ? 0 : 1;
      break;
    default: {  // the invocation has an answer
      end_execution(invocation, seen.now, "lost");
      const bool has_reason = seen.outcome == Outcome::throttled || seen.outcome == Outcome::refused;
      end_invocation(invocation, seen.until, kOutcomeNames[static_cast<std::size_t>(seen.outcome)],
                     has_reason ? kRejectionNames[static_cast<std::size_t>(seen.why)] : "");
      break;
    }
  }
}

void PerfettoTrace::begin_execution(const Observation& seen, Invocation& invocation) {
  Instance& instance = row_at(instances_, seen.instance.index());
  invocation.is_running = true;
  invocation.instance = seen.instance.value();
  invocation.slot = instance.rows.take(seen.until);
  invocation.start = seen.start;
  invocation.attempts.push_back(
      {invocation.dispatched, seen.until, track_of(instance, invocation.slot), invocation.instance});
  ++levels_.running;
  if (instance.running++ == 0) {
    ++levels_.busy;
    --levels_.idle;
  }
}

void PerfettoTrace::end_execution(Invocation& invocation, Time now, std::string_view how) {
  if (!invocation.is_running) {
    return;
  }
  invocation.is_running = false;
  Instance& instance = instances_[invocation.instance];
  Attempt& attempt = invocation.attempts.back();
  attempt.started = std::min(attempt.started, now);  // the attempt may be lost before it starts
  instance.rows.give(invocation.slot, now);
  --levels_.running;
  if (--instance.running == 0) {
    --levels_.busy;
    ++levels_.idle;
  }
  if (is_inside(attempt.started, now)) {
    name(instance, attempt.track, invocation.slot);
    std::vector<TraceEvents::Argument> arguments = {
        {"n", invocation.n},
        {"attempt", invocation.attempt},
        {"start", std::string(kStartNames[static_cast<std::size_t>(invocation.start)])}};
    if (!how.empty()) {
      arguments.emplace_back("ended", std::string(how));
    }
    write_of(instance, attempt.started,
             [this, attempt, now, arguments, name = (*functions_)[FunctionId{invocation.function}].name] {
               slice(attempt.track, name, "execution", attempt.started, now, arguments);
             });
  }
}

void PerfettoTrace::end_invocation(Invocation& invocation, Time end, std::string_view outcome,
                                   std::string_view reason) {
  invocation.is_there = false;
  --levels_.in_flight;
  end = std::max(end, invocation.arrival);
  rows_[invocation.function].give(invocation.row, end);
  if (!is_inside(invocation.arrival, end)) {
    return;
  }
  std::uint32_t& thread = threads_[{invocation.function, invocation.row}];
  if (thread == 0) {
    thread = ++last_thread_;
  }
  const TraceTrack track{kRequests, thread};
  events_.name_thread(track, numbered_name(name_of(invocation.function), invocation.row),
                      invocation.function);
  std::vector<TraceEvents::Argument> arguments = {{"n", invocation.n}, {"outcome", std::string(outcome)}};
  if (!reason.empty()) {
    arguments.emplace_back("reason", std::string(reason));
  }
  if (!slice(track, (*functions_)[FunctionId{invocation.function}].name, "invocation", invocation.arrival,
             end, arguments)) {
    ++cut_.invocations;
    return;
  }
  for (const Attempt& attempt : invocation.attempts) {
    if (is_inside(attempt.started, attempt.started)) {
      write_of(instances_[attempt.instance], attempt.started,
               [this, track, attempt, at = std::clamp(attempt.dispatched, invocation.arrival, end)] {
                 events_.flow(track, at, attempt.track, attempt.started);
               });
    }
  }
}

void PerfettoTrace::write_of(Instance& instance, Time begin, std::function<void()> write) {
  if (instance.is_there && begin == instance.created) {
    instance.later.push_back(std::move(write));
  } else {
    write();
  }
}

TraceTrack PerfettoTrace::track_of(Instance& instance, std::uint32_t row) {
  std::uint32_t& thread = row_at(instance.threads, row);
  if (thread == 0) {
    thread = ++last_thread_;
  }
  return {kFirstHost + instance.host, thread};
}

void PerfettoTrace::name(const Instance& instance, TraceTrack track, std::uint32_t row) {
  events_.name_process(track.process, fmt::format("host {}", instance.host));
  events_.name_thread(
      track,
      numbered_name(fmt::format("VM {}, {} {}", instance.vm, name_of(instance.function), instance.number),
                    row),
      instance.vm);
}

void PerfettoTrace::starting(const InstanceStart& start) {
  row_at(instances_, start.instance.index()).stage_ends = start.stage_ends;
}

void PerfettoTrace::stages_known(const StagesKnown& known) {
  row_at(instances_, known.instance.index()).stage_ends = known.stage_ends;
}

void PerfettoTrace::instance_event(const Observation& seen) {
  Instance& instance = row_at(instances_, seen.instance.index());
  if (seen.change == Change::instance_created) {
    instance = {};
    instance.is_there = true;
    instance.created = seen.now;
    instance.function = seen.function.value();
    instance.number = seen.instance_number;
    instance.vm = seen.vm_number;
    instance.host = seen.host.value();
    instance.memory = seen.amount;
    ++levels_.starting;
  } else if (seen.change == Change::instance_ready) {
    --levels_.starting;
    ++levels_.idle;
    write_stages(instance, seen.now);
  } else {
    --(instance.is_started ? levels_.idle : levels_.starting);
    write_stages(instance, seen.now);
    end_instance(instance, seen.now);
  }
}

/// Writes the stages of the start up to `until`. If the instance is lost, `until` is earlier than the end of
/// the stages.
void PerfettoTrace::write_stages(Instance& instance, Time until) {
  if (instance.is_started) {
    return;
  }
  instance.is_started = true;
  const TraceTrack track = track_of(instance, 0);
  Time begin = instance.created;
  for (std::size_t i = 0; i < kStartStages; ++i) {
    const Time end = std::clamp(instance.stage_ends[i], begin, until);
    if (end > begin && is_inside(begin, end)) {
      name(instance, track, 0);
      write_of(instance, begin,
               [this, track, i, begin, end] { slice(track, kStartStageNames[i], "start", begin, end, {}); });
    }
    begin = end;
  }
}

void PerfettoTrace::end_instance(Instance& instance, Time now) {
  instance.is_there = false;
  if (!is_inside(instance.created, now)) {
    return;
  }
  const TraceTrack track = track_of(instance, 0);
  name(instance, track, 0);
  slice(track, fmt::format("instance {}", instance.number), "instance", instance.created, now,
        {{"vm", instance.vm}, {"memory_mib", instance.memory}});
  for (const auto& write : instance.later) {
    write();
  }
  instance.later.clear();
}

void PerfettoTrace::commit(Time end, const FunctionTable& functions) {
  use(functions);
  advance(std::max(end, last_));
  for (Invocation& invocation : invocations_) {
    if (invocation.is_there) {
      end_execution(invocation, last_, "in_flight");
      end_invocation(invocation, last_, "in_flight", "");
    }
  }
  for (Instance& instance : instances_) {
    if (instance.is_there) {
      write_stages(instance, last_);
      end_instance(instance, last_);
    }
  }
  events_.commit();
}

}  // namespace curtain::tools
