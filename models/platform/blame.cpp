#include "models/platform/blame.hpp"

#include "models/policies/catalogue.hpp"

namespace curtain {

void blame(const Policy& policy, Time now, const std::string& decision) {
  const PolicyDeclaration* const declaration = policy.declaration();
  const std::string who = declaration == nullptr ? "a policy"
                                                 : fmt::format("{} {}", seam_listing(declaration->seam).name,
                                                               described(*declaration));
  std::string text = fmt::format("{}, at {} s, {}", who, static_cast<double>(now.ns()) / 1e9, decision);
  if (const std::string why = policy.explain(); !why.empty()) {
    text += fmt::format("; the policy's explanation: {}", why);
  }
  throw PolicyError(text);
}

}  // namespace curtain
