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

/// CPU work after answers (FunctionTraits::background), in millionths of a vCPU times nanoseconds.
struct BackgroundUse {
  sim::Int128 added = 0;     ///< work that executions left at their ends
  sim::Int128 done = 0;      ///< work that was done
  sim::Int128 unbilled = 0;  ///< the part of `done` that was done while no execution ran in the instance
  sim::Int128 lost = 0;      ///< work that was not done when its instance was reclaimed
};

/// The use of the resources of all VMs over the window [from, to), for each kind. Units are millionths of a
/// vCPU and bytes per second.
class SharedUse {
 public:
  SharedUse(Time from, Time to)
      : used_{sim::LevelTimeline(from, to), sim::LevelTimeline(from, to), sim::LevelTimeline(from, to)} {}

  /// The capacity of one VM and of one host. 0 means that no function uses the kind, or that there is no
  /// limit.
  struct Capacity {
    std::uint64_t of_vm = 0;
    std::uint64_t of_host = 0;
  };

  /// Sets the use of a kind.
  void set(SharedKind kind, const sim::LevelTimeline& used, Capacity capacity) {
    used_[index(kind)] = used;
    capacity_[index(kind)] = capacity;
  }
  void set(const BackgroundUse& background) {
    background_ = background;
    has_background_ = true;
  }
  /// Ends the window at `end`, if it does not end earlier.
  void finish(Time end) {
    for (sim::LevelTimeline& used : used_) {
      used.finish(end);
    }
  }

  [[nodiscard]] const sim::LevelTimeline& used(SharedKind kind) const { return used_[index(kind)]; }
  [[nodiscard]] Capacity capacity(SharedKind kind) const { return capacity_[index(kind)]; }

  /// Whether a function has background work.
  [[nodiscard]] bool has_background() const { return has_background_; }
  [[nodiscard]] const BackgroundUse& background() const { return background_; }

 private:
  static std::size_t index(SharedKind kind) { return static_cast<std::size_t>(kind); }

  std::array<sim::LevelTimeline, kSharedKinds> used_;
  std::array<Capacity, kSharedKinds> capacity_{};
  BackgroundUse background_;
  bool has_background_ = false;
};

}  // namespace curtain
