#pragma once
// VMs on hosts and instances in VMs: capacity, isolation and placement at both levels. There are no events
// and no metrics here; the engine calls the cluster and schedules the consequences.
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/metrics/observer.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/bin_index.hpp"
#include "models/platform/fleet/code_places.hpp"
#include "models/platform/fleet/count_table.hpp"
#include "models/platform/fleet/free_room.hpp"
#include "models/platform/fleet/hosts.hpp"
#include "models/platform/fleet/lower_bound.hpp"
#include "models/platform/fleet/topology.hpp"
#include "models/platform/parameters.hpp"
#include "models/workload/arrival.hpp"
#include "sim/slab.hpp"
#include "sim/timer.hpp"

namespace curtain {

struct Vm {
  std::uint64_t number = 0;  ///< number of VMs opened before it
  std::uint32_t host = 0;
  std::uint32_t bin = kNone;  ///< position in its class's index; none if nothing more may be placed in it
  std::uint32_t isolation_class = 0;
  Mebibytes used = 0;  ///< memory of its instances
  std::uint32_t instances = 0;
  std::uint32_t idle = 0;  ///< idle ones among its instances; kept if a policy declares the load
  std::uint32_t first_instance = kNone;
  Time created;
  Time ready;
  sim::LazyTimer release;  ///< when it is released, if it is still empty then
  Cause cause;
  sim::RollingHash hash;
  bool draining = false;

  /// The VM's part of the run's fingerprint.
  [[nodiscard]] std::uint64_t fingerprint() const {
    return sim::entity_fingerprint(cause.ordinal ^ (std::uint64_t{cause.function} << 40), hash.value());
  }
};

/// The families of draws for placement policies, one for each level, because a start may call both.
struct PlacementDraws {
  sim::DrawKey instances;
  sim::DrawKey hosts;
};

/// The two levels of bins. Memory never exceeds capacity: every change is checked.
class Cluster {
 public:
  Cluster(const ClusterParameters& parameters, PlacementPolicy& instance_policy, PlacementPolicy& host_policy,
          const PlacementDraws& draws);
  Cluster(const Cluster&) = delete;  // its bins keep its address
  Cluster& operator=(const Cluster&) = delete;

  /// The table from which policies may read the names of tenants and functions; without it names are empty.
  /// The table may grow, and must outlive the cluster.
  void read_names(const FunctionTable& table) { names_ = &table; }

  /// The isolation class of a function's instances.
  [[nodiscard]] std::uint32_t isolation_class(std::uint32_t tenant, std::uint32_t function) const;
  /// True if an instance of this size fits into an empty VM.
  [[nodiscard]] bool fits_vm(Mebibytes memory) const { return memory <= capacity_; }

