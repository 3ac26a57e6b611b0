#pragma once
// The keys of a platform: what a profile and a scenario both may say.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

/// The sections frontend, scheduler, cluster, cold_start, lifetimes, billing, faults and policies.
std::shared_ptr<const FieldTable<PlatformParameters>> platform_fields();

/// A platform without latencies, limits or start-up times, under the first policy of each seam; hosts and VMs
/// still have no size.
PlatformParameters neutral_platform();

}  // namespace curtain::config
