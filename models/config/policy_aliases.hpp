#pragma once
// Names that other tools and papers give to policies.
#include <string>
#include <string_view>

#include "models/policies/declaration.hpp"

namespace curtain::config {

/// The policy of the seam that people also know by this name, as "least-recently-used" for "lru"; empty if
/// there is none. Case, underscores and spaces do not matter.
std::string policy_known_as(Seam seam, std::string_view name);

/// A policy by its own name or another one, as an entry of `policies`: "keep_alive: least-recently-used" for
/// "lru". Empty if none or several seams have such a policy.
std::string policy_entry_for(std::string_view name);

}  // namespace curtain::config
