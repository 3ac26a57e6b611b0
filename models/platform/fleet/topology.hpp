#pragma once
// The data-centre graph: the latency from the frontend to each host.
#include <cstdint>
#include <vector>

#include "models/platform/parameters.hpp"

namespace curtain {

/// The distances of a topology, computed once.
class Topology {
 public:
  /// Throws std::invalid_argument, with the name, for a rack or frontend that no link names, for a rack that
  /// cannot be reached, a negative latency, zero zones, and racks that would span several zones.
  explicit Topology(const TopologyParameters& parameters);

  /// One-way latency from the frontend to host `host`; hosts are assigned to the racks in turn.
  [[nodiscard]] Duration distance(std::uint32_t host) const { return by_rack_[host % by_rack_.size()]; }
  /// Availability zone of a host; hosts are assigned to the zones in turn, so that a rack is within one zone.
  [[nodiscard]] std::uint32_t zone(std::uint32_t host) const { return host % zones_; }
  [[nodiscard]] std::uint32_t zones() const { return zones_; }
  /// By rack, in the order of the parameters; a single entry if there are no racks.
  [[nodiscard]] const std::vector<Duration>& by_rack() const { return by_rack_; }

 private:
  std::vector<Duration> by_rack_;
  std::uint32_t zones_;
};

}  // namespace curtain
