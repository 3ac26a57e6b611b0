#include "models/experiment/named_scopes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "models/config/diagnostics.hpp"
#include "models/config/workload_fields.hpp"
#include "models/experiment/metric_catalogue.hpp"
#include "models/experiment/metric_names.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr std::size_t kMostExisting = 6;

/// Returns the positions of the entries that a label selects, which are the entry at a position or all
/// entries of a kind.
std::vector<std::uint32_t> entries_of(const std::string& label, const Scenario& scenario) {
  std::vector<std::uint32_t> found;
  std::uint32_t position = 0;
  const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), position);
  const bool is_number = error == std::errc() && end == label.data() + label.size();
  for (std::uint32_t i = 0; i < scenario.workload.size(); ++i) {
    if (is_number ? i == position : config::workload_kind(scenario.workload[i]) == label) {
      found.push_back(i);
    }
  }
  return found;
}

std::string entry_list(const Scenario& scenario) {
  std::string text;
  for (std::size_t i = 0; i < scenario.workload.size(); ++i) {
    text += fmt::format("{}{} ({})", i == 0 ? "" : ", ", i, config::workload_kind(scenario.workload[i]));
  }
  return text;
}

/// Returns "; did you mean 'a'?" and the existing names, such as "; there are a, b and 4 more".
std::string existing(const std::string& wanted, std::vector<std::string> names, const char* there_are) {
  const std::string nearest = config::did_you_mean(wanted, names);
  const std::size_t more = names.size() - std::min(names.size(), kMostExisting);
  names.resize(names.size() - more);
  for (std::string& name : names) {
    name = config::quote(name);
  }
  return fmt::format("{}; {} {}{}", nearest, there_are, names.empty() ? "none" : config::comma_list(names),
                     more == 0 ? "" : fmt::format(" and {} more", more));
}

/// The error in a metric of a record. Empty if there is none.
std::string wrong_record(const MetricName& name, const Scenario& scenario) {
  const std::vector<std::string> records = record_names(scenario.programmes);
  if (std::find(records.begin(), records.end(), *name.labels.record) == records.end()) {
    return fmt::format("there is no record {}{}", config::quote(*name.labels.record),
                       existing(*name.labels.record, records, "the records of the programmes are"));
  }
  return {};
}

std::string scopes_text(Scope scopes) {
  std::string text = "for the whole run";
  std::vector<std::string> labels;
  for (const auto& [scope, label] : {std::pair{Scope::function, "function"},
                                     {Scope::tenant, "tenant"},
                                     {Scope::entry, "entry"},
                                     {Scope::record, "record"}}) {
    if (has(scopes, scope)) {
      labels.emplace_back(label);
    }
  }
  return labels.empty() ? text + " only" : text + " and by " + config::comma_list(labels);
}

}  // namespace

std::string wrong_metric_name(const MetricName& name, const Scenario& scenario) {
  if (const std::string unknown = unknown_metric(name.metric); !unknown.empty()) {
    return unknown;
  }
  const Scope scopes = find_metric(name.metric)->scopes;
  for (const auto& [label, scope, key] : {std::tuple{&name.labels.function, Scope::function, "function"},
                                          {&name.labels.tenant, Scope::tenant, "tenant"},
                                          {&name.labels.entry, Scope::entry, "entry"},
                                          {&name.labels.record, Scope::record, "record"}}) {
    if (*label && !has(scopes, scope)) {
      return fmt::format("{} does not exist by {}; it exists {}; `curtain metrics {}` explains it",
                         name.metric, key, scopes_text(scopes), name.metric);
    }
  }
  if (name.labels.record) {
    return wrong_record(name, scenario);
  }
  if (name.labels.entry) {
    const std::size_t found = entries_of(*name.labels.entry, scenario).size();
    if (found != 1) {
      return fmt::format(
          "{} {}; the entries of the workload are {}; give a position, or a kind that only one entry has",
          found == 0 ? "there is no workload entry" : "several workload entries match",
          config::quote(*name.labels.entry), entry_list(scenario));
    }
  }
  return {};
}

