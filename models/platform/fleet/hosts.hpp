#pragma once
// The hosts: the VMs that each has room for, and which hosts are down.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/platform/fleet/bin_index.hpp"
#include "models/platform/fleet/topology.hpp"
#include "models/platform/parameters.hpp"

namespace curtain {

/// A row for each host, opened at the beginning of the run or, if the number of hosts is unlimited, on
/// demand. Hosts are bins of VMs; a host that is down is not a bin, so no policy sees it.
class Hosts {
 public:
  struct Row {
    std::uint32_t vms = 0;
    std::uint32_t bin = 0;
    std::uint32_t instances = 0;
    std::uint32_t idle = 0;  ///< idle ones among its instances; kept if a policy declares the load
    std::uint64_t vms_ever = 0;
    std::uint32_t outages = 0;  ///< outages of the host itself that have begun and not ended
    std::uint32_t losses = 0;   ///< number of times that it went down, which loses its cached code
    bool is_down = false;
  };

  /// Opens all hosts if their number is limited. `topology` must outlive this object; `needs` are those of
  /// the policy that places VMs.
  Hosts(const HostParameters& parameters, const Topology& topology, std::uint32_t vms_per_host,
        const Needs& needs);

  [[nodiscard]] Row& operator[](std::uint32_t host) { return rows_[host]; }
  [[nodiscard]] const Row& operator[](std::uint32_t host) const { return rows_[host]; }
  /// Number of hosts, down or not: all of them, or those opened so far.
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::uint64_t down() const { return down_; }
  /// Number of hosts with a VM.
  [[nodiscard]] std::uint64_t used() const { return used_; }
  [[nodiscard]] BinIndex& bins() { return bins_; }
  [[nodiscard]] const BinIndex& bins() const { return bins_; }

  /// Whether a host can be opened on demand, in a zone that is up.
  [[nodiscard]] bool may_open() const;
  /// Opens the next host in a zone that is up; may_open() must hold. Hosts are assigned to the zones in turn.
  /// Numbers that fall into lost zones are skipped, and these hosts exist when their zone is up again.
  /// Returns the host's number.
  std::uint32_t open();
  /// Whether there is room for more than `vms` VMs, the number of existing VMs, all of which are on hosts
  /// that are up.
  [[nodiscard]] bool has_room_beyond(std::uint64_t vms) const {
    return may_open() || vms < (rows_.size() - down_) * vms_per_host_;
  }
  /// A VM is placed on a host with room, or leaves its host.
  void add_vm(std::uint32_t host);
  void remove_vm(std::uint32_t host);

  /// An outage begins or ends, for a host that was opened or for a zone. A host is down while it or its zone
  /// has an outage, and must not have any VM when it is up again.
  void take_down(const OutageTarget& target);
  void bring_up(const OutageTarget& target);
  /// Whether the zone takes no VMs because it is lost, or because all its hosts are down.
  [[nodiscard]] bool is_lost(std::uint32_t zone) const;

 private:
  struct Zone {
    std::uint32_t hosts = 0;
    std::uint32_t down = 0;     // number of these that are down
    std::uint32_t outages = 0;  // outages of the zone that have begun and not ended
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
  std::uint32_t zones_up_;  // zones without an outage of their own
};

}  // namespace curtain
