#pragma once
// The hosts: which VMs each has room for, and which of them are down.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/platform/fleet/bin_index.hpp"
#include "models/platform/fleet/topology.hpp"
#include "models/platform/parameters.hpp"

namespace curtain {

/// A row for each host, opened when the run begins or, where their number is unlimited, on demand. Hosts are
/// bins of VMs; a host that is down is no bin, so that no policy sees it.
class Hosts {
 public:
  struct Row {
    std::uint32_t vms = 0;
    std::uint32_t bin = 0;
    std::uint32_t instances = 0;
    std::uint32_t idle = 0;  ///< of these; kept if a policy asks for the load
    std::uint64_t vms_ever = 0;
    std::uint32_t outages = 0;  ///< of the host itself that have begun and not ended
    std::uint32_t losses = 0;   ///< times it went down: what it kept until then is gone
    bool is_down = false;
  };

  /// Opens all hosts if their number is limited. `topology` must live as long; `needs` are those of the
  /// policy that places VMs.
  Hosts(const HostParameters& parameters, const Topology& topology, std::uint32_t vms_per_host,
        const Needs& needs);

  [[nodiscard]] Row& operator[](std::uint32_t host) { return rows_[host]; }
  [[nodiscard]] const Row& operator[](std::uint32_t host) const { return rows_[host]; }
  /// Hosts there are, down or not: all, or those opened so far.
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::uint64_t down() const { return down_; }
  /// Those with a VM.
  [[nodiscard]] std::uint64_t used() const { return used_; }
  [[nodiscard]] BinIndex& bins() { return bins_; }
  [[nodiscard]] const BinIndex& bins() const { return bins_; }

  /// Whether a host can be opened on demand, in a zone that is up.
  [[nodiscard]] bool may_open() const;
  /// Opens the next host in a zone that is up; may_open() must hold. Hosts are dealt to the zones in turn:
  /// those that fall into lost zones are passed over, and are there when their zone is. Returns its number.
  std::uint32_t open();
  /// Whether more than `vms` VMs have room, of which all that there are, are on hosts that are up.
  [[nodiscard]] bool has_room_beyond(std::uint64_t vms) const {
    return may_open() || vms < (rows_.size() - down_) * vms_per_host_;
  }
  /// A VM comes to a host with room, or leaves its host.
  void add_vm(std::uint32_t host);
  void remove_vm(std::uint32_t host);

  /// An outage begins or ends, of a host that was opened or of a zone. A host is down while any outage
  /// strikes it or its zone, and must have no VM when it is up again.
  void take_down(const OutageTarget& target);
  void bring_up(const OutageTarget& target);
  /// Whether the zone takes no VM because it is lost, or all its hosts are down.
  [[nodiscard]] bool is_lost(std::uint32_t zone) const;

 private:
  struct Zone {
    std::uint32_t hosts = 0;
    std::uint32_t down = 0;     // of these
    std::uint32_t outages = 0;  // of the zone that have begun and not ended
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
  std::uint32_t zones_up_;  // without an outage of their own
};

}  // namespace curtain
