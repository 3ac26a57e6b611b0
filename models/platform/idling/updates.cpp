#include "models/platform/idling/updates.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/mutant.hpp"

namespace curtain {

Updates::Updates(CoreApi& core, const std::vector<UpdateParameters>& updates)
    : core_(core), updates_(updates), functions_(updates.size()) {}

void Updates::begin() {
  for (std::uint32_t i = 0; i < updates_.size(); ++i) {
    core_.schedule<CodeUpdate>(Time{0} + updates_[i].at, i);
  }
}

bool Updates::concerns(std::uint32_t function, std::string_view name, std::string_view tenant) {
  bool is_updated = false;
  for (std::size_t i = 0; i < updates_.size(); ++i) {
    if (updates_[i].function == name && (updates_[i].tenant.empty() || updates_[i].tenant == tenant)) {
      functions_[i].push_back(function);
      is_updated = true;
    }
  }
  return is_updated;
}

Time Updates::until(std::uint64_t number, Time at, const sim::Distribution& consistent_after,
                    std::uint32_t instance) const {
  const Instance& row = core_.rows().instances[instance];
  return sim::saturating_add(at, consistent_after.sample_duration(core_.key(Purpose::code_update),
                                                                  row.function, (number << 32) | row.serial));
}

Time Updates::until(std::uint32_t position, std::uint32_t instance) const {
  const UpdateParameters& update = updates_[position];
  return until(position, Time{0} + update.at, update.consistent_after, instance);
}

void Updates::set_old(std::uint32_t instance, std::optional<Time> until) {
  if (instance >= old_until_.size()) {
    old_until_.resize(core_.rows().instances.capacity());
  }
  old_until_[instance] = until;
}

void Updates::schedule_end(std::uint32_t instance) {
  core_.schedule<OldCodeEnds>(std::max(*old_until_[instance], core_.now()), instance,
                              core_.rows().instances.generation(instance));
}

bool Updates::instance_created(std::uint32_t instance) {
  const Time now = core_.now();
  const std::uint32_t function = core_.rows().instances[instance].function;
  Time old_until{0};
  for (std::uint32_t i = 0; i < updates_.size(); ++i) {
    const bool is_updated =
        std::find(functions_[i].begin(), functions_[i].end(), function) != functions_[i].end();
    if (is_updated && Time{0} + updates_[i].at <= now) {
      old_until =
          CURTAIN_MUTANT(new_instances_have_new_code, std::max(old_until, until(i, instance)), Time{0});
    }
  }
  if (function < replaced_.size()) {
    for (const Replaced& replaced : replaced_[function]) {
      old_until =
          std::max(old_until, until(replaced.number, replaced.at, replaced.consistent_after, instance));
    }
  }
  const bool is_old = old_until > now;
  set_old(instance, is_old ? std::optional(old_until) : std::nullopt);
  return is_old;
}

void Updates::instance_ready(std::uint32_t instance) {
  if (has_old_code(instance)) {
    schedule_end(instance);
  }
}

template <class Has, class Until>
void Updates::make_old(const Has& has, const Until& until) {
  const auto& instances = core_.rows().instances;
  for (std::uint32_t id = 0; id < instances.capacity(); ++id) {
    if (instances.live(id) && has(instances[id].function)) {
      set_old(id, std::max(until(id), core_.now()));
      if (instances[id].state != InstanceState::starting) {
        schedule_end(id);
      }
    }
  }
}

void Updates::update_comes(std::uint32_t position, Time) {
  const std::vector<std::uint32_t>& functions = functions_[position];
  make_old(
      [&functions](std::uint32_t function) {
        return std::find(functions.begin(), functions.end(), function) != functions.end();
      },
      [this, position](std::uint32_t instance) { return until(position, instance); });
}

void Updates::replace(std::uint32_t function, const sim::Distribution& consistent_after) {
  if (function >= replaced_.size()) {
    replaced_.resize(std::size_t{function} + 1);
  }
  const std::uint64_t number = updates_.size() + replaced_[function].size();
  replaced_[function].push_back({core_.now(), consistent_after, number});
  make_old([function](std::uint32_t of) { return of == function; },
           [&](std::uint32_t instance) { return until(number, core_.now(), consistent_after, instance); });
}

void Updates::old_code_ends(std::uint32_t instance, Time) {
  core_.retire(instance);
}

Warnings Updates::without_effect() const {
  Warnings warnings;
  for (std::size_t i = 0; i < updates_.size(); ++i) {
    if (functions_[i].empty()) {
      const std::string owner = updates_[i].tenant.empty() ? "" : " of tenant '" + updates_[i].tenant + "'";
      warnings.push_back(
          {fmt::format("updates[{}].function", i),
           fmt::format("has no effect: the workload has no function '{}'{}; type the name of a "
                       "function of the workload",
                       updates_[i].function, owner),
           {}});
    }
  }
  return warnings;
}

}  // namespace curtain
