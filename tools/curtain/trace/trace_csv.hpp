#pragma once
// The lines of a scenario that read a trace written by the program.
#include <string>
#include <string_view>
#include <vector>

#include "models/config/node.hpp"
#include "models/config/scenario.hpp"
#include "models/workload/arrival.hpp"

namespace curtain::tools {

/// True if the workload has a tenant other than the default tenant of a csv trace, or may name one later
/// while it is read.
bool names_tenants(const Scenario& scenario, const FunctionTable& table);

/// The workload entry that reads the trace. It contains the traits of the functions if all functions have the
/// same traits.
std::string csv_entry(const std::string& path, bool has_tenants, const FunctionTable& table);

/// The traits that the entry does not contain, because they differ between functions; otherwise empty.
std::string unsaid_traits(const FunctionTable& table);

/// `path` in the form in which a scenario contains it.
std::string yaml_path(const std::string& path);

/// The traits that differ from the defaults, as keys of an entry: ", timeout: 30s, ..".
std::string traits_text(const FunctionTraits& traits);

/// The keys of `node` whose values differ from those of `usual`, as keys of an entry. Keys in `without` are
/// left out.
std::string keys_unlike(const config::Node& node, const config::Node& usual,
                        const std::vector<std::string_view>& without);

}  // namespace curtain::tools
