#pragma once
// VMs on hosts and instances in VMs, with capacity, isolation and placement at both levels. The cluster has
// no events and no metrics; the engine calls the cluster and schedules the consequences.
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/metrics/observer.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/bin_demand.hpp"
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
  std::uint64_t number = 0;  ///< number of VMs that were opened before this VM
  std::uint32_t host = 0;
  std::uint32_t bin = kNone;  ///< position in the index of the VM's class; none if the VM takes no more
                              ///< placement
  std::uint32_t isolation_class = 0;
  Mebibytes used = 0;  ///< memory of all instances in the VM
  std::uint32_t instances = 0;
  std::uint32_t idle = 0;  ///< number of idle instances in the VM; kept if a policy declares the load
  std::uint32_t first_instance = kNone;
  Time created;
  Time ready;
  sim::LazyTimer release;  ///< time when the VM is released if it is still empty
  Cause cause;
  sim::RollingHash hash;
  bool draining = false;
  bool from_pool = false;  ///< the VM was taken from the pool of ready VMs

  /// The VM's part of the run's fingerprint.
  [[nodiscard]] std::uint64_t fingerprint() const {
    return sim::entity_fingerprint(cause.ordinal ^ (std::uint64_t{cause.function} << 40), hash.value());
  }
};

/// The families of draws for placement policies. Each level has its own family, because one start may call
/// both policies.
struct PlacementDraws {
  sim::DrawKey instances;
  sim::DrawKey hosts;
};

/// The two levels of bins. Every change is checked, so that memory never exceeds capacity.
class Cluster {
 public:
  Cluster(const ClusterParameters& parameters, PlacementPolicy& instance_policy, PlacementPolicy& host_policy,
          const PlacementDraws& draws);
  Cluster(const Cluster&) = delete;  // the bins store the address of the cluster
  Cluster& operator=(const Cluster&) = delete;

  /// Sets the table from which policies may read the names of tenants and functions. Without a table the
  /// names are empty. The table may grow, and must outlive the cluster.
  void read_names(const FunctionTable& table) { names_ = &table; }

  /// The isolation class of a function's instances.
  [[nodiscard]] std::uint32_t isolation_class(std::uint32_t tenant, std::uint32_t function) const;
  /// True if an instance of this size fits into an empty VM.
  [[nodiscard]] bool fits_vm(Mebibytes memory) const { return memory <= capacity_; }

