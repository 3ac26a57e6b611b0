#pragma once
// The size of the fleet as a function of time.
#include <array>
#include <cstddef>
#include <cstdint>

#include "models/words.hpp"
#include "sim/level_timeline.hpp"

namespace curtain {

/// A quantity of the fleet that changes over time.
enum class FleetLevel : std::uint8_t {
  instances,          ///< live instances of functions, including starting instances
  vms,                ///< VMs that are open
  hosts,              ///< hosts with at least one VM
  hosts_down,         ///< hosts in an outage
  placed_mib,         ///< memory of live instances
  used_capacity_mib,  ///< instance memory of VMs that have at least one instance
  vm_lower_bound      ///< lower bound on the number of VMs in any packing of the live instances
};
inline constexpr std::size_t kFleetLevels = 7;

/// The sizes of one VM and one host, which all VMs and hosts of a run have.
struct FleetShape {
  std::uint64_t vm_vcpus = 0;
  std::uint64_t vm_mib = 0;           ///< memory that a VM takes from its host
  std::uint64_t vm_instance_mib = 0;  ///< memory of a VM for instances
  std::uint64_t host_vcpus = 0;
  std::uint64_t host_mib = 0;
};

/// A timeline for each level. All timelines have the same window.
class FleetTimelines {
 public:
  FleetTimelines(Time from, Time to) { timelines_.fill(sim::LevelTimeline(from, to)); }

  /// Sets the level from `now` on. `now` must not be before the last change of this level (InvariantBroken).
  void set(FleetLevel which, std::uint64_t level, Time now) {
    sim::LevelTimeline& timeline = timelines_[static_cast<std::size_t>(which)];
    const auto change = static_cast<std::int64_t>(level) - timeline.level();
    if (change != 0) {
      timeline.add(now, change);
    }
  }
  /// Sets the sizes, once before the run.
  void set_shape(const FleetShape& shape) { shape_ = shape; }
  [[nodiscard]] const FleetShape& shape() const { return shape_; }
  /// Records that an instance of a function was created (1) or has ended (-1).
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
  /// Ends all timelines, see LevelTimeline::finish().
  void finish(Time end) {
    for (sim::LevelTimeline& timeline : timelines_) {
      timeline.finish(end);
    }
  }

 private:
  std::array<sim::LevelTimeline, kFleetLevels> timelines_;
  FleetShape shape_;
};

}  // namespace curtain
