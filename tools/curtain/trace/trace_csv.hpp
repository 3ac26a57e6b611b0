#pragma once
// The lines of a scenario that read a trace written by the program.
#include <string>
#include <string_view>
#include <vector>

#include "models/config/node.hpp"
#include "models/config/scenario.hpp"
#include "models/workload/arrival.hpp"

namespace curtain::tools {

/// True if the workload names a tenant other than the default tenant of a csv trace, or may do so later while
/// it is read.
bool names_tenants(const Scenario& scenario, const FunctionTable& table);

/// The workload entry that reads such a file, with the traits of the table's functions if all functions have
/// the same.
std::string csv_entry(const std::string& path, bool has_tenants, const FunctionTable& table);

/// The traits that the entry lacks, because the functions differ in them; otherwise empty.
std::string unsaid_traits(const FunctionTable& table);

/// `path` as written in a scenario.
std::string yaml_path(const std::string& path);

/// ", timeout: 30s, ..": traits that differ from the default ones, as keys of an entry.
std::string traits_text(const FunctionTraits& traits);

/// The same for any entry: keys of `node` whose values differ from those of `usual`, except those in
/// `without`.
std::string keys_unlike(const config::Node& node, const config::Node& usual,
                        const std::vector<std::string_view>& without);

}  // namespace curtain::tools
