#pragma once
// The audit's separate record of outages, which finds the hosts that are down only from observations.
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "models/metrics/observer.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Counts the outages of each host and zone, and the number of opened hosts that are down.
class OutageAudit {
 public:
  /// `hosts` hosts exist from the beginning, and are assigned to `zones` zones in turn.
  OutageAudit(std::uint32_t hosts, std::uint32_t zones) : zones_(zones), hosts_(hosts) {}

  /// Called when an outage begins or ends. Returns false if an outage ends that has not begun.
  bool change(const Observation& seen);
  /// Called when a VM opens on the host, which implies that all hosts with lower numbers exist.
  void host_used(std::uint32_t host, Time now);

  [[nodiscard]] bool is_down(std::uint32_t host) const;
  [[nodiscard]] std::uint64_t hosts_down() const { return levels_.empty() ? 0 : levels_.back().second; }
  /// The integral of the number of hosts that were down, in ns, from `from` to `to`.
  [[nodiscard]] sim::Int128 integral(Time from, Time to) const;

 private:
  void count(Time now);

  std::uint32_t zones_;
  std::uint32_t hosts_;
  std::map<std::uint32_t, std::uint32_t> of_hosts_;  // number of outages in progress, by host
  std::map<std::uint32_t, std::uint32_t> of_zones_;
  std::vector<std::pair<Time, std::uint64_t>> levels_;  // time of each change, and the number of hosts down
                                                        // after the change
};

}  // namespace curtain
