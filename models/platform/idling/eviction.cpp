#include "models/platform/idling/eviction.hpp"

#include <algorithm>
#include <tuple>

#include "models/platform/blame.hpp"
#include "sim/mutant.hpp"

namespace curtain {

Eviction::Eviction(const Rows& rows, const Cluster& cluster, KeepAlivePolicy& policy, Isolation isolation)
    : rows_(rows),
      cluster_(cluster),
      policy_(policy),
      all_share_vms_(isolation == Isolation::shared),
      shares_values_(policy.needs().shared_values),
      shows_whole_vms_(shares_values_ && !all_share_vms_) {}

void Eviction::put(std::uint32_t vm) {
  idle_vms_.put(vm);
  whole_vms_.hide(vm);
}

void Eviction::take(std::uint32_t vm) {
  idle_vms_.take(vm);
  if (const std::uint32_t left = cluster_.vm(vm).first_instance; left != kNone) {
    show_if_whole(vm, left);
  }
}

void Eviction::enter(const IdleInstanceView& instance) {
  const std::uint32_t id = instance.instance.value();
  const std::uint32_t vm = rows_.instances[id].vm;
  const std::uint32_t function = instance.function.value();
  const double own =
      checked(ask(policy_, instance.now, [&] { return policy_.eviction_value(instance); }), instance.now);
  if (shares_values_) {
    share_value(function, instance.now);
  }
  const std::uint32_t isolation_class = rows_.rest[function].isolation_class;
  order_.insert(isolation_class, shares_values_ ? function : isolation_class, id, own, instance.now);
  idle_vms_.enter(vm, key_in_vm(id));
  show_if_whole(vm, id);
}

void Eviction::leave(std::uint32_t instance) {
  const std::uint32_t vm = rows_.instances[instance].vm;
  whole_vms_.hide(vm);
  idle_vms_.leave(vm, key_in_vm(instance));
  order_.erase(instance);
}

void Eviction::attempt_begins(std::uint32_t function, Time now) {
  if (CURTAIN_MUTANT(shared_value_at_idleness, shares_values_, false)) {
    share_value(function, now);
  }
}

void Eviction::share_value(std::uint32_t function, Time now) {
  const double value =
      checked(ask(policy_, now, [&] { return policy_.shared_value(FunctionId{function}); }), now);
  order_.set_shared(function, value);
  if (shows_whole_vms_) {
    whole_vms_.set_shared(function, value);
  }
}

/// Returns the value. Reports an error of the policy if the value is NaN, which cannot be ordered.
double Eviction::checked(double value, Time now) const {
  if (!(value == value)) [[unlikely]] {
    blame(policy_, now, "gave NaN as a value for the order of eviction");
  }
  return value;
}

/// Returns the key for IdleVms, which keeps VMs in order by keys that do not change. If functions share
/// values, the keys change; WholeVms then keeps the order instead.
IdleOrder::Key Eviction::key_in_vm(std::uint32_t instance) const {
  return shares_values_ ? IdleOrder::Key{} : order_.key_of(instance);
}

/// Called when the VM may have only idle instances. `instance` is one of its idle instances.
void Eviction::show_if_whole(std::uint32_t vm, std::uint32_t instance) {
  if (shows_whole_vms_ && idle_vms_.is_whole(vm)) {
    whole_vms_.show(vm, instance, rows_.instances[instance].function, order_.own(instance),
                    std::get<1>(order_.key_of(instance)));
  }
}

std::optional<std::uint32_t> Eviction::empty_vm() const {
  const auto& empty = idle_vms_.empty();
  return empty.empty() ? std::nullopt : std::optional(*empty.begin());
}

Eviction::Victims Eviction::find(std::uint32_t function) {
  const FunctionRest& rest = rows_.rest[function];
  const auto [whole, limit] = find_whole_vm(rest.isolation_class);
  gains_.resize(std::max(gains_.size(), cluster_.vm_rows()));
  victim_before_.resize(std::max<std::size_t>(victim_before_.size(), rows_.instances.capacity()));
  victims_.clear();
  ++searches_;
  order_.begin_walk(rest.isolation_class);
  for (std::uint32_t instance = order_.next_in_walk(); instance != IdleOrder::kNobody;
       instance = order_.next_in_walk()) {
    if (whole != kNone && order_.key_of(instance) > limit) {
      break;
    }
    const std::uint32_t vm = rows_.instances[instance].vm;
    Gain& gain = gains_[vm];
    if (gain.search != searches_) {
      gain = {searches_, 0, kNone};
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
      return {vm, victims_};
    }
  }
  if (whole != kNone) {
    victims_ = cluster_.instances_in(whole, rows_.instance_rest);
    std::sort(victims_.begin(), victims_.end(),
              [this](std::uint32_t a, std::uint32_t b) { return order_.key_of(a) < order_.key_of(b); });
  }
  return {whole, victims_};
}

/// Finds the VM that becomes empty first if idle instances are evicted in order, and the key of its last
/// instance. If functions share values, VMs of the function's own class are skipped, because such a VM has
/// room before it is empty.
Eviction::WholeVm Eviction::find_whole_vm(std::uint32_t isolation_class) {
  const WholeVm none{kNone, {}};
  if (all_share_vms_) {
    return none;  // every VM has room before it is empty
  }
  if (shares_values_) {
    const auto found = whole_vms_.first(
        [this](std::uint32_t instance) { return rows_.instances[instance].vm; },
        [this](std::uint32_t vm) {
          const IdleOrder::Key key = last_key(vm);
          const std::uint32_t last = std::get<2>(key);
          return WholeVms::Last{key, order_.group_of(last), order_.own(last)};
        },
        [&](std::uint32_t group) { return rows_.rest[group].isolation_class != isolation_class; },
        [this](std::uint32_t vm) { return may_be_emptied(vm); });
    return found.value_or(none);
  }
  for (const auto& [key, vm] : idle_vms_.in_order([this](std::uint32_t id) { return last_key(id); })) {
    if (may_be_emptied(vm)) {
      return {vm, key};
    }
  }
  return none;
}

/// Returns the largest key of the VM's instances, which must all be idle.
IdleOrder::Key Eviction::last_key(std::uint32_t vm) const {
  IdleOrder::Key last = order_.key_of(cluster_.vm(vm).first_instance);
  for (std::uint32_t id = cluster_.vm(vm).first_instance; id != kNone; id = rows_.instance_rest[id].vm_next) {
    last = std::max(last, order_.key_of(id));
  }
  return last;
}

/// Whether the VM has no instance that pre-warm holds.
bool Eviction::may_be_emptied(std::uint32_t vm) const {
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

/// Whether pre-warm would still hold the instance after the earlier victims on the same VM are evicted.
bool Eviction::is_held(std::uint32_t instance, std::uint32_t last_victim) const {
  const std::uint32_t function = rows_.instances[instance].function;
  const std::uint32_t floor = rows_.rest[function].floor;
  std::uint32_t left = rows_.functions[function].live;
  for (std::uint32_t id = last_victim; floor > 0 && id != kNone; id = victim_before_[id]) {
    left -= rows_.instances[id].function == function ? 1 : 0;
  }
  return left <= floor;
}

}  // namespace curtain
