#include "models/experiment/run_warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "models/config/quantity.hpp"
#include "models/platform/policy_set.hpp"

namespace curtain {
namespace {

/// Returns the memory sizes of the functions, most frequent first.
std::vector<std::pair<std::size_t, Mebibytes>> sizes_of(const FunctionTable& functions) {
  std::map<Mebibytes, std::size_t> counts;
  for (std::size_t id = 0; id < functions.size(); ++id) {
    ++counts[functions[FunctionId{id}].memory];
  }
  std::vector<std::pair<std::size_t, Mebibytes>> sizes;
  for (const auto& [memory, count] : counts) {
    sizes.emplace_back(count, memory);
  }
  std::stable_sort(sizes.begin(), sizes.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  return sizes;
}

/// Warns if no function can use a pool. Instances of a pool serve only functions of exactly their memory
/// size.
void warn_of_unused_pool(Warnings& all, const Scenario& scenario, const FunctionTable& functions) {
  const std::optional<GenericPool> pool = PolicySet(scenario.platform.policies).pre_warm->pool();
  if (!pool || pool->count == 0 || functions.size() == 0) {
    return;
  }
  const auto sizes = sizes_of(functions);
  const bool is_used = std::any_of(sizes.begin(), sizes.end(),
                                   [&pool](const auto& size) { return size.second == pool->memory; });
  if (is_used) {
    return;
  }
  constexpr std::size_t most = 3;
  std::string list;
  for (std::size_t i = 0; i < std::min(most, sizes.size()); ++i) {
    list += (i == 0 ? "" : ", ") + config::format_memory(sizes[i].second);
  }
  list += sizes.size() > most ? ", .." : "";
  const auto place = scenario.places.find("policies.pre_warm");
  all.push_back(
      {"policies.pre_warm",
       fmt::format(
           "the pool has no effect, because no function has the memory size of its instances, {}; a function "
           "takes only instances of exactly its memory size; choose one of the functions' sizes ({})",
           config::format_memory(pool->memory), list),
       place == scenario.places.end() ? std::string() : place->second});
}

}  // namespace

Warnings all_warnings(const Scenario& scenario, const RunOutcome& outcome, const FunctionTable& functions) {
  Warnings all = scenario.warnings;
  for (Warning warning : outcome.warnings) {
    const auto place = scenario.places.find(warning.setting);
    warning.where = place == scenario.places.end() ? std::string() : place->second;
    all.push_back(std::move(warning));
  }
  const Duration width = outcome.tally.series().width();
  if (const auto bin = scenario.places.find("bin"); bin != scenario.places.end() && width != scenario.bin) {
    all.push_back(
        {"bin",
         fmt::format("bins of {} were merged to bins of {}, because a time series has at most {} bins; "
                     "set a larger width, or simulate a shorter time",
                     config::format_duration(scenario.bin), config::format_duration(width),
                     Series::kMaximumBins),
         bin->second});
  }
  warn_of_unused_pool(all, scenario, functions);
  return all;
}

}  // namespace curtain
