#pragma once
// The keys of a platform: what a profile and a scenario both may say.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

/// The sections frontend, scheduler, cluster, cold_start, lifetimes, billing, faults, async and policies.
std::shared_ptr<const FieldTable<PlatformParameters>> platform_fields();

/// A platform without latencies, limits or start-up times, under the first policy of each seam; hosts and VMs
/// still have no size.
PlatformParameters neutral_platform();

/// Which host takes a VM where the scenario does not say it: as instances are placed into VMs, unless that
/// looks at functions, tenants, names or load, which are an instance's. Hosts then take VMs by first-fit.
PolicyChoice default_host_placement(const PolicyChoice& placement);

}  // namespace curtain::config