  /// A VM of the class with room, chosen by the placement policy.
  [[nodiscard]] std::optional<std::uint32_t> choose_vm(std::uint32_t isolation_class, Mebibytes memory,
                                                       Time now, std::uint32_t tenant, const Cause& cause);
  /// The VMs among which choose_vm() has just chosen, with the policy's figures. To be called before the next
  /// change; O(n) for n VMs of the class.
  [[nodiscard]] VmChoice choice_of_vm(std::uint32_t isolation_class, Mebibytes memory, Time now,
                                      std::uint32_t tenant, const Cause& cause,
                                      std::optional<std::uint32_t> chosen);
  /// VMs of the class that are closed to placement; O(n) for n VMs.
  [[nodiscard]] std::uint64_t retired_vms(std::uint32_t isolation_class) const;
  /// A new VM of the class on a host with room; none if no host has any.
  [[nodiscard]] std::optional<std::uint32_t> open_vm(std::uint32_t isolation_class, Time now,
                                                     std::uint32_t tenant, const Cause& cause);
  /// True if instances of the class may be placed in the VM and one of this size fits once `gained` more
  /// memory is free.
  [[nodiscard]] bool has_room(std::uint32_t vm, std::uint32_t isolation_class, Mebibytes memory,
                              Mebibytes gained = 0) const;
  /// Adds an instance to a VM (linked through `rest`), or removes it.
  void put(std::uint32_t vm, std::uint32_t instance, Mebibytes memory, std::vector<InstanceRest>& rest);
  void take(std::uint32_t vm, std::uint32_t instance, Mebibytes memory, std::vector<InstanceRest>& rest);
  /// The VM's instances, the one created last first.
  [[nodiscard]] std::vector<std::uint32_t> instances_in(std::uint32_t vm,
                                                        const std::vector<InstanceRest>& rest) const;
  /// Since when a function's code is on a host, as reported by note_code(); empty if it is not. Kept if hosts
  /// cache code or a policy uses code locations.
  [[nodiscard]] std::optional<Time> code_since(std::uint32_t host, std::uint32_t function) const {
    return code_.since(host, function, hosts_[host].losses);
  }
  void note_code(std::uint32_t host, std::uint32_t function, Time at) {
    code_.note(host, function, hosts_[host].losses, at);
  }
  /// Counts an instance that is added to a VM, or leaves it, by function and tenant. Does nothing if no
  /// policy uses these counts.
  void count_in(std::uint32_t vm, std::uint32_t function, std::uint32_t tenant);
  void count_out(std::uint32_t vm, std::uint32_t function, std::uint32_t tenant);
  /// Whether a policy uses the number of idle instances; if so, call note_idle() and note_busy().
  [[nodiscard]] bool watches_load() const { return vm_level_.load || host_level_.load; }
  void note_idle(std::uint32_t vm);
  void note_busy(std::uint32_t vm);
  /// Closes the VM to further instances.
  void close_to_placement(std::uint32_t vm);
  /// Returns the memory of the VM, which must be empty, to its host.
  void release(std::uint32_t vm);
  /// An outage begins or ends, see Hosts. The VMs on hosts that go down must be closed to placement and
  /// released before anything is placed again.
  void take_down(const OutageTarget& target) { hosts_.take_down(target); }
  void bring_up(const OutageTarget& target) { hosts_.bring_up(target); }
  /// VMs on hosts that are down.
  [[nodiscard]] std::vector<std::uint32_t> vms_on_lost_hosts() const;
  [[nodiscard]] const Hosts& hosts() const { return hosts_; }

  [[nodiscard]] Vm& vm(std::uint32_t id) { return vms_[id]; }
  [[nodiscard]] const Vm& vm(std::uint32_t id) const { return vms_[id]; }
  [[nodiscard]] std::uint32_t generation(std::uint32_t id) const { return vms_.generation(id); }
  [[nodiscard]] bool live(std::uint32_t id, std::uint32_t generation) const {
    return vms_.live(id, generation);
  }
  [[nodiscard]] bool live(std::uint32_t id) const { return id < vms_.capacity() && vms_.live(id); }
  [[nodiscard]] std::size_t vm_rows() const { return vms_.capacity(); }

  [[nodiscard]] Mebibytes instance_capacity() const { return capacity_; }
  /// Whether choose_vm() calls its policy; it does not if the class has no VM.
  [[nodiscard]] bool has_bins(std::uint32_t isolation_class) const {
    return isolation_class < classes_.size() && classes_[isolation_class] != nullptr &&
           classes_[isolation_class]->bins.size() > 0;
  }
  /// From now on most_free() and take_classes_with_more_room() may be called. Call this before the first VM.
  void watch_room() { free_room_ = std::make_unique<FreeRoom>(); }
  /// The largest free memory in one VM for instances of the class.
  [[nodiscard]] Mebibytes most_free(std::uint32_t isolation_class) const {
    return free_room_->most_free(isolation_class);
  }
  /// The classes in which a VM has gained room, or which have a new VM, since the last call; each once.
  [[nodiscard]] std::vector<std::uint32_t> take_classes_with_more_room() { return free_room_->take_grown(); }
  /// Whether a host has room for one more VM. The placement policy may still refuse it.
  [[nodiscard]] bool may_open_vm() const { return vm_level_.may_open(); }
  [[nodiscard]] std::uint32_t vms_per_host() const { return vms_per_host_; }
  [[nodiscard]] std::uint32_t vms_on_host(std::uint32_t host) const { return hosts_[host].vms; }
  [[nodiscard]] std::uint64_t vm_count() const { return vms_.size(); }
  [[nodiscard]] std::uint64_t used_vm_count() const { return used_vms_; }
  [[nodiscard]] std::uint64_t host_count() const { return hosts_.used(); }
  /// Number of VMs that ever ran on a host; it addresses the host's faults.
  [[nodiscard]] std::uint64_t vms_ever_on_host(std::uint32_t host) const { return hosts_[host].vms_ever; }
  [[nodiscard]] Duration distance(std::uint32_t host) const { return topology_.distance(host); }
  [[nodiscard]] std::uint64_t placed_mib() const { return placed_mib_; }
  [[nodiscard]] std::uint64_t lower_bound() const { return lower_bound_; }
  /// The sum over all VMs, released and existing ones.
  [[nodiscard]] std::uint64_t fingerprint() const;

