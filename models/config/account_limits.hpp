#pragma once
// Checks reserved and provisioned concurrency against the limits of the account and of the function.
#include "models/config/reader.hpp"
#include "models/config/scenario.hpp"
#include "models/platform/policy_set.hpp"

namespace curtain::config {

/// Adds to `reader` an error for every impossible reserved_concurrency and provisioned: if no policy sets it
/// aside, if it is above the function's own limits, or if the account does not have enough for all entries
/// together. Functions that only a trace names are checked during the run.
void check_account_limits(const Scenario& scenario, const PolicySet& policies, Reader& reader,
                          const Place& fallback);

}  // namespace curtain::config
