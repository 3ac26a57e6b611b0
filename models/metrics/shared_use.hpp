#pragma once
// The use of the resources that the instances in a VM share.
#include <array>
#include <cstddef>
#include <cstdint>

#include "models/words.hpp"
#include "sim/level_timeline.hpp"

namespace curtain {

/// A kind of resource of a VM. An execution uses the kinds in the order of this enumeration.
enum class SharedKind : std::uint8_t { cpu, disk, network };
inline constexpr std::size_t kSharedKinds = 3;

/// The use of the resources of all VMs over the window [from, to), for each kind. Units are millionths of a
/// vCPU and bytes per second.
class SharedUse {
 public:
  SharedUse(Time from, Time to)
      : used_{sim::LevelTimeline(from, to), sim::LevelTimeline(from, to), sim::LevelTimeline(from, to)} {}

  /// Sets the use of a kind. `of_vm` is the capacity of one VM.
  void set(SharedKind kind, const sim::LevelTimeline& used, std::uint64_t of_vm) {
    used_[index(kind)] = used;
    of_vm_[index(kind)] = of_vm;
  }
  /// Ends the window at `end`, if it does not end earlier.
  void finish(Time end) {
    for (sim::LevelTimeline& used : used_) {
      used.finish(end);
    }
  }

  [[nodiscard]] const sim::LevelTimeline& used(SharedKind kind) const { return used_[index(kind)]; }
  /// The capacity of one VM. 0 means that no function uses this kind.
  [[nodiscard]] std::uint64_t of_vm(SharedKind kind) const { return of_vm_[index(kind)]; }

 private:
  static std::size_t index(SharedKind kind) { return static_cast<std::size_t>(kind); }

  std::array<sim::LevelTimeline, kSharedKinds> used_;
  std::array<std::uint64_t, kSharedKinds> of_vm_{};
};

}  // namespace curtain