  /// A VM of the class with enough free memory, chosen by the placement policy.
  [[nodiscard]] std::optional<std::uint32_t> choose_vm(std::uint32_t isolation_class, Mebibytes memory,
                                                       Time now, std::uint32_t tenant, const Cause& cause);
  /// The VMs among which choose_vm() has just chosen, with the policy's scores. Must be called before the
  /// next change. O(n) for n VMs of the class.
  [[nodiscard]] VmChoice choice_of_vm(std::uint32_t isolation_class, Mebibytes memory, Time now,
                                      std::uint32_t tenant, const Cause& cause,
                                      std::optional<std::uint32_t> chosen);
  /// VMs of the class that are closed to placement; O(n) for n VMs.
  [[nodiscard]] std::uint64_t retired_vms(std::uint32_t isolation_class) const;
  /// A new VM of the class on a host with room; none if no host has any.
  [[nodiscard]] std::optional<std::uint32_t> open_vm(std::uint32_t isolation_class, Time now,
                                                     std::uint32_t tenant, const Cause& cause);
  /// Whether instances of the class may be placed in the VM, and an instance of this size would fit if
  /// `gained` more memory were free.
  [[nodiscard]] bool has_room(std::uint32_t vm, std::uint32_t isolation_class, Mebibytes memory,
                              Mebibytes gained = 0) const;
  /// Adds an instance to a VM or removes an instance. `rest` links the instances of a VM.
  void put(std::uint32_t vm, std::uint32_t instance, Mebibytes memory, std::vector<InstanceRest>& rest);
  void take(std::uint32_t vm, std::uint32_t instance, Mebibytes memory, std::vector<InstanceRest>& rest);
  /// The VM's instances, sorted by creation, latest first.
  [[nodiscard]] std::vector<std::uint32_t> instances_in(std::uint32_t vm,
                                                        const std::vector<InstanceRest>& rest) const;
  /// The time since which a function's code is on a host, as reported by note_code(). Empty if the code is
  /// not on the host. The time is kept if hosts cache code or a policy uses code locations.
  [[nodiscard]] std::optional<Time> code_since(std::uint32_t host, std::uint32_t function) const {
    return code_.since(host, function, hosts_[host].losses);
  }
  void note_code(std::uint32_t host, std::uint32_t function, Time at) {
    code_.note(host, function, hosts_[host].losses, at);
  }
  /// Counts an instance, by function and tenant, when it is added to a VM or leaves the VM. Does nothing if
  /// no policy uses these counts.
  void count_in(std::uint32_t vm, std::uint32_t function, std::uint32_t tenant);
  void count_out(std::uint32_t vm, std::uint32_t function, std::uint32_t tenant);
  /// Whether a policy uses the number of idle instances. If so, note_idle() and note_busy() must be called.
  [[nodiscard]] bool watches_load() const { return vm_level_.load || host_level_.load; }
  /// Whether a policy uses the demand on shared resources. If so, demand_is() must be called before the first
  /// demand.
  [[nodiscard]] bool watches_demand() const { return vm_level_.demand || host_level_.demand; }
  /// Sets the object from which policies read the demand, and which must outlive the last placement.
  void demand_is(const BinDemand& demand) { demand_ = &demand; }
  void note_idle(std::uint32_t vm);
  void note_busy(std::uint32_t vm);
  /// Closes the VM to further instances.
  void close_to_placement(std::uint32_t vm);
  /// Returns the memory of the VM, which must be empty, to its host.
  void release(std::uint32_t vm);
  /// Begin and end an outage, see Hosts. VMs on hosts that go down must be closed to placement and released
  /// before anything is placed again.
  void take_down(const OutageTarget& target) { hosts_.take_down(target); }
  void bring_up(const OutageTarget& target) { hosts_.bring_up(target); }
  /// The VMs on hosts that are down.
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
  /// Whether choose_vm() calls its policy. Without a VM of the class, the policy is not called.
  [[nodiscard]] bool has_bins(std::uint32_t isolation_class) const {
    return isolation_class < classes_.size() && classes_[isolation_class] != nullptr &&
           classes_[isolation_class]->bins.size() > 0;
  }
  /// Allows calls of most_free() and take_classes_with_more_room(). Must be called before the first VM is
  /// opened.
  void watch_room() { free_room_ = std::make_unique<FreeRoom>(); }
  /// The largest free memory in one VM that may take instances of the class.
  [[nodiscard]] Mebibytes most_free(std::uint32_t isolation_class) const {
    return free_room_->most_free(isolation_class);
  }
  /// The classes, each once, in which a VM has gained room or was opened since the last call.
  [[nodiscard]] std::vector<std::uint32_t> take_classes_with_more_room() { return free_room_->take_grown(); }
  /// Whether a host has room for one more VM. The placement policy may still refuse the VM.
  [[nodiscard]] bool may_open_vm() const { return vm_level_.may_open(); }
  [[nodiscard]] std::uint32_t vms_per_host() const { return vms_per_host_; }
  [[nodiscard]] std::uint32_t vms_on_host(std::uint32_t host) const { return hosts_[host].vms; }
  [[nodiscard]] std::uint64_t vm_count() const { return vms_.size(); }
  [[nodiscard]] std::uint64_t used_vm_count() const { return used_vms_; }
  [[nodiscard]] std::uint64_t host_count() const { return hosts_.used(); }
  /// The number of VMs that have ever run on a host. The number addresses the draws for the host's faults.
  [[nodiscard]] std::uint64_t vms_ever_on_host(std::uint32_t host) const { return hosts_[host].vms_ever; }
  /// The number of times that the host was lost.
  [[nodiscard]] std::uint32_t losses_of(std::uint32_t host) const { return hosts_[host].losses; }
  [[nodiscard]] std::uint32_t zone_of(std::uint32_t host) const { return topology_.zone(host); }
  [[nodiscard]] Duration distance(std::uint32_t host) const { return topology_.distance(host); }
  [[nodiscard]] std::uint64_t placed_mib() const { return placed_mib_; }
  [[nodiscard]] std::uint64_t lower_bound() const { return lower_bound_; }
  /// The sum of the fingerprints of all VMs, released and existing.
  [[nodiscard]] std::uint64_t fingerprint() const;

 private:
  /// One level of bins: its policy, the policy's draws and view of the bins, and the counts of the bins'
  /// contents.
  class Level : public BinFacts {
   public:
    Level(const Cluster& cluster, PlacementPolicy& chooser, sim::DrawKey key, std::uint32_t vcpus_of_bin)
        : Level(cluster, chooser, key, vcpus_of_bin, chooser.needs()) {}
    [[nodiscard]] std::uint32_t zones() const override { return cluster_.topology_.zones(); }
    [[nodiscard]] std::uint32_t in_zone(std::uint32_t zone, const PlacementQuery& query) const override;

    PlacementPolicy& policy;
    sim::DrawKey draws;
    std::uint32_t vcpus;  // vCPUs of a bin
    bool load;
    bool demand;
    bool contents;
    bool code;
    bool names;
    CountTable functions;  // indexed by the bin's owner and the function
    CountTable tenants;    // indexed by the bin's owner and the tenant

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
          demand(needs.bin_demand),
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
  const BinDemand* demand_ = nullptr;  // null if no function has work on shared resources
  CodePlaces code_;
  sim::Slab<Vm> vms_;
  std::vector<std::unique_ptr<Class>> classes_;
  Hosts hosts_;
  std::unique_ptr<FreeRoom> free_room_;  // created if attempts may wait for room
  std::uint64_t vms_ever_ = 0;
  std::uint64_t released_fingerprint_ = 0;  // the sum over released VMs
  std::uint64_t used_vms_ = 0;
  std::uint64_t placed_mib_ = 0;
  std::uint64_t lower_bound_ = 0;
};

}  // namespace curtain
