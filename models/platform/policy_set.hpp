#pragma once
// The policies of one run, created from their declarations.
#include <array>
#include <memory>
#include <utility>

#include "models/platform/parameters.hpp"
#include "models/policies/admission/seam.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/placement/seam.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "models/policies/queueing/seam.hpp"
#include "models/policies/routing/seam.hpp"
#include "models/policies/scaling/seam.hpp"

namespace curtain {

// For each seam, the needs of its policy that the platform reads during a run, see Needs. Notices handles the
// needs of notices, and Cluster the needs of placement.

struct AdmissionNeeds {
  AdmissionNeeds() = default;
  explicit AdmissionNeeds(const Needs& all) : asked_again(all.asked_again) {}
  bool asked_again = false;
};
struct QueueingNeeds {
  QueueingNeeds() = default;
  explicit QueueingNeeds(const Needs& all)
      : across_functions(all.across_functions),
        on_leave(all.on_leave),
        priority(all.priority),
        deadline(all.deadline) {}
  bool across_functions = false;
  bool on_leave = false;
  bool priority = false;
  bool deadline = false;
};
struct RoutingNeeds {
  RoutingNeeds() = default;
  explicit RoutingNeeds(const Needs& all) : sessions(all.sessions) {}
  bool sessions = false;
};
struct ScalingNeeds {
  ScalingNeeds() = default;
  explicit ScalingNeeds(const Needs& all) : concurrency(all.concurrency) {}
  bool concurrency = false;
};
struct PlacementNeeds {
  PlacementNeeds() = default;
  explicit PlacementNeeds(const Needs& all) : stateless(all.stateless) {}
  bool stateless = false;
};
struct KeepAliveNeeds {
  KeepAliveNeeds() = default;
  explicit KeepAliveNeeds(const Needs& all) : idle_counts(all.idle_counts) {}
  bool idle_counts = false;
};
struct PreWarmNeeds {
  PreWarmNeeds() = default;
  explicit PreWarmNeeds(const Needs& all)
      : start_times(all.start_times),
        provisioned(all.provisioned),
        provisioned_schedule(all.provisioned_schedule),
        provisioned_use(all.provisioned_use) {}
  bool start_times = false;
  bool provisioned = false;
  bool provisioned_schedule = false;
  bool provisioned_use = false;
};

/// A policy together with the needs that it declares.
template <class P, class Declared>
class ChosenPolicy {
 public:
  explicit ChosenPolicy(std::unique_ptr<P> policy) : policy_(std::move(policy)) {}
  [[nodiscard]] P* get() const { return policy_.get(); }
  [[nodiscard]] P& operator*() const { return *policy_; }
  [[nodiscard]] P* operator->() const { return policy_.get(); }
  /// The needs as they were at the last call of read_needs().
  [[nodiscard]] const Declared& needs() const { return needs_; }
  void read_needs() { needs_ = Declared(policy_->needs()); }

 private:
  std::unique_ptr<P> policy_;
  Declared needs_;
};

/// The policies of a run. The needs of the policies are read once, after all policies exist.
struct PolicySet {
  /// Throws std::invalid_argument if a choice is missing, if a policy does not match its seam, or if two
  /// policies that decide together are incompatible.
  explicit PolicySet(const PolicyChoices& choices);

  ChosenPolicy<AdmissionPolicy, AdmissionNeeds> admission;
  ChosenPolicy<QueueingPolicy, QueueingNeeds> queueing;
  ChosenPolicy<RoutingPolicy, RoutingNeeds> routing;
  ChosenPolicy<ScalingPolicy, ScalingNeeds> scaling;
  ChosenPolicy<PlacementPolicy, PlacementNeeds> placement;
  ChosenPolicy<PlacementPolicy, PlacementNeeds> host_placement;
  ChosenPolicy<KeepAlivePolicy, KeepAliveNeeds> keep_alive;
  ChosenPolicy<PreWarmPolicy, PreWarmNeeds> pre_warm;

  /// All policies, in the order of the members above.
  [[nodiscard]] std::array<Policy*, 8> all() const;
};

}  // namespace curtain
