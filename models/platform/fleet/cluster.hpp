#pragma once
// VMs on hosts and instances in VMs: capacity, isolation and placement at both levels. No events and no
// metrics here; the engine asks, and schedules what follows.
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/bin_index.hpp"
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
  std::uint64_t number = 0;  ///< how many were opened before
  std::uint32_t host = 0;
  std::uint32_t bin = kNone;  ///< in its class's index; none where nothing more may be placed
  std::uint32_t isolation_class = 0;
  Mebibytes used = 0;  ///< memory of its instances
  std::uint32_t instances = 0;
  std::uint32_t idle = 0;  ///< of these; kept if a policy asks for the load
  std::uint32_t first_instance = kNone;
  Time created;
  Time ready;
  sim::LazyTimer release;  ///< when it is released, if still empty
  Cause cause;
  sim::RollingHash hash;
  bool draining = false;

  /// Its part of the run's fingerprint.
  [[nodiscard]] std::uint64_t fingerprint() const {
    return sim::entity_fingerprint(cause.ordinal ^ (std::uint64_t{cause.function} << 40), hash.value());
  }
};

/// The families of draws that placement policies draw from, one a level: a start may ask at both.
struct PlacementDraws {
  sim::DrawKey instances;
  sim::DrawKey hosts;
};

/// Two levels of bins. Memory is never above capacity: every change is checked.
class Cluster {
 public:
  Cluster(const ClusterParameters& parameters, PlacementPolicy& instance_policy, PlacementPolicy& host_policy,
          const PlacementDraws& draws);
  Cluster(const Cluster&) = delete;  // its bins know it by its address
  Cluster& operator=(const Cluster&) = delete;

  /// Where policies may read the names of tenants and functions; without it they are empty. The table may
  /// grow, and must live as long as the cluster.
  void read_names(const FunctionTable& table) { names_ = &table; }

  /// The isolation class of a function's instances.
  [[nodiscard]] std::uint32_t isolation_class(std::uint32_t tenant, std::uint32_t function) const;
  /// True if an instance of this size fits into an empty VM.
  [[nodiscard]] bool fits_vm(Mebibytes memory) const { return memory <= capacity_; }

  /// A VM of the class with room, as the placement policy chooses.
  [[nodiscard]] std::optional<std::uint32_t> choose_vm(std::uint32_t isolation_class, Mebibytes memory,
                                                       Time now, std::uint32_t tenant, const Cause& cause);
  /// A new VM of the class on a host with room; nothing if no host has any.
  [[nodiscard]] std::optional<std::uint32_t> open_vm(std::uint32_t isolation_class, Time now,
                                                     std::uint32_t tenant, const Cause& cause);
  /// True if instances of the class may be placed there and one of this size fits once `gained` more is
  /// free.
  [[nodiscard]] bool has_room(std::uint32_t vm, std::uint32_t isolation_class, Mebibytes memory,
                              Mebibytes gained = 0) const;
  /// Puts an instance into a VM (links it through `rest`), or takes it out.
  void put(std::uint32_t vm, std::uint32_t instance, Mebibytes memory, std::vector<InstanceRest>& rest);
  void take(std::uint32_t vm, std::uint32_t instance, Mebibytes memory, std::vector<InstanceRest>& rest);
  /// The VM's instances, the one created last in front.
  [[nodiscard]] std::vector<std::uint32_t> instances_in(std::uint32_t vm,
                                                        const std::vector<InstanceRest>& rest) const;
  /// When a function's code is on a host, as told by note_code(); nothing where it is not. Kept if hosts
  /// cache code or a policy looks at where it is.
  [[nodiscard]] std::optional<Time> code_since(std::uint32_t host, std::uint32_t function) const;
  void note_code(std::uint32_t host, std::uint32_t function, Time at);
  /// Counts an instance that has come into a VM, or leaves it, by function and tenant; nothing where no
  /// policy looks at that.
  void count_in(std::uint32_t vm, std::uint32_t function, std::uint32_t tenant);
  void count_out(std::uint32_t vm, std::uint32_t function, std::uint32_t tenant);
  /// Whether a policy looks at which instances are idle; if so, note_idle() and note_busy() are to be told.
  [[nodiscard]] bool watches_load() const { return vm_level_.load || host_level_.load; }
  void note_idle(std::uint32_t vm);
  void note_busy(std::uint32_t vm);
  /// No more instances into this VM.
  void close_to_placement(std::uint32_t vm);
  /// Gives the VM (which must be empty) back to its host.
  void release(std::uint32_t vm);
  /// An outage begins or ends, see Hosts. The VMs on hosts that it takes down have to be closed to placement
  /// and released before anything is placed again.
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
  /// Whether choose_vm() asks its policy: not where the class has no VM to choose.
  [[nodiscard]] bool has_bins(std::uint32_t isolation_class) const {
    return isolation_class < classes_.size() && classes_[isolation_class] != nullptr &&
           classes_[isolation_class]->bins.size() > 0;
  }
  /// From now on most_free() and take_classes_with_more_room() have answers; to be called before the first
  /// VM.
  void watch_room() { free_room_ = std::make_unique<FreeRoom>(); }
  /// The most memory that one VM has free for instances of the class.
  [[nodiscard]] Mebibytes most_free(std::uint32_t isolation_class) const {
    return free_room_->most_free(isolation_class);
  }
  /// The classes in whose VMs room has come free since the last call, or that have a new VM; each once.
  [[nodiscard]] std::vector<std::uint32_t> take_classes_with_more_room() { return free_room_->take_grown(); }
  /// Whether a host has room for one more VM. The placement policy may refuse it all the same.
  [[nodiscard]] bool may_open_vm() const { return vm_level_.may_open(); }
  [[nodiscard]] std::uint32_t vms_per_host() const { return vms_per_host_; }
  [[nodiscard]] std::uint32_t vms_on_host(std::uint32_t host) const { return hosts_[host].vms; }
  [[nodiscard]] std::uint64_t vm_count() const { return vms_.size(); }
  [[nodiscard]] std::uint64_t used_vm_count() const { return used_vms_; }
  [[nodiscard]] std::uint64_t host_count() const { return hosts_.used(); }
  /// VMs that ever ran on a host; the address of its faults.
  [[nodiscard]] std::uint64_t vms_ever_on_host(std::uint32_t host) const { return hosts_[host].vms_ever; }
  [[nodiscard]] Duration distance(std::uint32_t host) const { return topology_.distance(host); }
  [[nodiscard]] std::uint64_t placed_mib() const { return placed_mib_; }
  [[nodiscard]] std::uint64_t lower_bound() const { return lower_bound_; }
  /// The sum over all VMs that have been released or are there.
  [[nodiscard]] std::uint64_t fingerprint() const;

