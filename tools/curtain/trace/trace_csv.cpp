#include "tools/curtain/trace/trace_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "models/config/files.hpp"
#include "models/config/node_text.hpp"
#include "models/config/trait_fields.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kGroupsTold = 5;

/// Of all functions, and how many of them have each.
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

void append_seconds(std::string& line, std::int64_t ns) {
  char digits[32];
  char* const end = digits + sizeof digits;
  char* first = end;
  auto fraction = static_cast<std::uint64_t>(ns % 1'000'000'000);
  auto whole = static_cast<std::uint64_t>(ns / 1'000'000'000);
  if (fraction != 0) {
    bool is_written = false;
    for (int i = 0; i < 9; ++i) {
      const auto digit = static_cast<char>('0' + fraction % 10);
      fraction /= 10;
      is_written = is_written || digit != '0';
      if (is_written) {
        *--first = digit;
      }
    }
    *--first = '.';
  }
  do {
    *--first = static_cast<char>('0' + whole % 10);
    whole /= 10;
  } while (whole != 0);
  line.append(first, end);
}

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

TraceCsv::TraceCsv(OutputFile& file, const FunctionTable& table, bool has_tenants)
    : file_(file), table_(table), has_tenants_(has_tenants) {
  file_.write(has_tenants ? "function_id,tenant,arrival_s,duration_s,memory_mb\n"
                          : "function_id,arrival_s,duration_s,memory_mb\n");
}

void TraceCsv::frame(std::size_t function) {
  frames_.resize(std::max(frames_.size(), function + 1));
  const FunctionSpec& spec = table_[FunctionId(static_cast<std::uint32_t>(function))];
  const std::string& tenant = table_.tenant_name(spec.tenant);
  for (const std::string* const name : {&spec.name, &tenant}) {
    if (name->empty() || name->find_first_of(std::string("\r\n\0", 3)) != std::string::npos) {
      throw UsageError{
          fmt::format("the name {} cannot stand in a csv trace; rename it", sim::json_string(*name))};
    }
  }
  frames_[function] = {csv_field(spec.name) + "," + (has_tenants_ ? csv_field(tenant) + "," : ""),
                       fmt::format(",{}\n", spec.memory)};
}

void TraceCsv::write(const Arrival& call) {
  const std::size_t function = call.function.index();
  if (function >= frames_.size() || frames_[function].before.empty()) {
    frame(function);
  }
  const Frame& around = frames_[function];
  line_ = around.before;
  append_seconds(line_, call.time.ns());
  line_ += ',';
  append_seconds(line_, call.duration.ns());
  line_ += around.behind;
  file_.write(line_);
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
