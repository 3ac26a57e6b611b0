#pragma once
// The keys of a scenario.
#include "models/config/field_table.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

const FieldTable<Scenario>& scenario_fields();

/// The profile that the key `platform` of a scenario names. Empty for `{resolved: NAME}`, because a resolved
/// scenario contains all settings.
const Node* profile_of(const Node& platform);

}  // namespace curtain::config
