#pragma once
// Checks reserved and provisioned concurrency against the limits of the account and of the function.
#include "models/config/reader.hpp"
#include "models/config/scenario.hpp"
#include "models/platform/policy_set.hpp"

namespace curtain::config {

/// Adds an error to `reader` for every impossible value of reserved_concurrency and provisioned. A value is
/// impossible if the admission policy cannot set concurrency aside, if it exceeds the function's own limits,
/// or if the account has too little concurrency for all entries together. Functions that only a trace names
/// are checked during the run.
void check_account_limits(const Scenario& scenario, const PolicySet& policies, Reader& reader,
                          const Place& fallback);

}  // namespace curtain::config
