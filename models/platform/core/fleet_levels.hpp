#pragma once
// How much of the fleet there is, written to the run's timelines where it changes.
#include <cstdint>

#include "models/metrics/tally.hpp"
#include "models/platform/fleet/cluster.hpp"

namespace curtain {

class FleetLevels {
 public:
  [[nodiscard]] std::uint64_t instances() const { return instances_; }
  [[nodiscard]] std::uint64_t vms() const { return vms_; }
  [[nodiscard]] std::uint64_t hosts() const { return hosts_; }

  /// An instance of a function has come, or gone.
  void instance_came(Tally& tally, Time now) {
    tally.instances.add(now, 1);
    ++instances_;
  }
  void instance_went(Tally& tally, Time now) {
    tally.instances.add(now, -1);
    --instances_;
  }

  /// Writes what a change in the cluster did to its levels.
  void sync(Tally& tally, const Cluster& cluster, Time now) {
    note(tally.placed_mib, placed_, cluster.placed_mib(), now);
    note(tally.used_capacity_mib, used_capacity_, cluster.used_vm_count() * cluster.instance_capacity(), now);
    note(tally.vms, vms_, cluster.vm_count(), now);
    note(tally.hosts, hosts_, cluster.host_count(), now);
    note(tally.vm_lower_bound, bound_, cluster.lower_bound(), now);
  }
  /// Likewise, of hosts that are down.
  void sync_hosts_down(Tally& tally, const Cluster& cluster, Time now) {
    note(tally.hosts_down, hosts_down_, cluster.hosts().down(), now);
  }

 private:
  static void note(sim::LevelTimeline& timeline, std::uint64_t& known, std::uint64_t level, Time now) {
    if (level != known) {
      timeline.add(now, static_cast<std::int64_t>(level) - static_cast<std::int64_t>(known));
      known = level;
    }
  }

  std::uint64_t instances_ = 0;  // levels as last written
  std::uint64_t placed_ = 0;
  std::uint64_t used_capacity_ = 0;
  std::uint64_t vms_ = 0;
  std::uint64_t hosts_ = 0;
  std::uint64_t bound_ = 0;
  std::uint64_t hosts_down_ = 0;
};

}  // namespace curtain
