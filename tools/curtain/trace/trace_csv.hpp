#pragma once
// The lines of a scenario that read back a trace which the program wrote.
#include <string>
#include <string_view>
#include <vector>

#include "models/config/node.hpp"
#include "models/config/scenario.hpp"
#include "models/workload/arrival.hpp"

namespace curtain::tools {

/// True if the workload names a tenant other than the default tenant of a csv trace, or may yet do so
/// while it is read.
bool names_tenants(const Scenario& scenario, const FunctionTable& table);

/// The entry of a workload that reads such a file, with the traits of the table's functions if all have the
/// same.
std::string csv_entry(const std::string& path, bool has_tenants, const FunctionTable& table);

/// What such an entry does not say: the traits of functions, if they differ; otherwise empty.
std::string unsaid_traits(const FunctionTable& table);

/// `path` as a scenario wants it.
std::string yaml_path(const std::string& path);

/// ", timeout: 30s, ..": traits that differ from the usual ones, as keys of an entry.
std::string traits_text(const FunctionTraits& traits);

/// The same of any entry: keys of `node` whose values are not those of `usual`, but for those in `without`.
std::string keys_unlike(const config::Node& node, const config::Node& usual,
                        const std::vector<std::string_view>& without);

}  // namespace curtain::tools
