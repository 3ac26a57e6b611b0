#pragma once
// Names that other tools and papers give to policies.
#include <string>
#include <string_view>

#include "models/policies/declaration.hpp"

namespace curtain::config {

/// The policy of the seam for an alias: "least-recently-used" for "lru". Empty if no policy has this alias.
/// Case, underscores and spaces are ignored.
std::string policy_known_as(Seam seam, std::string_view name);

/// The entry of `policies` for a policy's name or alias: "keep_alive: least-recently-used" for "lru". Empty
/// if no seam, or more than one seam, has such a policy.
std::string policy_entry_for(std::string_view name);

}  // namespace curtain::config
