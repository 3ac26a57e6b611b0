#include "models/policies/catalogue.hpp"

#include <map>
#include <utility>

namespace curtain {

#define CURTAIN_POLICY(seam, name) const PolicyDeclaration& seam##_##name();
#include "models/policies/catalogue.inc"
#undef CURTAIN_POLICY

namespace {

using Listings = std::vector<SeamListing>;

Listings& listings() {
  static Listings listings = [] {
    Listings all = {
        {Seam::admission, "admission", "whether the frontend admits, queues or throttles an invocation", {}},
        {Seam::queueing, "queueing", "which attempt is served next when capacity becomes free", {}},
        {Seam::routing, "routing", "which warm instance takes an attempt", {}},
        {Seam::scaling,
         "scaling",
         "whether an attempt without a free instance starts an instance or waits",
         {}},
        {Seam::placement, "placement", "which VM takes an instance, and which host takes a VM", {}},
        {Seam::keep_alive,
         "keep_alive",
         "how long an idle instance is kept, and which instance is evicted first under pressure",
         {}},
        {Seam::pre_warm, "pre_warm", "which instances are started before an attempt needs them", {}},
    };
    const auto add = [&all](const PolicyDeclaration& declaration) {
      all[static_cast<std::size_t>(declaration.seam)].policies.push_back(&declaration);
    };
#define CURTAIN_POLICY(seam, name) add(seam##_##name());
#include "models/policies/catalogue.inc"
#undef CURTAIN_POLICY
    return all;
  }();
  return listings;
}

std::map<const PolicyDeclaration*, std::string>& plugins() {
  static std::map<const PolicyDeclaration*, std::string> plugins;
  return plugins;
}

}  // namespace

const Listings& catalogue() {
  return listings();
}

const SeamListing& seam_listing(Seam seam) {
  return catalogue().at(static_cast<std::size_t>(seam));
}

const PolicyDeclaration* find_policy(Seam seam, std::string_view name) {
  for (const PolicyDeclaration* declaration : seam_listing(seam).policies) {
    if (declaration->name == name) {
      return declaration;
    }
  }
  return nullptr;
}

void add_policy(const PolicyDeclaration& declaration, std::string plugin) {
  listings().at(static_cast<std::size_t>(declaration.seam)).policies.push_back(&declaration);
  plugins().emplace(&declaration, std::move(plugin));
}

std::string_view plugin_of(const PolicyDeclaration& declaration) {
  const auto found = plugins().find(&declaration);
  return found == plugins().end() ? std::string_view() : std::string_view(found->second);
}

std::string described(const PolicyDeclaration& declaration) {
  std::string text = "policy '" + std::string(declaration.name) + "'";
  const std::string_view plugin = plugin_of(declaration);
  return plugin.empty() ? text : text + " of plugin '" + std::string(plugin) + "'";
}

}  // namespace curtain
