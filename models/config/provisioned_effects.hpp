#pragma once
// Warnings about provisioned concurrency that has no effect or costs nothing.
#include <functional>
#include <string>

#include "models/platform/parameters.hpp"
#include "models/policies/policy.hpp"
#include "models/workload/arrival.hpp"

namespace curtain::config {

/// The provisioned concurrency of the functions of a workload entry, and the settings that it depends on.
struct ProvisionedUse {
  const FunctionTraits& traits;
  const Needs& pre_warm;  ///< needs of the pre-warm policy
  std::string policy;     ///< name of the pre-warm policy
  const BillingParameters& billing;
  bool has_own_price;  ///< whether the scenario itself sets the price of provisioned concurrency
};

/// Calls `warn` with a key of the traits and a text for every setting that has no effect, and for provisioned
/// concurrency that is free of charge although executions are charged.
void warn_of_provisioned(const ProvisionedUse& use,
                         const std::function<void(const std::string& key, const std::string& text)>& warn);

}  // namespace curtain::config
