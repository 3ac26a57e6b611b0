#pragma once
// Reserved and provisioned concurrency against what the account, and the function itself, allow.
#include "models/config/reader.hpp"
#include "models/config/scenario.hpp"
#include "models/platform/policy_set.hpp"

namespace curtain::config {

/// Adds to `reader` an error for every reserved_concurrency and provisioned that cannot be: that no policy
/// sets aside, that is above the function's own limits, or that the account has not left, of all entries
/// together. Functions that only a trace names are checked when the run meets them.
void check_account_limits(const Scenario& scenario, const PolicySet& policies, Reader& reader,
                          const Place& fallback);

}  // namespace curtain::config
