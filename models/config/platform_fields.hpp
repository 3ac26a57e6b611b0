#pragma once
// The keys of a platform, which profiles and scenarios may set.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

/// The sections frontend, scheduler, cluster, cold_start, lifetimes, billing, faults, async and policies.
std::shared_ptr<const FieldTable<PlatformParameters>> platform_fields();

/// A platform without latencies, limits or start-up times, with the first policy of each seam. The sizes of
/// hosts and VMs are not set.
PlatformParameters neutral_platform();

/// The policy that places VMs on hosts if the scenario does not set one. The default is the policy of
/// `placement`. If this policy uses functions, tenants, names or load, which only instances have, the default
/// is first-fit.
PolicyChoice default_host_placement(const PolicyChoice& placement);

}  // namespace curtain::config
