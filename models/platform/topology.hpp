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
  /// reached, and a negative latency.
  explicit Topology(const TopologyParameters& parameters);

  /// One-way latency from the frontend to host `host`; hosts are dealt to the racks in turn.
  [[nodiscard]] Duration distance(std::uint32_t host) const { return by_rack_[host % by_rack_.size()]; }
  /// By rack, in the order of the parameters; one entry if there are no racks.
  [[nodiscard]] const std::vector<Duration>& by_rack() const { return by_rack_; }

 private:
  std::vector<Duration> by_rack_;
};

}  // namespace curtain
