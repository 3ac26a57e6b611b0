#pragma once
// What to look at where most invocations of a run did not complete.
#include <string>

#include "models/config/scenario.hpp"
#include "models/experiment/report.hpp"

namespace curtain::tools {

/// Where at least half of the invocations that ended did not complete: the commonest reason, and the settings
/// that limit them with their values, as "57.10 % of the invocations were turned away by their
/// account's limit. What limits them: policies.admission: {..}". Empty where more completed.
std::string loss_hint(const Scenario& scenario, const Report& report);

}  // namespace curtain::tools
