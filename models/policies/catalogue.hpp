#pragma once
// The list of policies. Built-in policies are registered explicitly: catalogue.inc has one line for each.
#include <string>
#include <string_view>
#include <vector>

#include "models/policies/declaration.hpp"

namespace curtain {

struct SeamListing {
  Seam seam;
  std::string_view name;                           ///< as in YAML: "keep_alive"
  std::string_view decides;                        ///< one line
  std::vector<const PolicyDeclaration*> policies;  ///< in the order of catalogue.inc, then those of plugins
};

/// Every seam with its policies.
const std::vector<SeamListing>& catalogue();

const SeamListing& seam_listing(Seam seam);

/// The policy with this name at this seam, or nullptr.
const PolicyDeclaration* find_policy(Seam seam, std::string_view name);

/// Adds a policy of the plugin in the file `plugin`. Its name must not be taken at its seam. Must be called
/// before any scenario is read, and by one thread.
void add_policy(const PolicyDeclaration& declaration, std::string plugin);

/// The file of the plugin that contains the policy; empty for a built-in policy.
std::string_view plugin_of(const PolicyDeclaration& declaration);

/// "policy 'best-fit'" or "policy 'mine' of plugin './libmine.so'", for messages.
std::string described(const PolicyDeclaration& declaration);

}  // namespace curtain
