#include "models/config/isolation_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/config/workload_fields.hpp"
#include "models/platform/scheduling/end_tenants.hpp"

namespace curtain::config {
namespace {

/// Calls `visit` with the traits of each entry and of each function of a trace, with the beginning of the
/// paths of their keys and whether the requests may name an end tenant in a column.
template <class Visit>
void visit_isolation(const Scenario& scenario, Visit&& visit) {
  for (std::size_t i = 0; i < scenario.workload.size(); ++i) {
    const WorkloadSpec& entry = scenario.workload[i];
    const std::string path = fmt::format("workload[{}].{}.", i, workload_kind(entry));
    const auto* const trace = std::get_if<CsvTraceSpec>(&entry);
    const bool has_column = trace != nullptr && !trace->end_tenant_column.empty();
    visit(traits_of(entry), path, has_column);
    for (std::size_t k = 0; trace != nullptr && k < trace->functions.size(); ++k) {
      visit(trace->functions[k].traits, fmt::format("{}functions[{}].", path, k), has_column);
    }
  }
}

}  // namespace

void check_isolation(const Scenario& scenario, const PolicySet& policies, const IsolationFinding& error) {
  visit_isolation(scenario, [&](const FunctionTraits& traits, const std::string& path, bool has_column) {
    if (!traits.isolates_end_tenants) {
      return;
    }
    if (const auto conflict = isolation_conflict(traits, scenario.platform, policies)) {
      error(conflict->is_trait ? path + conflict->key : conflict->key, conflict->message);
    }
    if (!has_column && traits.end_tenants == 0) {
      error(path + "isolate",
            "needs requests that name an end tenant, because a request without end tenant is refused; write "
            "the "
            "number of end tenants, such as end_tenants: 10, or name a column of end tenants in a csv trace: "
            "columns: {end_tenant: NAME}");
    }
  });
}

void find_isolation_without_effect(const Scenario& scenario, const IsolationFinding& warn) {
  bool isolates = false;
  visit_isolation(scenario, [&](const FunctionTraits& traits, const std::string& path, bool) {
    isolates = isolates || traits.isolates_end_tenants;
    if (traits.end_tenants > 0 && !traits.isolates_end_tenants) {
      warn(
          path + "end_tenants",
          "has no effect: an instance of these functions serves all end tenants; add isolate: end-tenant, or "
          "remove the key");
    } else if (traits.end_tenants <= 1) {
      warn(path + "end_tenant_order",
           fmt::format("has no effect: requests have {}; set end_tenants to at least 2, or remove the key",
                       traits.end_tenants == 0 ? "no end tenants to choose from" : "one end tenant"));
    }
  });
  if (!isolates) {
    warn(
        "scheduler.isolated_per_1000",
        "has no effect: no function has isolate: end-tenant; add the key to a workload entry, or remove this "
        "key");
  }
}

}  // namespace curtain::config
