#pragma once
// The keys of a platform, which both profiles and scenarios may set.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

/// The sections frontend, scheduler, cluster, cold_start, lifetimes, billing, faults, async and policies.
std::shared_ptr<const FieldTable<PlatformParameters>> platform_fields();

/// A platform without latencies, limits or start-up times, with the first policy of each seam; hosts and VMs
/// still have no size.
PlatformParameters neutral_platform();

/// The host placement if the scenario does not set it: the same policy as for instances, unless that policy
/// uses functions, tenants, names or load, which only instances have. Then VMs are placed on hosts by
/// first-fit.
PolicyChoice default_host_placement(const PolicyChoice& placement);

}  // namespace curtain::config
