#include "models/experiment/explain/function_filter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/config/diagnostics.hpp"
#include "models/experiment/explain/nothing_to_explain.hpp"

namespace curtain {
namespace {

constexpr std::size_t kMostTenantNames = 6;

}  // namespace

bool FunctionFilter::matches(FunctionId function) const {
  const FunctionSpec& spec = (*table_)[function];
  const std::string& tenant = table_->tenant_name(spec.tenant);
  return (names_.tenant.empty() || tenant == names_.tenant) &&
         (names_.function.empty() || spec.name == names_.function ||
          tenant + "/" + spec.name == names_.function);
}

bool FunctionFilter::has(FunctionId function) {
  if (table_ == nullptr || names_.is_all()) {
    return true;
  }
  while (selected_.size() <= function.index()) {
    selected_.push_back(matches(FunctionId{selected_.size()}));
  }
  return selected_[function.index()];
}

void FunctionFilter::require_any() const {
  if (table_ == nullptr || names_.is_all()) {
    return;
  }
  std::vector<std::string> tenants;
  std::vector<std::string> functions;  // of the tenant
  std::vector<std::string> matching;
  for (std::size_t i = 0; i < table_->size(); ++i) {
    const FunctionId function{i};
    const std::string& tenant = table_->tenant_name((*table_)[function].tenant);
    if (std::find(tenants.begin(), tenants.end(), tenant) == tenants.end()) {
      tenants.push_back(tenant);
    }
    if (names_.tenant.empty() || tenant == names_.tenant) {
      functions.push_back((*table_)[function].name);
    }
    if (matches(function)) {
      matching.push_back(tenant + "/" + (*table_)[function].name);
    }
  }
  const auto listed = [](std::vector<std::string> names) {
    const std::size_t more = names.size() - std::min(names.size(), kMostTenantNames);
    names.resize(names.size() - more);
    return (names.empty() ? std::string("none") : config::comma_list(names)) +
           (more == 0 ? "" : fmt::format(" and {} more", more));
  };
  if (functions.empty()) {
    throw NothingToExplain(fmt::format("there is no tenant {}{}; the tenants are {}",
                                       config::quote(names_.tenant),
                                       config::did_you_mean(names_.tenant, tenants), listed(tenants)));
  }
  if (matching.empty()) {
    throw NothingToExplain(fmt::format(
        "{} no function {}{}; the functions are {}",
        names_.tenant.empty() ? "there is" : fmt::format("tenant {} has", config::quote(names_.tenant)),
        config::quote(names_.function), config::did_you_mean(names_.function, functions), listed(functions)));
  }
  if (!names_.function.empty() && matching.size() > 1) {
    throw NothingToExplain(fmt::format("{} tenants have a function {}; write one of {}", matching.size(),
                                       config::quote(names_.function), config::comma_list(matching)));
  }
}

}  // namespace curtain
