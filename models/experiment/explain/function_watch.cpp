#include "models/experiment/explain/function_watch.hpp"

#include <algorithm>
#include <tuple>

namespace curtain {

Time LiveInstance::free_at(std::uint32_t slots, Time now) const {
  if (is_draining) {
    return Time::never();
  }
  if (!is_ready) {
    return bound < slots ? start.ready : Time::never();
  }
  if (running.size() < slots) {
    return now;
  }
  Time first = Time::never();
  for (const Running& each : running) {
    first = std::min(first, each.until);
  }
  return first;
}

void FunctionWatch::observe(const Observation& seen) {
  if (!function_.valid() || seen.function != function_) {
    return;
  }
  const auto flag = [this](std::uint32_t request) {
    if (request >= admitted_.size()) {
      admitted_.resize(std::size_t{request} + 1);
    }
    return admitted_[request];
  };
  switch (seen.change) {
    case Change::arrived:
      ++arrivals_;
      if (seen.request >= durations_.size()) {
        durations_.resize(std::size_t{seen.request} + 1);
      }
      durations_[seen.request] = Duration{static_cast<std::int64_t>(seen.amount)};
      break;
    case Change::admitted:
      in_flight_ += flag(seen.request) ? 0 : 1;
      admitted_[seen.request] = true;
      break;
    case Change::retried:
    case Change::finished:
      in_flight_ -= flag(seen.request) ? 1 : 0;
      admitted_[seen.request] = false;
      break;
    case Change::started:
      started(seen);
      break;
    case Change::ended: {
      std::vector<LiveInstance::Running>& running = live_.at(seen.instance_number).running;
      running.erase(std::find_if(running.begin(), running.end(),
                                 [&seen](const auto& each) { return each.request == seen.request; }));
      break;
    }
    case Change::instance_created: {
      LiveInstance fresh;
      fresh.start.vm = seen.vm_number;
      fresh.start.host = seen.host.value();
      fresh.start.ready = seen.until;
      fresh.start.placement = std::move(placement_);
      fresh.start.no_vm_open = no_vm_open_;
      fresh.start.host_placement = std::move(host_placement_);
      fresh.memory = static_cast<Mebibytes>(seen.amount);
      placement_.reset();
      no_vm_open_.reset();
      host_placement_.reset();
      levels_.created();
      live_.insert_or_assign(seen.instance_number, std::move(fresh));
      ++created_;
      break;
    }
    case Change::instance_ready:
      live_.at(seen.instance_number).is_ready = true;
      live_.at(seen.instance_number).is_draining = retired_.count(seen.instance_number) > 0;
      live_.at(seen.instance_number).bound = 0;
      break;
    case Change::instance_idle:
      if (LiveInstance& idle = live_.at(seen.instance_number); idle.idle_since == Time::never()) {
        idle.idle_since = seen.now;
      }
      live_.at(seen.instance_number).kept_until = seen.until;
      break;
    case Change::instance_reclaimed:
      live_.erase(seen.instance_number);
      break;
    default:
      break;
  }
}

void FunctionWatch::started(const Observation& seen) {
  LiveInstance& instance = live_.at(seen.instance_number);
  const FunctionTraits& traits = functions_[function_].traits;
  const Duration length = std::min(durations_[seen.request] + seen.init, traits.timeout);
  instance.running.push_back(
      {seen.request, traits.shares_resources() ? Time::never() : sim::saturating_add(seen.until, length)});
  instance.idle_since = Time::never();
  ++instance.uses;
}

void FunctionWatch::decided(const Decision& made) {
  if (made.function != function_) {
    return;
  }
  if (made.seam == "placement") {
    placement_.emplace(made);
    no_vm_open_.reset();
    host_placement_.reset();
  } else if (made.seam == "host_placement") {
    host_placement_.emplace(made);
  }
}

void FunctionWatch::starting(const InstanceStart& start) {
  if (start.function == function_) {
    StartAccount& account = live_.at(start.number).start;
    account.start = start;
    if (start.is_spare) {  // earlier decisions were about a start that found no room
      account.placement.reset();
      account.no_vm_open.reset();
      account.host_placement.reset();
    }
  }
}

void FunctionWatch::stages_known(const StagesKnown& known) {
  if (known.function == function_) {
    StartAccount& account = live_.at(known.number).start;
    account.alone = account.start.stage_ends;
    account.start.stage_ends = known.stage_ends;
    account.start.init_given_up = known.init_given_up;
    account.ready = known.stage_ends.back();
  }
}

void FunctionWatch::ending(const InstanceEnd& end) {
  if (end.function != function_) {
    return;
  }
  levels_.ended(end);
  if (!end.is_over) {
    live_.at(end.number).is_draining = live_.at(end.number).is_ready;
    retired_.emplace(end.number, end.reason);
    return;
  }
  last_end_ = end;
  if (const auto found = retired_.find(end.number); found != retired_.end()) {
    last_end_->reason = end.reason == EndReason::drained ? found->second : end.reason;
    retired_.erase(found);
  }
}

void FunctionWatch::bound(const BoundAttempt& binding) {
  if (binding.function == function_) {
    ++live_.at(binding.number).bound;
  }
}

void FunctionWatch::no_vm_open(const NoVmOpen& none) {
  if (none.function == function_) {
    no_vm_open_ = none;
    placement_.reset();
    host_placement_.reset();
  }
}

void OutageWatch::observe(const Observation& seen) {
  const bool is_zone = !seen.host.valid();
  const OutageTarget target{is_zone, is_zone ? static_cast<std::uint32_t>(seen.amount) : seen.host.value()};
  if (seen.change == Change::outage_began) {
    in_progress_.push_back({target, seen.now});
    last_ = target;
  } else if (seen.change == Change::outage_ended) {
    const auto ended = std::find_if(in_progress_.begin(), in_progress_.end(),
                                    [&target](const OutageNote& each) { return each.target == target; });
    if (ended != in_progress_.end()) {
      in_progress_.erase(ended);
    }
  }
}

std::optional<OutageTarget> OutageWatch::outage_of(const Observation& seen) const {
  return seen.amount == 1 ? last_ : std::nullopt;
}

Surroundings FunctionWatch::surroundings(Time now) const {
  Surroundings found;
  if (const InstanceEnd* const missing = levels_.missing()) {
    found.missing = *missing;
    found.missing_together = levels_.missing_together();
  }
  if (!function_.valid()) {
    return found;
  }
  const std::uint32_t slots = functions_[function_].traits.requests_per_instance;
  for (const auto& [number, instance] : live_) {
    ++found.live;
    const InstanceActivity activity = instance.activity();
    const bool is_ready = activity == InstanceActivity::idle || activity == InstanceActivity::busy;
    if (is_ready && instance.running.size() < slots) {
      ++found.available;
      found.idle += activity == InstanceActivity::idle ? 1 : 0;
      continue;
    }
    ++(activity == InstanceActivity::starting   ? found.starting
       : activity == InstanceActivity::draining ? found.draining
                                                : found.busy);
    found.occupied.push_back({number, activity, instance.free_at(slots, now)});
    std::push_heap(found.occupied.begin(), found.occupied.end(), [](const auto& a, const auto& b) {
      return std::tie(a.until, a.number) < std::tie(b.until, b.number);
    });
    if (found.occupied.size() > Surroundings::kMostOccupied) {
      std::pop_heap(found.occupied.begin(), found.occupied.end(), [](const auto& a, const auto& b) {
        return std::tie(a.until, a.number) < std::tie(b.until, b.number);
      });
      found.occupied.pop_back();
    }
  }
  std::sort(found.occupied.begin(), found.occupied.end(), [](const auto& a, const auto& b) {
    return std::tie(a.until, a.number) < std::tie(b.until, b.number);
  });
  return found;
}

const LiveInstance* FunctionWatch::find(std::uint32_t number) const {
  const auto found = live_.find(number);
  return found == live_.end() ? nullptr : &found->second;
}

}  // namespace curtain
