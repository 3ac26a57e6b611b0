#pragma once
// The form in which a scenario chooses a policy: `best-fit` or `{fixed: {timeout: 10min}}`. The names and
// parameters come from the catalogue of policies.
#include <optional>

#include "models/config/form.hpp"
#include "models/policies/declaration.hpp"

namespace curtain::config {

FormPtr<PolicyChoice> policy_form(Seam seam);

/// The policy with its default arguments. Throws std::logic_error if a parameter has no default.
PolicyChoice default_choice(const PolicyDeclaration& declaration);

/// The needs that the policy declares. Empty if the policy cannot be created, which check_contradictions()
/// reports.
std::optional<Needs> needs_of(const PolicyChoice& choice);

}  // namespace curtain::config
