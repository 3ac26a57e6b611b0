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

Time Updates::until(std::uint32_t position, std::uint32_t instance) const {
  const Instance& row = core_.rows().instances[instance];
  const UpdateParameters& update = updates_[position];
  const std::uint64_t address = (std::uint64_t{position} << 32) | row.serial;
  return sim::saturating_add(
      Time{0} + update.at,
      update.consistent_after.sample_duration(core_.key(Purpose::code_update), row.function, address));
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
  const bool is_old = old_until > now;
  set_old(instance, is_old ? std::optional(old_until) : std::nullopt);
  return is_old;
}

void Updates::instance_ready(std::uint32_t instance) {
  if (has_old_code(instance)) {
    schedule_end(instance);
  }
}

void Updates::update_comes(std::uint32_t position, Time now) {
  const auto& instances = core_.rows().instances;
  const std::vector<std::uint32_t>& functions = functions_[position];
  for (std::uint32_t id = 0; id < instances.capacity(); ++id) {
    if (instances.live(id) &&
        std::find(functions.begin(), functions.end(), instances[id].function) != functions.end()) {
      set_old(id, std::max(until(position, id), now));
      if (instances[id].state != InstanceState::starting) {
        schedule_end(id);
      }
    }
  }
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