 private:
  /// One level: its policy and draws, its bins as the policy sees them, and the counts that are kept for it.
  class Level : public BinFacts {
   public:
    Level(const Cluster& cluster, PlacementPolicy& chooser, sim::DrawKey key, std::uint32_t vcpus_of_bin)
        : Level(cluster, chooser, key, vcpus_of_bin, chooser.needs()) {}
    [[nodiscard]] std::uint32_t zones() const override { return cluster_.topology_.zones(); }
    [[nodiscard]] std::uint32_t in_zone(std::uint32_t zone, const PlacementQuery& query) const override;

    PlacementPolicy& policy;
    sim::DrawKey draws;
    std::uint32_t vcpus;  // of a bin
    bool load;
    bool contents;
    bool code;
    bool names;
    CountTable functions;  // by the bin's owner and function
    CountTable tenants;    // by the bin's owner and tenant

   protected:
    void look_up(BinView& seen, std::uint32_t owner, const PlacementQuery& query) const;
    const Cluster& cluster_;

   private:
    Level(const Cluster& cluster, PlacementPolicy& chooser, sim::DrawKey key, std::uint32_t vcpus_of_bin,
          const Needs& needs)
        : policy(chooser),
          draws(key),
          vcpus(vcpus_of_bin),
          load(needs.bin_load),
          contents(needs.bin_contents),
          code(needs.bin_code),
          names(needs.names),
          cluster_(cluster) {}
  };
  class VmLevel final : public Level {
   public:
    using Level::Level;
    [[nodiscard]] BinView view(std::uint32_t vm, const PlacementQuery& query) const override;
    [[nodiscard]] bool may_open() const override;
  };
  class HostLevel final : public Level {
   public:
    using Level::Level;
    [[nodiscard]] BinView view(std::uint32_t host, const PlacementQuery& query) const override;
    [[nodiscard]] bool may_open() const override;
  };
  struct Class {
    Class(const Needs& needs, Mebibytes capacity, std::uint32_t items)
        : bins(needs), bound(capacity, items) {}
    BinIndex bins;
    PackingBound bound;
  };

  Class& class_of(std::uint32_t isolation_class);
  [[nodiscard]] PlacementQuery vm_query(std::uint32_t isolation_class, Mebibytes memory, Time now,
                                        std::uint32_t tenant, const Cause& cause) const;
  [[nodiscard]] std::uint32_t free_for_placement(const Vm& row) const;
  [[nodiscard]] std::uint32_t free_slots(const Vm& row) const;
  void update_bin(const Vm& row);
  void name(PlacementQuery& query, const Level& level) const;

  Isolation isolation_;
  Mebibytes capacity_;
  std::uint32_t vms_per_host_;
  std::uint32_t most_instances_;
  Topology topology_;
  VmLevel vm_level_;
  HostLevel host_level_;
  CountTable functions_by_zone_;
  const FunctionTable* names_ = nullptr;
  CodePlaces code_;
  sim::Slab<Vm> vms_;
  std::vector<std::unique_ptr<Class>> classes_;
  Hosts hosts_;
  std::unique_ptr<FreeRoom> free_room_;  // if attempts that wait for room use it
  std::uint64_t vms_ever_ = 0;
  std::uint64_t released_fingerprint_ = 0;  // the sum over VMs that have been released
  std::uint64_t used_vms_ = 0;
  std::uint64_t placed_mib_ = 0;
  std::uint64_t lower_bound_ = 0;
};

}  // namespace curtain
