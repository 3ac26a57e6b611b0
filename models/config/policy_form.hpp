#pragma once
// Policies in the form in which a scenario chooses them: `best-fit` or `{fixed: {timeout: 10min}}`. Names and
// parameters come from the catalogue.
#include <optional>

#include "models/config/form.hpp"
#include "models/policies/declaration.hpp"

namespace curtain::config {

FormPtr<PolicyChoice> policy_form(Seam seam);

/// The policy with its defaults. Throws std::logic_error for a parameter without a default.
PolicyChoice default_choice(const PolicyDeclaration& declaration);

/// The needs that the policy declares; empty if it cannot be made, which check_contradictions() reports.
std::optional<Needs> needs_of(const PolicyChoice& choice);

}  // namespace curtain::config
