#include "tools/curtain/trace/trace_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "models/config/files.hpp"
#include "models/config/node_text.hpp"
#include "models/config/trait_fields.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kGroupsTold = 5;

/// The different traits of all functions, each with the number of functions that have them.
std::vector<std::pair<FunctionTraits, std::size_t>> groups(const FunctionTable& table) {
  std::vector<std::pair<FunctionTraits, std::size_t>> found;
  for (std::size_t i = 0; i < table.size() && found.size() <= kGroupsTold; ++i) {
    const FunctionTraits& traits = table[FunctionId(static_cast<std::uint32_t>(i))].traits;
    const auto same = std::find_if(found.begin(), found.end(),
                                   [&traits](const auto& group) { return group.first == traits; });
    if (same == found.end()) {
      found.emplace_back(traits, 1);
    } else {
      ++same->second;
    }
  }
  return found;
}

}  // namespace

bool names_tenants(const Scenario& scenario, const FunctionTable& table) {
  for (const WorkloadSpec& spec : scenario.workload) {
    if (const auto* const rows = std::get_if<CsvTraceSpec>(&spec)) {
      if (!rows->tenant_column.empty()) {
        return true;
      }
    } else if (!std::holds_alternative<AzureTraceSpec>(spec) && !trace_files(spec).empty()) {
      return true;
    }
  }
  const std::string usual = CsvTraceSpec().tenant;
  for (std::size_t i = 0; i < table.tenant_count(); ++i) {
    if (table.tenant_name(TenantId(static_cast<std::uint32_t>(i))) != usual) {
      return true;
    }
  }
  return false;
}

std::string yaml_path(const std::string& path) {
  return config::to_yaml_flow(config::Node::string(config::escape_environment(path)));
}

std::string traits_text(const FunctionTraits& traits) {
  const auto fields = config::trait_fields();
  return keys_unlike(fields->write(traits), fields->write({}), {});
}

std::string keys_unlike(const config::Node& node, const config::Node& usual,
                        const std::vector<std::string_view>& without) {
  std::string text;
  for (const config::Node::Entry& entry : node.entries) {
    const config::Node* const other = usual.find(entry.key);
    const std::string value = config::to_yaml_flow(entry.value);
    if (std::find(without.begin(), without.end(), entry.key) == without.end() &&
        (other == nullptr || config::to_yaml_flow(*other) != value)) {
      text += fmt::format(", {}: {}", entry.key, value);
    }
  }
  return text;
}

std::string csv_entry(const std::string& path, bool has_tenants, const FunctionTable& table) {
  const auto found = groups(table);
  return fmt::format("trace: {{format: csv, path: {}{}{}}}", yaml_path(path),
                     has_tenants ? ", columns: {tenant: tenant}" : "",
                     found.size() == 1 ? traits_text(found.front().first) : "");
}

std::string unsaid_traits(const FunctionTable& table) {
  const auto found = groups(table);
  if (found.size() < 2) {
    return "";
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(found.size(), kGroupsTold); ++i) {
    const std::string traits = traits_text(found[i].first);
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", counted(found[i].second, "function"),
                        traits.empty() ? "none" : "{" + traits.substr(2) + "}");
  }
  return text + (found.size() > kGroupsTold ? ", .." : "");
}

}  // namespace curtain::tools
