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

/// A policy, and what it has declared that it needs.
template <class P>
class ChosenPolicy {
 public:
  explicit ChosenPolicy(std::unique_ptr<P> policy) : policy_(std::move(policy)) {}
  [[nodiscard]] P* get() const { return policy_.get(); }
  [[nodiscard]] P& operator*() const { return *policy_; }
  [[nodiscard]] P* operator->() const { return policy_.get(); }
  /// As it has said in read_needs().
  [[nodiscard]] const Needs& needs() const { return needs_; }
  void read_needs() { needs_ = policy_->needs(); }

 private:
  std::unique_ptr<P> policy_;
  Needs needs_;
};

/// The policies are asked for their needs once, when all of them are there.
struct PolicySet {
  /// Throws std::invalid_argument where a choice is missing, its policy is not of the seam, or two that
  /// decide together do not go together.
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
