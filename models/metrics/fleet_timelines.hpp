#pragma once
// The size of the fleet over time.
#include <array>
#include <cstddef>
#include <cstdint>

#include "models/words.hpp"
#include "sim/level_timeline.hpp"

namespace curtain {

/// A quantity of the fleet at a time.
enum class FleetLevel : std::uint8_t {
  instances,          ///< of functions, including starting ones
  vms,                ///< opened and not released yet
  hosts,              ///< with at least one VM
  hosts_down,         ///< in an outage
  placed_mib,         ///< memory of live instances
  used_capacity_mib,  ///< instance memory of VMs that hold at least one instance
  vm_lower_bound      ///< lower bound on the VMs of any packing of the live instances
};
inline constexpr std::size_t kFleetLevels = 7;

/// A timeline for each of these levels, all with the same window.
class FleetTimelines {
 public:
  FleetTimelines(Time from, Time to) { timelines_.fill(sim::LevelTimeline(from, to)); }

  /// The level is `level` from `now` on. `now` must not be before its last change (InvariantBroken).
  void set(FleetLevel which, std::uint64_t level, Time now) {
    sim::LevelTimeline& timeline = timelines_[static_cast<std::size_t>(which)];
    const auto change = static_cast<std::int64_t>(level) - timeline.level();
    if (change != 0) {
      timeline.add(now, change);
    }
  }
  /// An instance of a function was created (1), or has ended (-1).
  void add_instances(std::int64_t change, Time now) {
    timelines_[static_cast<std::size_t>(FleetLevel::instances)].add(now, change);
  }
  /// The current level.
  [[nodiscard]] std::uint64_t now(FleetLevel which) const {
    return static_cast<std::uint64_t>((*this)[which].level());
  }
  [[nodiscard]] const sim::LevelTimeline& operator[](FleetLevel which) const {
    return timelines_[static_cast<std::size_t>(which)];
  }
  /// As LevelTimeline::finish(), for all levels.
  void finish(Time end) {
    for (sim::LevelTimeline& timeline : timelines_) {
      timeline.finish(end);
    }
  }

 private:
  std::array<sim::LevelTimeline, kFleetLevels> timelines_;
};

}  // namespace curtain