 private:
  /// Since when a function's code is on a host, and how often that had been lost by then.
  struct Code {
    Time since;
    std::uint32_t losses = 0;
  };
  /// One level's bins as its policy sees them, and what is counted for that.
  class Level : public BinFacts {
   public:
    Level(const Cluster& cluster, const Needs& needs)
        : load(needs.bin_load),
          contents(needs.bin_contents),
          code(needs.bin_code),
          names(needs.names),
          cluster_(cluster) {}
    [[nodiscard]] std::uint32_t zones() const override { return cluster_.topology_.zones(); }
    [[nodiscard]] std::uint32_t in_zone(std::uint32_t zone, const PlacementQuery& query) const override;

    bool load;
    bool contents;
    bool code;
    bool names;
    CountTable functions;  // by bin's owner and function
    CountTable tenants;    // by bin's owner and tenant

   protected:
    void look_up(BinView& seen, std::uint32_t owner, const PlacementQuery& query) const;
    const Cluster& cluster_;
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
  [[nodiscard]] std::uint32_t free_for_placement(const Vm& row) const;
  [[nodiscard]] std::uint32_t free_slots(const Vm& row) const;
  void update_bin(const Vm& row);
  void name(PlacementQuery& query, const Level& level) const;

  ClusterParameters parameters_;
  Mebibytes capacity_;
  std::uint32_t vms_per_host_;
  PlacementPolicy& instance_policy_;
  PlacementPolicy& host_policy_;
  PlacementDraws draws_;
  Needs needs_;  // of the policy that places instances
  std::uint32_t most_instances_;
  Topology topology_;
  VmLevel vm_level_;
  HostLevel host_level_;
  CountTable functions_by_zone_;
  const FunctionTable* names_ = nullptr;
  bool keeps_code_;
  std::unordered_map<std::uint64_t, Code> code_;  // by host and function; looked up only
  sim::Slab<Vm> vms_;
  std::vector<std::unique_ptr<Class>> classes_;
  Hosts hosts_;
  std::unique_ptr<FreeRoom> free_room_;  // if someone waits for room and watches it
  std::uint64_t vms_ever_ = 0;
  std::uint64_t released_fingerprint_ = 0;  // the sum over VMs that have been released
  std::uint64_t used_vms_ = 0;
  std::uint64_t placed_mib_ = 0;
  std::uint64_t lower_bound_ = 0;
};

}  // namespace curtain