NamedScopes::NamedScopes(const std::vector<NamedMetric>& names, const Scenario& scenario,
                         const FunctionTable& functions)
    : functions_(functions) {
  for (const NamedMetric& named : names) {
    const bool is_known = std::any_of(asked_.begin(), asked_.end(), [&named](const Asked& asked) {
      return asked.name.text() == named.name.text();
    });
    if (named.name.labels.is_whole_run() || is_known) {
      continue;
    }
    auto scope = std::find_if(scopes_.begin(), scopes_.end(),
                              [&named](const OneScope& one) { return one.labels == named.name.labels; });
    if (scope == scopes_.end()) {
      OneScope added;
      added.labels = named.name.labels;
      if (added.labels.entry) {
        const std::vector<std::uint32_t> entries = entries_of(*added.labels.entry, scenario);
        SIM_CHECK(entries.size() == 1);
        added.entry = entries.front();
      }
      scope = scopes_.insert(scopes_.end(), std::move(added));
    }
    const MetricDeclaration* const metric = find_metric(named.name.metric);
    SIM_CHECK(metric != nullptr);
    scope->kept = scope->kept | metric->of | metric->mean_of;
    asked_.push_back({named.name, named.where, static_cast<std::size_t>(scope - scopes_.begin())});
  }
}

std::vector<Recording> NamedScopes::kept() const {
  std::vector<Recording> kept;
  for (const OneScope& scope : scopes_) {
    kept.push_back(scope.kept);
  }
  return kept;
}

std::vector<std::uint32_t> NamedScopes::scopes_of(FunctionId function) {
  std::vector<std::uint32_t> of;
  for (std::uint32_t i = 0; i < scopes_.size(); ++i) {
    if (holds(scopes_[i], function)) {
      of.push_back(i);
      scopes_[i].functions.push_back(function);
    }
  }
  return of;
}

bool NamedScopes::holds(const OneScope& scope, FunctionId function) const {
  const FunctionSpec& spec = functions_[function];
  const ScopeLabels& labels = scope.labels;
  return !labels.record &&
         (!labels.tenant || CURTAIN_MUTANT(tenant_label_is_ignored,
                                           *labels.tenant == functions_.tenant_name(spec.tenant), true)) &&
         (!labels.function || *labels.function == spec.name) &&
         (!labels.entry || functions_.is_of_entry(function, scope.entry));
}

std::string NamedScopes::what_is_wrong(const OneScope& scope) const {
  const ScopeLabels& labels = scope.labels;
  if (labels.record) {
    return {};  // wrong_metric_name() has found the record
  }
  std::vector<std::string> tenants;    // tenants of all functions
  std::vector<std::string> functions;  // names within the tenant and the entry of the label
  std::vector<std::string> owners;     // owners of the scope's functions
  std::string shared;
  for (std::size_t i = 0; i < functions_.tenant_count(); ++i) {
    tenants.push_back(functions_.tenant_name(TenantId{i}));
  }
  OneScope any_function = scope;
  any_function.labels.function.reset();
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    const FunctionId function{i};
    const FunctionSpec& spec = functions_[function];
    if (holds(any_function, function)) {
      functions.push_back(spec.name);
    }
    if (holds(scope, function)) {
      owners.push_back(functions_.tenant_name(spec.tenant));
      shared = labels.entry && functions_.is_shared(function) ? spec.name : shared;
    }
  }
  if (labels.tenant && std::find(tenants.begin(), tenants.end(), *labels.tenant) == tenants.end()) {
    return fmt::format("there is no tenant {}{}", config::quote(*labels.tenant),
                       existing(*labels.tenant, tenants, "the tenants are"));
  }
  if (owners.empty() && labels.function) {
    return fmt::format("{} no function {}{}",
                       labels.tenant  ? fmt::format("tenant {} has", config::quote(*labels.tenant))
                       : labels.entry ? fmt::format("workload entry {} has", *labels.entry)
                                      : std::string("there is"),
                       config::quote(*labels.function),
                       existing(*labels.function, functions, "the functions are"));
  }
  if (owners.empty()) {
    return fmt::format("{} has no functions", labels.text());
  }
  if (labels.function && owners.size() > 1) {
    return fmt::format("{} tenants have a function {} ({}); name one tenant, as in {{tenant={},function={}}}",
                       owners.size(), config::quote(*labels.function), config::comma_list(owners),
                       owners.front(), *labels.function);
  }
  if (!shared.empty()) {
    return fmt::format(
        "several workload entries call the function {}, whose invocations are counted together; name the "
        "function instead of the entry",
        config::quote(shared));
  }
  return {};
}

void NamedScopes::check_all_known() const {
  std::string text;
  for (const Asked& asked : asked_) {
    if (const std::string wrong = what_is_wrong(scopes_[asked.scope]); !wrong.empty()) {
      text += fmt::format("{}{}: {}: {}", text.empty() ? "" : "\n", asked.where, asked.name.text(), wrong);
    }
  }
  if (!text.empty()) {
    throw ScenarioError(text);
  }
}

bool NamedScopes::has_late_functions(const Scenario& scenario) {
  return std::any_of(scenario.workload.begin(), scenario.workload.end(),
                     [](const WorkloadSpec& spec) { return adjustment_of(spec) != nullptr; });
}

}  // namespace curtain
