#pragma once
// The section `programmes`: measurement programmes by name, each with its steps.
#include <functional>
#include <string>
#include <vector>

#include "models/config/form.hpp"
#include "models/config/scenario.hpp"
#include "models/workload/programme.hpp"

namespace curtain::config {

/// The form of the section, a mapping from names to programmes.
FormPtr<std::vector<Programme>> programmes_form();

/// The schema of one step. It is a definition of its own, because the steps of `repeat` are steps.
Node programme_step_schema();

/// Receives the path of a key and a message about this key.
using ProgrammeFinding = std::function<void(const std::string& key, const std::string& message)>;

/// Reports names that no step defines, and steps that contradict each other or the platform.
void check_programmes(const Scenario& scenario, const ProgrammeFinding& error);

/// Calls `visit(traits, path)` for each step that deploys functions. The path ends in a dot.
void visit_programme_traits(
    const Scenario& scenario,
    const std::function<void(const FunctionTraits& traits, const std::string& path)>& visit);

/// Adds the expectations of the steps `expect` to those of the scenario.
void take_programme_expectations(Scenario& scenario);

}  // namespace curtain::config
