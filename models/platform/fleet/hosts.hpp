#pragma once
// The hosts, the number of VMs that fit on each host, and the hosts that are down.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/platform/fleet/bin_index.hpp"
#include "models/platform/fleet/topology.hpp"
#include "models/platform/parameters.hpp"

namespace curtain {

/// A row for each host. A host is opened at the beginning of the run or, if the number of hosts is unlimited,
/// on demand. Hosts are bins of VMs. A host that is down is not a bin, so no policy can choose it.
class Hosts {
 public:
  struct Row {
    std::uint32_t vms = 0;
    std::uint32_t bin = 0;
    std::uint32_t instances = 0;
    std::uint32_t idle = 0;  ///< number of idle instances on the host; kept if a policy declares the load
    std::uint64_t vms_ever = 0;
    std::uint32_t outages = 0;  ///< outages in progress of the host itself
    std::uint32_t losses = 0;   ///< number of times that the host went down, which loses its cached code
    bool is_down = false;
  };

  /// Opens all hosts if their number is limited. `topology` must outlive this object. `needs` are the needs
  /// of the policy that places VMs.
  Hosts(const HostParameters& parameters, const Topology& topology, std::uint32_t vms_per_host,
        const Needs& needs);

  [[nodiscard]] Row& operator[](std::uint32_t host) { return rows_[host]; }
  [[nodiscard]] const Row& operator[](std::uint32_t host) const { return rows_[host]; }
  /// The number of hosts that have been opened so far, including hosts that are down. If the number of hosts
  /// is limited, all hosts are opened at the beginning.
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::uint64_t down() const { return down_; }
  /// The number of hosts that have at least one VM.
  [[nodiscard]] std::uint64_t used() const { return used_; }
  [[nodiscard]] BinIndex& bins() { return bins_; }
  [[nodiscard]] const BinIndex& bins() const { return bins_; }

  /// Whether a new host can be opened on demand in a zone that is up.
  [[nodiscard]] bool may_open() const;
  /// Opens the next host in a zone that is up; may_open() must hold. Hosts are assigned to the zones in turn.
  /// Numbers that fall into lost zones are skipped, and hosts with these numbers exist when their zone is up
  /// again. Returns the host's number.
  std::uint32_t open();
  /// Whether the hosts have room for more than `vms` VMs. `vms` is the number of existing VMs, which are all
  /// on hosts that are up.
  [[nodiscard]] bool has_room_beyond(std::uint64_t vms) const {
    return may_open() || vms < (rows_.size() - down_) * vms_per_host_;
  }
  /// Called when a VM is placed on a host with room, or leaves its host.
  void add_vm(std::uint32_t host);
  void remove_vm(std::uint32_t host);

  /// Called when an outage begins or ends, for a host that was opened or for a zone. A host is down while the
  /// host or its zone has an outage. A host must have no VM when it comes up again.
  void take_down(const OutageTarget& target);
  void bring_up(const OutageTarget& target);
  /// Whether the zone takes no VMs, because the zone is lost or because all its hosts are down.
  [[nodiscard]] bool is_lost(std::uint32_t zone) const;

 private:
  struct Zone {
    std::uint32_t hosts = 0;
    std::uint32_t down = 0;     // the number of hosts that are down
    std::uint32_t outages = 0;  // outages in progress of the zone
  };

  std::uint32_t add_row();
  void update(std::uint32_t host);

  const Topology& topology_;
  std::uint32_t vms_per_host_;
  bool opens_on_demand_;
  std::vector<Row> rows_;
  std::vector<Zone> zones_;
  BinIndex bins_;
  std::uint64_t used_ = 0;
  std::uint64_t down_ = 0;
  std::uint32_t zones_up_;  // zones that have no outage themselves
};

}  // namespace curtain
