#pragma once
// The fields of starts: the section `cold_start` and the pool of ready VMs.
#include <functional>
#include <string>

#include "models/config/field_table.hpp"
#include "models/config/scenario.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

FormPtr<ColdStartParameters> cold_start_form();
/// The form of `cluster.vms.ready_pool`.
FormPtr<VmPoolParameters> ready_pool_form();

/// Receives the path of a key and a message about this key.
using StartFinding = std::function<void(const std::string& key, const std::string& message)>;

/// Reports the contradictions between the section and the rest of the scenario.
void check_starts(const Scenario& scenario, const StartFinding& error);
/// Reports the settings of starts that have no effect in the scenario.
void find_start_settings_without_effect(const Scenario& scenario, const StartFinding& warn);

}  // namespace curtain::config
