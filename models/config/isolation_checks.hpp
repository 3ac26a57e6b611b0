#pragma once
// Checks of functions whose instances serve one end tenant each (isolate: end-tenant).
#include <functional>
#include <string>

#include "models/config/scenario.hpp"
#include "models/platform/policy_set.hpp"

namespace curtain::config {

/// Receives the path of a key and a message about this key.
using IsolationFinding = std::function<void(const std::string& key, const std::string& message)>;

/// Reports settings that contradict isolation by end tenant, and requests without an end tenant.
void check_isolation(const Scenario& scenario, const PolicySet& policies, const IsolationFinding& error);
/// Reports settings of end tenants that have no effect in the scenario.
void find_isolation_without_effect(const Scenario& scenario, const IsolationFinding& warn);

}  // namespace curtain::config
