#pragma once
// Warnings about settings of shared resources (`cpu`, `disk` and `network`) that have no effect.
#include <functional>
#include <string>

#include "models/config/workload_use.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

/// Calls `warn` with the key and the message for every such setting.
void check_resource_effects(
    const PlatformParameters& platform, const WorkloadUse& use,
    const std::function<void(const std::string& key, const std::string& message)>& warn);

}  // namespace curtain::config
