#include "models/config/as_mapping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "models/config/policy_aliases.hpp"

namespace curtain::config {
namespace {

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A suggestion for a policy name that is written where the section of policies, or of the scheduler,
/// belongs.
std::string as_policies(const Node& node, const std::vector<std::string>& names) {
  const bool may_be_meant = has(names, "keep_alive") || has(names, "evict_idle");
  const std::string entry =
      may_be_meant && node.kind == Node::Kind::scalar ? policy_entry_for(node.text) : "";
  return entry.empty() ? "" : fmt::format("; write policies: {{{}}}", entry);
}

/// A suggestion for "cold_start.ratio <= 5%" written where an expectation belongs.
std::string as_expectation(const std::string& text, const std::vector<std::string>& names) {
  if (!has(names, "at_most")) {
    return {};
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> signs = {{{"<=", "at_most"},
                                                                                   {">=", "at_least"},
                                                                                   {"==", "equals"},
                                                                                   {"<", "at_most"},
                                                                                   {">", "at_least"},
                                                                                   {"=", "equals"}}};
  for (const auto& [sign, key] : signs) {
    const std::size_t at = text.find(sign);
    if (at == std::string::npos) {
      continue;
    }
    const std::size_t name_end = text.find_last_not_of(' ', at == 0 ? 0 : at - 1);
    const std::size_t value = text.find_first_not_of(' ', at + sign.size());
    if (at > 0 && name_end != std::string::npos && value != std::string::npos) {
      return fmt::format("; write {{metric: {}, {}: {}}}", text.substr(0, name_end + 1), key,
                         text.substr(value));
    }
  }
  return {};
}

}  // namespace

std::string as_mapping(const Node& node, const std::vector<std::string>& names) {
  if (node.kind == Node::Kind::sequence && !node.items.empty() &&
      node.items.front().kind == Node::Kind::mapping) {
    return "; remove the '-' before each item";
  }
  if (node.kind == Node::Kind::sequence && node.items.size() == 1) {
    return as_policies(node.items.front(), names);
  }
  if (node.kind != Node::Kind::scalar) {
    return {};
  }
  for (const std::string& name : names) {
    if (node.text.starts_with(name + ":") || node.text.starts_with(name + "=")) {
      return fmt::format("; write '{}: {}', with a space after the colon", name,
                         node.text.substr(name.size() + 1));
    }
  }
  for (const auto& instead : {as_policies(node, names), as_expectation(node.text, names)}) {
    if (!instead.empty()) {
      return instead;
    }
  }
  if (has(names, "prices") && !node.text.empty()) {
    return fmt::format("; write {{prices: {}}}", node.text);
  }
  if (has(names, "count") && !node.text.empty() &&
      node.text.find_first_not_of("0123456789") == std::string::npos) {
    return fmt::format("; write {{count: {}}}", node.text);
  }
  if (has(names, "workload") && node.text.find(',') != std::string::npos) {
    return "; if this is a trace, read it with `curtain trace info`, or name it in the workload of a "
           "scenario";
  }
  return {};
}

}  // namespace curtain::config
