#pragma once
// The keys of a scenario.
#include "models/config/field_table.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

const FieldTable<Scenario>& scenario_fields();

/// The profile that a scenario's `platform:` asks to be read; nothing for `{resolved: NAME}`, where the
/// scenario itself says everything.
const Node* profile_of(const Node& platform);

}  // namespace curtain::config
