#pragma once
// The list of policies. Built-in policies are registered explicitly, with one line each in catalogue.inc.
#include <string>
#include <string_view>
#include <vector>

#include "models/policies/declaration.hpp"

namespace curtain {

struct SeamListing {
  Seam seam;
  std::string_view name;                           ///< as in YAML, for example "keep_alive"
  std::string_view decides;                        ///< the decision of the seam, in one line
  std::vector<const PolicyDeclaration*> policies;  ///< in the order of catalogue.inc, followed by plugins
};

/// All seams with their policies.
const std::vector<SeamListing>& catalogue();

const SeamListing& seam_listing(Seam seam);

/// Returns the policy with this name at this seam, or nullptr.
const PolicyDeclaration* find_policy(Seam seam, std::string_view name);

/// Adds a policy of the plugin in the file `plugin`. The policy's name must not exist at its seam. Must be
/// called before any scenario is read, and by one thread.
void add_policy(const PolicyDeclaration& declaration, std::string plugin);

/// The file of the plugin that contains the policy, or an empty text for a built-in policy.
std::string_view plugin_of(const PolicyDeclaration& declaration);

/// A description for messages, such as "policy 'best-fit'" or "policy 'mine' of plugin './libmine.so'".
std::string described(const PolicyDeclaration& declaration);

}  // namespace curtain
