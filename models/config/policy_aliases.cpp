#include "models/config/policy_aliases.hpp"

#include <fmt/format.h>

#include <array>

#include "models/policies/catalogue.hpp"

namespace curtain::config {
namespace {

struct PolicyAlias {
  Seam seam;
  std::string_view name;
  std::string_view policy;
};
constexpr std::array<PolicyAlias, 37> kPolicyAliases = {{{Seam::keep_alive, "lru", "least-recently-used"},
                                                         {Seam::keep_alive, "lfu", "least-frequently-used"},
                                                         {Seam::keep_alive, "gdsf", "greedy-dual"},
                                                         {Seam::keep_alive, "gd", "greedy-dual"},
                                                         {Seam::keep_alive, "faascache", "greedy-dual"},
                                                         {Seam::keep_alive, "ttl", "fixed"},
                                                         {Seam::keep_alive, "openwhisk", "fixed"},
                                                         {Seam::keep_alive, "infinite", "forever"},
                                                         {Seam::keep_alive, "always", "forever"},
                                                         {Seam::keep_alive, "never", "none"},
                                                         {Seam::keep_alive, "belady", "oracle"},
                                                         {Seam::keep_alive, "optimal", "oracle"},
                                                         {Seam::keep_alive, "histogram", "hybrid-histogram"},
                                                         {Seam::keep_alive, "azure", "hybrid-histogram"},
                                                         {Seam::pre_warm, "histogram", "hybrid-histogram"},
                                                         {Seam::pre_warm, "ema", "moving-average"},
                                                         {Seam::pre_warm, "cron", "scheduled"},
                                                         {Seam::placement, "bin-packing", "best-fit"},
                                                         {Seam::placement, "binpack", "best-fit"},
                                                         {Seam::placement, "bestfit", "best-fit"},
                                                         {Seam::placement, "ffd", "first-fit"},
                                                         {Seam::placement, "spread", "worst-fit"},
                                                         {Seam::placement, "p2c", "power-of-two-choices"},
                                                         {Seam::placement, "rr", "round-robin"},
                                                         {Seam::placement, "openwhisk", "openwhisk-hash"},
                                                         {Seam::queueing, "sjf", "shortest-first"},
                                                         {Seam::queueing, "edf", "earliest-deadline"},
                                                         {Seam::queueing, "fcfs", "fifo"},
                                                         {Seam::queueing, "lcfs", "lifo"},
                                                         {Seam::queueing, "drr", "tenant-fair"},
                                                         {Seam::queueing, "wfq", "tenant-fair"},
                                                         {Seam::routing, "mru", "most-recent"},
                                                         {Seam::routing, "least-connections", "least-loaded"},
                                                         {Seam::routing, "consistent-hash", "hash-affinity"},
                                                         {Seam::routing, "ch-bl", "bounded-load"},
                                                         {Seam::scaling, "knative", "concurrency-target"},
                                                         {Seam::admission, "none", "unlimited"}}};

/// The name in lower case, with dashes between its words.
std::string plain(std::string_view name) {
  std::string text;
  for (const char c : name) {
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' || c == ' ' ? '-' : c;
  }
  return text;
}

}  // namespace

std::string policy_known_as(Seam seam, std::string_view name) {
  const std::string wanted = plain(name);
  if (const PolicyDeclaration* const policy = find_policy(seam, wanted)) {
    return std::string(policy->name);
  }
  for (const PolicyAlias& alias : kPolicyAliases) {
    if (alias.seam == seam && alias.name == wanted) {
      return std::string(alias.policy);
    }
  }
  return {};
}

std::string policy_entry_for(std::string_view name) {
  std::string entry;
  for (const SeamListing& seam : catalogue()) {
    const std::string policy = policy_known_as(seam.seam, name);
    if (!policy.empty() && !entry.empty()) {
      return {};
    }
    entry = policy.empty() ? entry : fmt::format("{}: {}", seam.name, policy);
  }
  return entry;
}

}  // namespace curtain::config
