#pragma once
// Determines when VMs crash: at planned times, or at an age that is drawn for each VM. The core carries out
// the crash.
#include <cstdint>
#include <map>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/parameters.hpp"
#include "models/warning.hpp"

namespace curtain {

struct VmCrashes : EventKind<sim::Rank::timer, 4, Subject::vm> {};
struct PlannedCrash : EventKind<sim::Rank::timer, 5, Subject::number> {
};  // the subject is a position among the planned crashes

/// Determines when VMs crash.
class Crashes {
 public:
  /// Throws std::invalid_argument if VMs would crash at age zero.
  Crashes(CoreApi& core, const FaultParameters& parameters);

  /// Schedules the planned crashes.
  void begin();
  /// Called when a VM has opened. `number` VMs were opened before this VM.
  void vm_opened(std::uint32_t vm, std::uint64_t number);

  /// Handles VmCrashes, when the VM has reached the age that was drawn for it.
  void vm_crashes(std::uint32_t vm, Time now);
  /// Handles PlannedCrash. If the VM of the planned crash exists, the VM crashes.
  void planned_crash(std::uint32_t position, Time now);

  /// Warnings for planned crashes whose VM did not exist, in the order of the scenario. VM numbers differ
  /// between replications, so the text contains only settings of the scenario. If `interrupted`, the run
  /// ended early, and pending crashes are not reported.
  [[nodiscard]] Warnings without_effect(bool interrupted) const;

 private:
  enum class End : std::uint8_t { pending, lost_a_vm, no_such_vm, vm_is_gone };
  struct Planned {
    std::uint32_t vm = kNone;  ///< row of the VM after it has opened
    std::uint32_t generation = 0;
    End end = End::pending;
  };

  CoreApi& core_;
  FaultParameters parameters_;
  std::vector<Planned> planned_;  // in the order of the parameters
  std::multimap<std::uint64_t, std::size_t>
      by_number_;  // maps the number of a VM to its position in planned_
};

}  // namespace curtain
