#pragma once
// The audit's bookkeeping of outages: which hosts are down, from observations alone.
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "models/metrics/observer.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Counts the outages of each host and zone, and the number of hosts opened so far that are down.
class OutageAudit {
 public:
  /// `hosts` exist from the beginning, and are assigned to `zones` in turn.
  OutageAudit(std::uint32_t hosts, std::uint32_t zones) : zones_(zones), hosts_(hosts) {}

  /// An outage begins or ends. Returns false if it ends without having begun.
  bool change(const Observation& seen);
  /// A VM opens on the host, which implies that all hosts of lower numbers exist.
  void host_used(std::uint32_t host, Time now);

  [[nodiscard]] bool is_down(std::uint32_t host) const;
  [[nodiscard]] std::uint64_t hosts_down() const { return levels_.empty() ? 0 : levels_.back().second; }
  /// Nanoseconds times hosts that were down, from `from` to `to`.
  [[nodiscard]] sim::Int128 integral(Time from, Time to) const;

 private:
  void count(Time now);

  std::uint32_t zones_;
  std::uint32_t hosts_;
  std::map<std::uint32_t, std::uint32_t> of_hosts_;  // outages in progress
  std::map<std::uint32_t, std::uint32_t> of_zones_;
  std::vector<std::pair<Time, std::uint64_t>> levels_;  // number of hosts down, from each change on
};

}  // namespace curtain
