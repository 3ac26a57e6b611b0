#pragma once
// The use of the resources that the instances in a VM share.
#include <array>
#include <cstddef>
#include <cstdint>

#include "models/words.hpp"
#include "sim/level_timeline.hpp"

namespace curtain {

/// A kind of resource of a VM. An execution uses the kinds in this order.
enum class SharedKind : std::uint8_t { cpu, disk, network };
inline constexpr std::size_t kSharedKinds = 3;

/// The used part of the resources of all VMs over the window [from, to), by kind. Units: millionths of a
/// vCPU; bytes per second.
class SharedUse {
 public:
  SharedUse(Time from, Time to)
      : used_{sim::LevelTimeline(from, to), sim::LevelTimeline(from, to), sim::LevelTimeline(from, to)} {}

  /// `of_vm`: capacity of one VM.
  void set(SharedKind kind, const sim::LevelTimeline& used, std::uint64_t of_vm) {
    used_[index(kind)] = used;
    of_vm_[index(kind)] = of_vm;
  }
  /// The window ends at `end`, if not earlier.
  void finish(Time end) {
    for (sim::LevelTimeline& used : used_) {
      used.finish(end);
    }
  }

  [[nodiscard]] const sim::LevelTimeline& used(SharedKind kind) const { return used_[index(kind)]; }
  /// Capacity of one VM; 0: no function uses the kind.
  [[nodiscard]] std::uint64_t of_vm(SharedKind kind) const { return of_vm_[index(kind)]; }

 private:
  static std::size_t index(SharedKind kind) { return static_cast<std::size_t>(kind); }

  std::array<sim::LevelTimeline, kSharedKinds> used_;
  std::array<std::uint64_t, kSharedKinds> of_vm_{};
};

}  // namespace curtain
