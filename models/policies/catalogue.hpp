#pragma once
// The list of built-in policies. Registration is explicit: catalogue.inc has one line a policy.
#include <string_view>
#include <vector>

#include "models/policies/declaration.hpp"

namespace curtain {

struct SeamListing {
  Seam seam;
  std::string_view name;                           ///< as in YAML: "keep_alive"
  std::string_view decides;                        ///< one line
  std::vector<const PolicyDeclaration*> policies;  ///< in the order of catalogue.inc
};

/// Every seam with its policies.
const std::vector<SeamListing>& catalogue();

const SeamListing& seam_listing(Seam seam);

/// The policy of that name at that seam, or nullptr.
const PolicyDeclaration* find_policy(Seam seam, std::string_view name);

}  // namespace curtain
