#include "models/platform/faults/crashes.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace curtain {

Crashes::Crashes(CoreApi& core, const FaultParameters& parameters)
    : core_(core), parameters_(parameters), planned_(parameters.vm_crashes.size()) {
  const auto& life = parameters.vm_time_to_crash;
  if (life && life->is_constant() && life->first_parameter() < 1) {
    throw std::invalid_argument("faults: the time from a VM's opening to its crash must be positive");
  }
  for (std::size_t i = 0; i < planned_.size(); ++i) {
    by_number_.emplace(parameters.vm_crashes[i].vm, i);
  }
}

void Crashes::begin() {
  for (std::uint32_t i = 0; i < planned_.size(); ++i) {
    core_.schedule<PlannedCrash>(Time{0} + parameters_.vm_crashes[i].at, i);
  }
}

void Crashes::vm_opened(std::uint32_t vm, std::uint64_t number) {
  const std::uint32_t generation = core_.cluster().generation(vm);
  const auto [from, to] = by_number_.equal_range(number);
  for (auto each = from; each != to; ++each) {
    planned_[each->second].vm = vm;
    planned_[each->second].generation = generation;
  }
  if (parameters_.vm_time_to_crash) {
    const std::uint32_t host = core_.cluster().vm(vm).host;
    const Duration drawn = parameters_.vm_time_to_crash->sample_gap(core_.key(Purpose::vm_crash), host,
                                                                    core_.cluster().vms_ever_on_host(host));
    core_.schedule<VmCrashes>(sim::saturating_add(core_.now(), at_least_an_instant(drawn)), vm, generation);
  }
}

void Crashes::vm_crashes(std::uint32_t vm, Time) {
  core_.crash(vm);
}

void Crashes::planned_crash(std::uint32_t position, Time) {
  Planned& planned = planned_[position];
  const bool is_there = planned.vm != kNone && core_.cluster().live(planned.vm, planned.generation);
  planned.end = is_there ? End::lost_a_vm : planned.vm == kNone ? End::no_such_vm : End::vm_is_gone;
  if (is_there) {
    core_.crash(planned.vm);
  }
}

Warnings Crashes::without_effect(bool interrupted) const {
  Warnings warnings;
  for (std::size_t i = 0; i < planned_.size(); ++i) {
    const VmCrash& crash = parameters_.vm_crashes[i];
    const End end = planned_[i].end;
    if (end == End::lost_a_vm || (end == End::pending && interrupted)) {
      continue;
    }
    const char* const why = end == End::vm_is_gone   ? "the VM had been released before"
                            : end == End::no_such_vm ? "fewer VMs had been opened at that time"
                                                     : "the run had ended before";
    warnings.push_back(
        {fmt::format("faults.vm_crashes[{}]", i),
         fmt::format("has no effect: VM {} cannot crash at {} s, because {}; VMs are numbered from 0 "
                     "in the order in which they open",
                     crash.vm, crash.at.seconds(), why),
         {}});
  }
  return warnings;
}

}  // namespace curtain
