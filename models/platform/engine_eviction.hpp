#pragma once
// Eviction: which idle instances make room for a new one.
#include <algorithm>
#include <utility>
#include <vector>

#include "models/platform/engine.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Reclaims idle instances, in the order of the keep-alive policy, until a VM of the class has room or a
/// whole VM can be given back; touches nothing where neither can be reached.
template <class Queue, bool observed>
bool Engine<Queue, observed>::evict_for(std::uint32_t function, Time now) {
  if (!idle_vms_.empty().empty()) {
    release_vm(*idle_vms_.empty().begin(), now);  // it only waited for its release
    return true;
  }
  const std::uint32_t target = find_victims(function);
  if (target == kNone) {
    return false;
  }
  const std::uint32_t generation = cluster_.generation(target);
  for (const std::uint32_t victim : victims_) {
    tell_evicted(victim, now);
    reclaim(victim, now, true);
  }
  if (cluster_.live(target, generation) &&
      !cluster_.has_room(target, rows_.rest[function].isolation_class, rows_.rest[function].memory)) {
    release_vm(target, now);
  }
  return true;
}

/// The VM on which room is made first when idle instances go one after the other: so much that an instance of
/// the function fits, or all of it. Leaves in victims_ who is to go, in order; none if all of them do not
/// suffice. Each instance of the function's class that is passed costs O(log n).
template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::find_victims(std::uint32_t function) {
  const FunctionRest& rest = rows_.rest[function];
  const auto [whole, limit] = find_whole_vm(rest.isolation_class);
  gains_.resize(std::max(gains_.size(), cluster_.vm_rows()));
  victim_before_.resize(std::max<std::size_t>(victim_before_.size(), rows_.instances.capacity()));
  victims_.clear();
  ++evictions_;
  idle_order_.begin_walk(rest.isolation_class);
  for (std::uint32_t instance = idle_order_.next_in_walk(); instance != IdleOrder::kNobody;
       instance = idle_order_.next_in_walk()) {
    if (whole != kNone && idle_order_.key_of(instance) > limit) {
      break;
    }
    const std::uint32_t vm = rows_.instances[instance].vm;
    Gain& gain = gains_[vm];
    if (gain.eviction != evictions_) {
      gain = {evictions_, 0, kNone};
    }
    if (CURTAIN_MUTANT(evicts_the_floor, is_held(instance, gain.last_victim), false)) {
      continue;
    }
    gain.memory += rows_.instance_rest[instance].memory;
    victim_before_[instance] = std::exchange(gain.last_victim, instance);
    if (cluster_.has_room(vm, rest.isolation_class, rest.memory, gain.memory)) {
      for (std::uint32_t id = instance; id != kNone; id = victim_before_[id]) {
        victims_.push_back(id);
      }
      std::reverse(victims_.begin(), victims_.end());
      return vm;
    }
  }
  if (whole != kNone) {
    victims_ = instances_of(whole);
    std::sort(victims_.begin(), victims_.end(), [this](std::uint32_t a, std::uint32_t b) {
      return idle_order_.key_of(a) < idle_order_.key_of(b);
    });
  }
  return whole;
}

/// The VM that is empty first when idle instances go one after the other, and who goes last there. With
/// values that functions share, VMs of the class itself are left out: they have room before they are empty.
template <class Queue, bool observed>
std::pair<std::uint32_t, IdleOrder::Key> Engine<Queue, observed>::find_whole_vm(
    std::uint32_t isolation_class) {
  std::pair<std::uint32_t, IdleOrder::Key> first{kNone, {}};
  if (parameters_.cluster.vms.isolation == Isolation::shared) {
    return first;  // all VMs are of the class
  }
  if (shared_values_) {
    const auto found = whole_vms_.first(
        [this](std::uint32_t instance) { return rows_.instances[instance].vm; },
        [this](std::uint32_t vm) {
          const IdleOrder::Key key = last_key(vm);
          const std::uint32_t last = std::get<2>(key);
          return WholeVms::Last{key, idle_order_.group_of(last), idle_order_.own(last)};
        },
        [&](std::uint32_t group) { return rows_.rest[group].isolation_class != isolation_class; },
        [this](std::uint32_t vm) { return may_be_emptied(vm); });
    return found.value_or(first);
  }
  for (const auto& [key, vm] : idle_vms_.in_order([this](std::uint32_t id) { return last_key(id); })) {
    if (may_be_emptied(vm)) {
      return {vm, key};
    }
  }
  return first;
}

/// Of a VM all of whose instances are idle.
template <class Queue, bool observed>
IdleOrder::Key Engine<Queue, observed>::last_key(std::uint32_t vm) const {
  IdleOrder::Key last = idle_order_.key_of(cluster_.vm(vm).first_instance);
  for (std::uint32_t id = cluster_.vm(vm).first_instance; id != kNone; id = rows_.instance_rest[id].vm_next) {
    last = std::max(last, idle_order_.key_of(id));
  }
  return last;
}

/// Pre-warm holds none of its instances.
template <class Queue, bool observed>
bool Engine<Queue, observed>::may_be_emptied(std::uint32_t vm) const {
  for (std::uint32_t id = cluster_.vm(vm).first_instance; id != kNone; id = rows_.instance_rest[id].vm_next) {
    const std::uint32_t function = rows_.instances[id].function;
    std::uint32_t left = rows_.functions[function].live;
    for (std::uint32_t other = cluster_.vm(vm).first_instance;
         rows_.rest[function].floor > 0 && other != kNone; other = rows_.instance_rest[other].vm_next) {
      left -= rows_.instances[other].function == function ? 1 : 0;
    }
    if (left < rows_.rest[function].floor) {
      return false;
    }
  }
  return true;
}

/// Pre-warm holds it, if those chosen before it on its VM go.
template <class Queue, bool observed>
bool Engine<Queue, observed>::is_held(std::uint32_t instance, std::uint32_t last_victim) const {
  const std::uint32_t function = rows_.instances[instance].function;
  const std::uint32_t floor = rows_.rest[function].floor;
  std::uint32_t left = rows_.functions[function].live;
  for (std::uint32_t id = last_victim; floor > 0 && id != kNone; id = victim_before_[id]) {
    left -= rows_.instances[id].function == function ? 1 : 0;
  }
  return left <= floor;
}

}  // namespace curtain
