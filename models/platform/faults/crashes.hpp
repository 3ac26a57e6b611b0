#pragma once
// When VMs crash: at planned times, or at an age that is drawn for each VM. The core carries out the crash.
#include <cstdint>
#include <map>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/parameters.hpp"
#include "models/warning.hpp"

namespace curtain {

struct VmCrashes : EventKind<sim::Rank::timer, 4, Subject::vm> {};
struct PlannedCrash : EventKind<sim::Rank::timer, 5, Subject::number> {
};  // position among the planned crashes of the parameters

/// Determines when VMs crash.
class Crashes {
 public:
  /// Throws std::invalid_argument if VMs would crash at age zero.
  Crashes(CoreApi& core, const FaultParameters& parameters);

  /// Schedules the planned crashes.
  void begin();
  /// A VM has opened; `number` VMs were opened before it.
  void vm_opened(std::uint32_t vm, std::uint64_t number);

  /// VmCrashes: the VM has reached the age that was drawn for it.
  void vm_crashes(std::uint32_t vm, Time now);
  /// PlannedCrash: if its VM is alive, it crashes.
  void planned_crash(std::uint32_t position, Time now);

  /// Warnings for planned crashes whose VM did not exist, in the order of the scenario. VM numbers differ
  /// between replications, so the text contains only settings of the scenario. `interrupted`: the run ended
  /// early, so crashes that were still pending are not reported.
  [[nodiscard]] Warnings without_effect(bool interrupted) const;

 private:
  enum class End : std::uint8_t { pending, lost_a_vm, no_such_vm, vm_is_gone };
  struct Planned {
    std::uint32_t vm = kNone;  ///< its row, once it has opened
    std::uint32_t generation = 0;
    End end = End::pending;
  };

  CoreApi& core_;
  FaultParameters parameters_;
  std::vector<Planned> planned_;                         // in the order of the parameters
  std::multimap<std::uint64_t, std::size_t> by_number_;  // positions in planned_, by the number of the VM
};

}  // namespace curtain
