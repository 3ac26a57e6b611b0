#include "models/platform/origins/programme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

Programmes::Programmes(CoreApi& core, Duration request_latency, Time end,
                       std::vector<std::shared_ptr<const Programme>> programmes)
    : core_(core), request_latency_(request_latency), end_(end) {
  for (std::shared_ptr<const Programme>& programme : programmes) {
    const auto number = static_cast<std::uint32_t>(running_.size());
    for_each_step(programme->steps, [&](const ProgrammeStep& step, std::uint64_t) {
      if (const auto* const deploy = std::get_if<DeployStep>(&step.action)) {
        const std::size_t to = deploy->first + deploy->rounds * deploy->count;
        deployed_.resize(std::max(deployed_.size(), to));
        std::fill(deployed_.begin() + deploy->first, deployed_.begin() + static_cast<std::ptrdiff_t>(to),
                  Deployed{number, deploy});
      }
    });
    Running& running = running_.emplace_back();
    running.programme = std::move(programme);
  }
}

std::uint32_t Programmes::mask_of(std::uint32_t function) const {
  const bool is_own = function < deployed_.size() && deployed_[function].step != nullptr;
  return is_own ? special::probed | special::updates : 0;
}

void Programmes::adopt(std::uint32_t function) {
  if (mask_of(function) != 0) {
    core_.expect_senders(function, nullptr);
  }
}

void Programmes::begin() {
  for (std::uint32_t id = 0; id < running_.size(); ++id) {
    Running& running = running_[id];
    const Time at = Time{0} + running.programme->at;
    running.frames.push_back({&running.programme->steps, nullptr, 0, 0, at});
    continue_at(id, at);
  }
}

void Programmes::continue_at(std::uint32_t programme, Time at) {
  if (at >= end_) {
    return;
  }
  ++pending_;
  core_.schedule<ProgrammeContinues>(at, programme);
}

void Programmes::continues(std::uint32_t programme, Time) {
  --pending_;
  Running& running = running_[programme];
  if (running.search && go_on_searching(programme) == Next::wait) {
    return;
  }
  proceed(programme);
}

void Programmes::proceed(std::uint32_t id) {
  Running& running = running_[id];
  while (!running.frames.empty()) {
    Frame& frame = running.frames.back();
    if (frame.next == frame.steps->size()) {
      if (end_round(id) == Next::wait) {
        return;
      }
      continue;
    }
    const ProgrammeStep& step = (*frame.steps)[frame.next++];
    if (running.skips && !std::holds_alternative<DeleteStep>(step.action)) {
      continue;
    }
    running.skips = false;
    if (execute(id, step) == Next::wait) {
      return;
    }
  }
  running.is_over = true;
}

Programmes::Next Programmes::end_round(std::uint32_t id) {
  Running& running = running_[id];
  Frame& frame = running.frames.back();
  running.skips = false;
  ++frame.round;
  if (frame.repeat == nullptr || frame.round >= frame.repeat->times) {
    running.frames.pop_back();
    return Next::step;
  }
  frame.next = 0;
  const Time next = frame.repeat->every ? sim::saturating_add(frame.began, *frame.repeat->every * frame.round)
                                        : core_.now();
  if (next <= core_.now()) {
    return Next::step;
  }
  continue_at(id, next);
  return Next::wait;
}

Programmes::Next Programmes::execute(std::uint32_t id, const ProgrammeStep& step) {
  Running& running = running_[id];
  if (const auto* const deployed = std::get_if<DeployStep>(&step.action)) {
    deploy(running, *deployed);
  } else if (const auto* const invoked = std::get_if<InvokeStep>(&step.action)) {
    const std::vector<std::uint32_t>& functions = running.groups[invoked->functions];
    running.last = invoked->as.empty() ? invoked->functions : invoked->as;
    Replies& replies = running.replies[running.last];
    replies.begin();
    const std::uint32_t more = invoked->more_each_round * running.frames.back().round;
    invoke(id, functions, invoked->at_once.value_or(static_cast<std::uint32_t>(functions.size())) + more,
           invoked->hold, replies);
    return invoked->waits ? wait_for_answers(id) : Next::step;
  } else if (const auto* const wait = std::get_if<WaitStep>(&step.action)) {
    if (!wait->time) {
      return wait_for_answers(id);
    }
    if (*wait->time > Duration{}) {
      continue_at(id, sim::saturating_add(core_.now(), *wait->time));
      return Next::wait;
    }
  } else if (const auto* const repeat = std::get_if<RepeatStep>(&step.action)) {
    running.frames.push_back({&repeat->steps, repeat, 0, 0, core_.now()});
  } else if (const auto* const search = std::get_if<SearchStep>(&step.action)) {
    running.search = Search{search, search->shortest, search->longest, search->longest, false, false};
    return go_on_searching(id);
  } else if (const auto* const update = std::get_if<UpdateStep>(&step.action)) {
    for (const std::uint32_t function : running.groups[update->functions]) {
      core_.replace_code(function, update->consistent_after);
    }
  } else if (const auto* const removed = std::get_if<DeleteStep>(&step.action)) {
    remove(running, *removed);
  } else if (const auto* const group = std::get_if<KeepGroupStep>(&step.action)) {
    keep_group(running, *group);
  } else if (const auto* const recorded = std::get_if<RecordStep>(&step.action)) {
    record(running, *recorded);
  }
  return Next::step;
}

std::uint64_t Programmes::round_of(const Running& running) {
  std::uint64_t round = 0;
  for (const Frame& frame : running.frames) {
    round = frame.repeat == nullptr ? 0 : round * frame.repeat->times + frame.round;
  }
  return round;
}

