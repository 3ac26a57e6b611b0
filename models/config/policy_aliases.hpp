#pragma once
// Names that other tools and papers give to policies.
#include <string>
#include <string_view>

#include "models/policies/declaration.hpp"

namespace curtain::config {

/// The policy of the seam that has this name as an alias: "least-recently-used" for "lru". Empty if there is
/// none. Case, underscores and spaces are ignored.
std::string policy_known_as(Seam seam, std::string_view name);

/// A policy by its own name or an alias, as an entry of `policies`: "keep_alive: least-recently-used" for
/// "lru". Empty if no seam, or more than one, has such a policy.
std::string policy_entry_for(std::string_view name);

}  // namespace curtain::config
