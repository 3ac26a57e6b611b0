#include "models/platform/origins/programme_answers.hpp"

#include <algorithm>
#include <optional>

#include "sim/mutant.hpp"

namespace curtain {
namespace {

double in_seconds(Duration time) {
  return static_cast<double>(time.ns()) / 1e9;
}

/// The amount of work divided by the execution time. Empty if one of the two is 0.
std::optional<double> rate(double amount, Duration execution) {
  return amount > 0 && execution > Duration{} ? std::optional(amount / in_seconds(execution)) : std::nullopt;
}

/// The value of an observation that has one value for each answer.
std::optional<double> value_of(const Reply& reply, Observed observed, const WorkMix& work) {
  const TenantView& seen = reply.answer.seen;
  const Duration execution = reply.answer.ended - seen.started;
  switch (observed) {
    case Observed::latency:
      return in_seconds(reply.answer.at - reply.sent);
    case Observed::start_up:
      return in_seconds(seen.started - reply.sent);
    case Observed::execution:
      return in_seconds(execution);
    case Observed::cpu_share:
      return rate(in_seconds(work.cpu), execution);
    case Observed::disk_rate:
      return rate(static_cast<double>(work.disk) / 1e6, execution);
    case Observed::network_rate:
      return rate(static_cast<double>(work.network) * 8 / 1e6, execution);
    case Observed::vm_uptime:
      return in_seconds(seen.vm_uptime);
    default:
      return std::nullopt;
  }
}

/// The instances that have answered, by VM, each with its memory.
std::map<std::uint64_t, std::map<std::uint64_t, Mebibytes>> by_vm(const std::vector<const Reply*>& replies) {
  std::map<std::uint64_t, std::map<std::uint64_t, Mebibytes>> vms;
  for (const Reply* const reply : replies) {
    vms[reply->answer.seen.vm][reply->answer.seen.instance] = reply->memory;
  }
  return vms;
}

std::optional<double> part_of(std::size_t part, std::size_t whole) {
  return whole == 0 ? std::nullopt : std::optional(static_cast<double>(part) / static_cast<double>(whole));
}

template <class Holds>
std::size_t answers_where(const std::vector<const Reply*>& replies, Holds holds) {
  return static_cast<std::size_t>(std::count_if(replies.begin(), replies.end(), holds));
}

/// The values of an observation of VMs and their instances.
std::vector<double> of_vms(const std::vector<const Reply*>& replies, Observed observed) {
  const auto vms = by_vm(replies);
  std::vector<double> each;
  double all = 0;
  for (const auto& [vm, instances] : vms) {
    double value = 0;
    for (const auto& [instance, memory] : instances) {
      const bool is_memory = observed == Observed::memory || observed == Observed::vm_memory;
      value += is_memory ? memory : 1;
    }
    all += value;
    each.push_back(observed == Observed::vm_id ? static_cast<double>(vm) : value);
  }
  switch (observed) {
    case Observed::vms:
      return {static_cast<double>(vms.size())};
    case Observed::instances:
    case Observed::memory:
      return {all};
    case Observed::largest_group:
      return {each.empty() ? 0 : *std::max_element(each.begin(), each.end())};
    default:
      return each;
  }
}

bool is_new(const Reply* reply) {
  return reply->answer.seen.is_new;
}

bool is_old_code(const Reply* reply) {
  return reply->answer.seen.is_old_code;
}

}  // namespace

void Replies::begin() {
  for (const Reply& reply : last_) {
    seen_.insert(reply.answer.seen.instance);
  }
  last_.clear();
}

void Replies::add(const Reply& reply) {
  last_.push_back(reply);
  if (reply.is_completed()) {
    const Time at = reply.answer.seen.started;
    Life& life = lives_.try_emplace(reply.answer.seen.instance, Life{at, at}).first->second;
    life.last = std::max(life.last, at);
  }
}

std::vector<const Reply*> Replies::chosen(Among among) const {
  std::vector<const Reply*> replies;
  for (const Reply& reply : last_) {
    if (reply.is_completed() &&
        (among == Among::all || reply.answer.seen.is_new == (among == Among::new_instances))) {
      replies.push_back(&reply);
    }
  }
  return replies;
}

/// An instance that has answered the last `invoke` may live on, so its lifetime is not known.
std::vector<double> Replies::lifetimes() const {
  std::set<std::uint64_t> alive;
  for (const Reply& reply : last_) {
    alive.insert(reply.answer.seen.instance);
  }
  std::vector<double> values;
  for (const auto& [instance, life] : lives_) {
    if (CURTAIN_MUTANT(lifetimes_of_the_living, alive.count(instance) == 0, true)) {
      values.push_back(in_seconds(life.last - life.first));
    }
  }
  return values;
}

std::vector<double> Replies::observe(Observed observed, Among among, const WorkMix& work) const {
  const std::vector<const Reply*> replies = chosen(among);
  const auto as_values = [](std::optional<double> value) {
    return value ? std::vector<double>{*value} : std::vector<double>{};
  };
  switch (observed) {
    case Observed::answers:
      return {static_cast<double>(replies.size())};
    case Observed::failures:
      return {static_cast<double>(last_.size() - chosen(Among::all).size())};
    case Observed::reused_instances: {
      std::set<std::uint64_t> reused;
      for (const Reply* const reply : replies) {
        if (seen_.count(reply->answer.seen.instance) > 0) {
          reused.insert(reply->answer.seen.instance);
        }
      }
      return {static_cast<double>(reused.size())};
    }
    case Observed::new_share:
      return as_values(part_of(answers_where(replies, is_new), replies.size()));
    case Observed::old_code_share:
      return as_values(part_of(answers_where(replies, is_old_code), replies.size()));
    case Observed::old_code_answers:
      return {static_cast<double>(answers_where(replies, is_old_code))};
    case Observed::old_code_seen:
      return {answers_where(replies, is_old_code) > 0 ? 1.0 : 0.0};
    case Observed::instances:
    case Observed::vms:
    case Observed::largest_group:
    case Observed::memory:
    case Observed::vm_memory:
    case Observed::vm_id:
      return of_vms(replies, observed);
    case Observed::lifetime:
      return lifetimes();
    default:
      break;
  }
  std::vector<double> values;
  for (const Reply* const reply : replies) {
    if (const std::optional<double> value = value_of(*reply, observed, work)) {
      values.push_back(*value);
    }
  }
  return values;
}

std::vector<std::uint32_t> Replies::largest_group(std::uint32_t members) const {
  const std::vector<const Reply*> replies = chosen(Among::all);
  std::uint64_t best = 0;
  std::size_t most = 0;
  for (const auto& [vm, instances] : by_vm(replies)) {
    if (instances.size() > most) {
      best = vm;
      most = instances.size();
    }
  }
  std::vector<std::uint32_t> functions;
  for (const Reply* const reply : replies) {
    const bool is_member = reply->answer.seen.vm == best;
    if (is_member && functions.size() < members &&
        std::find(functions.begin(), functions.end(), reply->function) == functions.end()) {
      functions.push_back(reply->function);
    }
  }
  return functions.size() < members ? std::vector<std::uint32_t>{} : functions;
}

}  // namespace curtain
