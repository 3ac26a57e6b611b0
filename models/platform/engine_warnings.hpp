#pragma once
// What only a run shows to be without effect.
#include <fmt/format.h>

#include "models/platform/engine.hpp"

namespace curtain {

/// Crashes whose VM was not there, in the order of the scenario. VM numbers differ between replications, so
/// the text holds only what the scenario says.
template <class Queue, bool observed>
Warnings Engine<Queue, observed>::crashes_without_effect() const {
  Warnings warnings;
  for (std::size_t i = 0; i < crash_targets_.size(); ++i) {
    const VmCrash& crash = parameters_.faults.vm_crashes[i];
    const CrashEnd end = crash_ends_[i];
    if (end == CrashEnd::lost_a_vm || (end == CrashEnd::pending && interrupted_)) {
      continue;
    }
    const char* const why = end == CrashEnd::vm_is_gone   ? "the VM had been released before"
                            : end == CrashEnd::no_such_vm ? "so many VMs had not been opened by then"
                                                          : "the run had ended before";
    warnings.push_back(
        {fmt::format("faults.vm_crashes[{}]", i),
         fmt::format("has no effect: VM {} cannot crash at {} s, as {}; VMs are numbered from 0 "
                     "in the order in which they open",
                     crash.vm, crash.at.seconds(), why),
         {}});
  }
  return warnings;
}

}  // namespace curtain