void Programmes::deploy(Running& running, const DeployStep& step) {
  std::vector<std::uint32_t>& group = running.groups[step.functions];
  group.resize(step.count);
  const std::uint64_t first = step.first + round_of(running) * step.count;
  for (std::uint32_t k = 0; k < step.count; ++k) {
    group[k] = static_cast<std::uint32_t>(first + k);
  }
}

void Programmes::remove(Running& running, const DeleteStep& step) {
  const std::vector<std::uint32_t> kept =
      step.except.empty() ? std::vector<std::uint32_t>{} : running.groups[step.except];
  for (const std::uint32_t function : running.groups[step.functions]) {
    if (std::find(kept.begin(), kept.end(), function) == kept.end()) {
      core_.replace_code(function, sim::Distribution::constant(0));
    }
  }
}

void Programmes::keep_group(Running& running, const KeepGroupStep& step) {
  std::vector<std::uint32_t> group = running.replies[step.from].largest_group(step.members);
  running.skips = group.empty();
  running.groups[step.as] = std::move(group);
}

void Programmes::record(Running& running, const RecordStep& step) {
  const Replies& replies = running.replies[step.from.empty() ? running.last : step.from];
  const WorkMix work =
      replies.last().empty() ? WorkMix{} : deployed_[replies.last().front().function].step->traits.work;
  add_to_record(running, step.name, observation_unit(step.of), replies.observe(step.of, step.among, work));
}

void Programmes::add_to_record(Running& running, const std::string& name, const char* unit,
                               const std::vector<double>& values) {
  auto record = std::find_if(records_.begin(), records_.end(), [&](const ProgrammeRecord& each) {
    return each.programme == running.programme->name && each.name == name;
  });
  if (record == records_.end()) {
    record = records_.insert(records_.end(), {running.programme->name, name, unit, {}});
  }
  const std::uint32_t round = running.recorded[name]++;
  for (const double value : values) {
    record->values.push_back({round, value});
  }
}

void Programmes::invoke(std::uint32_t id, const std::vector<std::uint32_t>& functions, std::uint32_t requests,
                        Duration hold, Replies& replies) {
  Running& running = running_[id];
  for (std::uint32_t i = 0; i < requests && !functions.empty(); ++i) {
    const std::uint32_t function = functions[i % functions.size()];
    const Duration duration = deployed_[function].step->duration.sample_duration(
        running.programme->execution_key, id, running.calls++);
    std::uint32_t call = static_cast<std::uint32_t>(calls_.size());
    if (free_calls_.empty()) {
      calls_.emplace_back();
    } else {
      call = free_calls_.back();
      free_calls_.pop_back();
    }
    calls_[call] = {id, function, core_.now(),
                    CURTAIN_MUTANT(calls_are_not_held, std::max(duration, hold), duration), &replies};
    ++running.unanswered;
    ++pending_;
    core_.schedule<ProgrammeSends>(sim::saturating_add(core_.now(), request_latency_), call);
  }
}

void Programmes::sends(std::uint32_t id, Time) {
  --pending_;
  const Call& call = calls_[id];
  core_.send({call.sent, call.duration, FunctionId{call.function}}, {this, id});
}

Programmes::Next Programmes::wait_for_answers(std::uint32_t id) {
  Running& running = running_[id];
  if (running.unanswered > 0) {
    running.waits_for_answers = true;
    return Next::wait;
  }
  if (running.last_answer <= core_.now()) {
    return Next::step;
  }
  continue_at(id, running.last_answer);
  return Next::wait;
}

void Programmes::answered(std::uint32_t id, const Answer& answer) {
  const Call call = calls_[id];
  free_calls_.push_back(id);
  Running& running = running_[call.programme];
  const Mebibytes memory = core_.rows().rest[call.function].memory;
  call.replies->add({call.function, memory, call.sent, answer});
  running.last_answer = std::max(running.last_answer, answer.at);
  --running.unanswered;
  if (running.unanswered == 0 && running.waits_for_answers) {
    running.waits_for_answers = false;
    continue_at(call.programme, running.last_answer);
  }
}

Programmes::Next Programmes::go_on_searching(std::uint32_t id) {
  Running& running = running_[id];
  Search& search = *running.search;
  const SearchStep& step = *search.step;
  Replies& replies = running.replies[step.record];
  if (!replies.last().empty()) {
    if (!replies.last().front().is_completed()) {  // the answer says nothing about the instance
      replies.begin();
      running.search.reset();
      return Next::step;
    }
    if (!search.has_called) {  // the answer to the first call has come
      search.has_called = true;
      replies.begin();
      continue_at(id, sim::saturating_add(core_.now(), search.pause));
      return Next::wait;
    }
    const bool is_new = replies.last().front().answer.seen.is_new;
    replies.begin();
    search.has_called = false;
    if (!search.is_verified && !is_new) {  // the instance outlives the longest pause
      running.search.reset();
      return Next::step;
    }
    search.is_verified = true;
    (CURTAIN_MUTANT(search_keeps_wrong_half, is_new, !is_new) ? search.high : search.low) = search.pause;
    if (search.high - search.low <= step.precision) {
      add_to_record(running, step.record, "s", {static_cast<double>(search.high.ns()) / 1e9});
      running.search.reset();
      return Next::step;
    }
    search.pause = search.low + Duration{(search.high - search.low).ns() / 2};
  }
  invoke(id, running.groups[step.functions], 1, Duration{}, replies);
  return wait_for_answers(id);
}

Warnings Programmes::cut_short(bool is_partial) const {
  Warnings warnings;
  for (const Running& running : running_) {
    if (!running.is_over && !is_partial) {
      warnings.push_back({"programmes." + running.programme->name,
                          "had not executed all its steps at the end of the run; type a longer `duration`, "
                          "or remove the key `duration`",
                          {}});
    }
  }
  return warnings;
}

}  // namespace curtain
