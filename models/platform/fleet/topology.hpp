#pragma once
// The data-centre graph: how long a message takes from the frontend to each host.
#include <cstdint>
#include <vector>

#include "models/platform/parameters.hpp"

namespace curtain {

/// Distances of a topology, computed once.
class Topology {
 public:
  /// Throws std::invalid_argument naming a rack or frontend that no link names, a rack that cannot be
  /// reached, a negative latency, no zone at all, and racks that stretch over zones.
  explicit Topology(const TopologyParameters& parameters);

  /// One-way latency from the frontend to host `host`; hosts are dealt to the racks in turn.
  [[nodiscard]] Duration distance(std::uint32_t host) const { return by_rack_[host % by_rack_.size()]; }
  /// Availability zone of a host; hosts are dealt to the zones in turn, so that a rack is within one.
  [[nodiscard]] std::uint32_t zone(std::uint32_t host) const { return host % zones_; }
  [[nodiscard]] std::uint32_t zones() const { return zones_; }
  /// By rack, in the order of the parameters; one entry if there are no racks.
  [[nodiscard]] const std::vector<Duration>& by_rack() const { return by_rack_; }

 private:
  std::vector<Duration> by_rack_;
  std::uint32_t zones_;
};

}  // namespace curtain
