#pragma once
// Data about idle instances: their order of eviction, groups that are reviewed, and counts.
#include <cstdint>
#include <optional>

#include "models/platform/core/core_api.hpp"
#include "models/platform/fleet/cluster.hpp"
#include "models/platform/idling/eviction.hpp"
#include "models/platform/idling/reviews.hpp"
#include "models/platform/parameters.hpp"
#include "models/policies/policy.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Stores data about idle instances. If none of these data is needed, nothing is stored, is_kept() is false,
/// and the functions that report a change do nothing. The core reports the VMs and states of instances, and
/// reclaims the instances that evictions and reviews name.
class IdleSet {
 public:
  /// All arguments must outlive this object. The object stores data for evictions if the platform evicts, and
  /// data for reviews if `policy` declares reviews. `hears_starts` means that a policy is notified of every
  /// start.
  IdleSet(CoreApi& core, Cluster& cluster, const PlatformParameters& parameters, KeepAlivePolicy& policy,
          bool hears_starts)
      : cluster_(cluster), watches_load_(cluster.watches_load()) {
    const Needs needs = policy.needs();
    if (parameters.scheduler.evict_idle) {
      eviction_.emplace(core.rows(), cluster, policy, parameters.cluster.vms.isolation);
    }
    if (needs.reviews) {
      reviews_.emplace(core, policy);
    }
    is_kept_ = eviction_ || reviews_ || watches_load_ || needs.idle_counts;
    attends_starts_ = is_kept_ || hears_starts;
  }

  [[nodiscard]] bool is_kept() const { return is_kept_; }
  /// Whether this object must be called when an attempt begins on an instance. This function is on the warm
  /// path.
  [[nodiscard]] bool attends_starts() const { return attends_starts_; }
  [[nodiscard]] bool evicts() const { return eviction_.has_value(); }
  /// The order of eviction. Requires evicts().
  [[nodiscard]] Eviction& eviction() { return *eviction_; }
  /// The reviews. Requires that the keep-alive policy reviews groups.
  [[nodiscard]] Reviews& reviews() { return *reviews_; }
  [[nodiscard]] const Reviews& reviews() const { return *reviews_; }

  /// Called when an instance of the function, which is not idle, was added to the VM.
  void created(std::uint32_t function, std::uint32_t vm, std::uint32_t instance) {
    if (eviction_) {
      eviction_->put(vm);
    }
    if (reviews_) {
      reviews_->join(function, vm, instance);
    }
  }
  /// Called when a generic instance of a pool was added to the VM.
  void generic_created(std::uint32_t vm) {
    if (eviction_) {
      eviction_->put(vm);
    }
  }
  /// Called when an instance that is not idle is about to leave its VM.
  void parts(std::uint32_t instance) {
    if (reviews_) {
      reviews_->part(instance);
    }
  }
  /// Called when an instance that is not idle was removed from the VM.
  void taken(std::uint32_t vm) {
    if (eviction_) {
      eviction_->take(vm);
    }
  }
  /// Called when the empty VM was released.
  void vm_released(std::uint32_t vm) {
    if (eviction_) {
      eviction_->release(vm);
    }
  }

  /// Called when the instance becomes idle on that VM. `view` makes the view for policies. Throws the
  /// exceptions of Eviction::enter() and Reviews::enter().
  template <class View>
  void enter(std::uint32_t instance, std::uint32_t vm, View&& view) {
    if (eviction_) {
      eviction_->enter(view());
    }
    if (watches_load_) {
      cluster_.note_idle(vm);
    }
    if (reviews_) {
      reviews_->enter(instance);
    }
  }
  /// Called when the instance, which must have been idle, is no longer idle.
  void leave(std::uint32_t instance, std::uint32_t vm) {
    if (eviction_) {
      eviction_->leave(instance);
    }
    if (watches_load_) {
      cluster_.note_busy(vm);
    }
    if (reviews_) {
      reviews_->leave(instance);
    }
  }
  /// Called when an attempt of the function is about to begin on the instance, which is not idle now.
  void attempt_begins(std::uint32_t function, std::uint32_t instance, Time now) {
    if (eviction_) {
      eviction_->attempt_begins(function, now);
    }
    if (CURTAIN_MUTANT(start_leaves_group_alone, reviews_.has_value(), false)) {
      reviews_->use(instance);
    }
  }
  /// Called when a generic instance of a pool becomes ready on the VM. generic_gone() is its counterpart.
  void generic_ready(std::uint32_t vm) {
    if (watches_load_) {
      cluster_.note_idle(vm);
    }
  }
  void generic_gone(std::uint32_t vm) {
    if (watches_load_) {
      cluster_.note_busy(vm);
    }
  }

 private:
  Cluster& cluster_;
  std::optional<Eviction> eviction_;
  std::optional<Reviews> reviews_;
  bool watches_load_;  // a placement policy uses the number of idle instances
  bool is_kept_ = false;
  bool attends_starts_ = false;
};

}  // namespace curtain
