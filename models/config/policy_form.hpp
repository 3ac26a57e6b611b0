#pragma once
// Policies as a scenario chooses them: `best-fit` or `{fixed: {timeout: 10min}}`. Names and parameters come
// from the catalogue.
#include <optional>

#include "models/config/form.hpp"
#include "models/policies/declaration.hpp"

namespace curtain::config {

FormPtr<PolicyChoice> policy_form(Seam seam);

/// The policy with its defaults. Throws std::logic_error for a parameter that has none.
PolicyChoice default_choice(const PolicyDeclaration& declaration);

/// What the policy declares that it needs; nothing if it cannot be made: check_contradictions() reports why.
std::optional<Needs> needs_of(const PolicyChoice& choice);

}  // namespace curtain::config
