#pragma once
// The list of policies. Registration of those built in is explicit: catalogue.inc has one line a policy.
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

/// The policy of that name at that seam, or nullptr.
const PolicyDeclaration* find_policy(Seam seam, std::string_view name);

/// Adds a policy of the plugin in the file `plugin`. Its name must be free at its seam. To be called before
/// any scenario is read, and by one thread.
void add_policy(const PolicyDeclaration& declaration, std::string plugin);

/// The file of the plugin that a policy is from; empty for one that is built in.
std::string_view plugin_of(const PolicyDeclaration& declaration);

/// "policy 'best-fit'" or "policy 'mine' of plugin './libmine.so'", for messages.
std::string described(const PolicyDeclaration& declaration);

}  // namespace curtain
