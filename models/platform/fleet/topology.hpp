#pragma once
// The data-centre graph, which gives the latency from the frontend to each host.
#include <cstdint>
#include <vector>

#include "models/platform/parameters.hpp"

namespace curtain {

/// The distances of a topology, computed once.
class Topology {
 public:
  /// Throws std::invalid_argument for a rack or frontend that no link names, a rack that cannot be reached, a
  /// negative latency, zero zones, and racks that would span several zones. The message contains the name of
  /// the rack, frontend or link.
  explicit Topology(const TopologyParameters& parameters);

  /// The one-way latency from the frontend to host `host`. Hosts are assigned to the racks in turn.
  [[nodiscard]] Duration distance(std::uint32_t host) const { return by_rack_[host % by_rack_.size()]; }
  /// The availability zone of a host. Hosts are assigned to the zones in turn, so that a rack is within one
  /// zone.
  [[nodiscard]] std::uint32_t zone(std::uint32_t host) const { return host % zones_; }
  [[nodiscard]] std::uint32_t zones() const { return zones_; }
  /// The latencies indexed by rack, in the order of the parameters. Without racks there is a single entry.
  [[nodiscard]] const std::vector<Duration>& by_rack() const { return by_rack_; }

 private:
  std::vector<Duration> by_rack_;
  std::uint32_t zones_;
};

}  // namespace curtain
