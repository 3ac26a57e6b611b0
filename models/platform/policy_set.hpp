#pragma once
// The policies of one run, made from their declarations.
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

/// A policy, and the needs that it declared.
template <class P>
class ChosenPolicy {
 public:
  explicit ChosenPolicy(std::unique_ptr<P> policy) : policy_(std::move(policy)) {}
  [[nodiscard]] P* get() const { return policy_.get(); }
  [[nodiscard]] P& operator*() const { return *policy_; }
  [[nodiscard]] P* operator->() const { return policy_.get(); }
  /// The needs as of read_needs().
  [[nodiscard]] const Needs& needs() const { return needs_; }
  void read_needs() { needs_ = policy_->needs(); }

 private:
  std::unique_ptr<P> policy_;
  Needs needs_;
};

/// Reads the needs of the policies once, when all of them exist.
struct PolicySet {
  /// Throws std::invalid_argument if a choice is missing, if its policy is not for the seam, or if two
  /// policies that decide together are incompatible.
  explicit PolicySet(const PolicyChoices& choices);

  ChosenPolicy<AdmissionPolicy> admission;
  ChosenPolicy<QueueingPolicy> queueing;
  ChosenPolicy<RoutingPolicy> routing;
  ChosenPolicy<ScalingPolicy> scaling;
  ChosenPolicy<PlacementPolicy> placement;
  ChosenPolicy<PlacementPolicy> host_placement;
  ChosenPolicy<KeepAlivePolicy> keep_alive;
  ChosenPolicy<PreWarmPolicy> pre_warm;

  /// All of them, in the order above.
  [[nodiscard]] std::array<Policy*, 8> all() const;
};

}  // namespace curtain
