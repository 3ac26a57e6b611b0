#pragma once
// The policies of one run, made from their declarations.
#include <array>
#include <memory>

#include "models/platform/parameters.hpp"
#include "models/policies/admission/seam.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/placement/seam.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "models/policies/queueing/seam.hpp"
#include "models/policies/routing/seam.hpp"
#include "models/policies/scaling/seam.hpp"

namespace curtain {

struct PolicySet {
  /// Throws std::invalid_argument where a choice is missing, its policy is not of the seam, or two that
  /// decide together do not go together.
  explicit PolicySet(const PolicyChoices& choices);

  std::unique_ptr<AdmissionPolicy> admission;
  std::unique_ptr<QueueingPolicy> queueing;
  std::unique_ptr<RoutingPolicy> routing;
  std::unique_ptr<ScalingPolicy> scaling;
  std::unique_ptr<PlacementPolicy> placement;
  std::unique_ptr<PlacementPolicy> host_placement;
  std::unique_ptr<KeepAlivePolicy> keep_alive;
  std::unique_ptr<PreWarmPolicy> pre_warm;

  /// All of them, in the order above.
  [[nodiscard]] std::array<Policy*, 8> all() const;
};

}  // namespace curtain
