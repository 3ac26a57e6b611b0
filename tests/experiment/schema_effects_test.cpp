// Checks that every field of the schema has an effect. Each field is set to another value in a scenario where
// it matters, and the results must change, or a warning or an error must occur. A field without an entry in
// schema_effects.hpp fails the test, so a new field cannot be forgotten.
#include "tests/experiment/schema_effects.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "models/config/trait_fields.hpp"
#include "models/config/workload_fields.hpp"
#include "models/experiment/run.hpp"
#include "tests/catch.hpp"
#include "tests/support/json.hpp"
#include "tests/support/paths.hpp"

using namespace curtain;
using support::Effect;
using support::Json;

namespace {

/// The paths of all values in the schema, such as "cluster.hosts.count" and "workload[].timer.every". A path
/// ends at a value with its own form ($ref) and at a policy without parameters.
void collect(const Json& schema, const std::string& path, std::set<std::string>& paths) {
  bool has_parts = false;
  const std::function<void(const Json&)> look = [&](const Json& node) {
    if (node.members.count("anyOf") != 0) {
      for (const Json& alternative : node["anyOf"].items) {
        look(alternative);
      }
    }
    if (node.members.count("properties") != 0) {
      for (const std::string& key : node["properties"].keys) {
        has_parts = true;
        collect(node["properties"][key], path.empty() ? key : path + "." + key, paths);
      }
    }
    if (node.members.count("items") != 0) {
      has_parts = true;
      collect(node["items"], path + "[]", paths);
    }
  };
  look(schema);
  if (!has_parts) {
    paths.insert(path);
  }
}

const std::set<std::string>& schema_paths() {
  static const std::set<std::string> paths = [] {
    std::set<std::string> all;
    collect(support::JsonReader::read(json_schema()), "", all);
    return all;
  }();
  return paths;
}

/// A day of Azure's trace of 2019 with a function that has no row of durations or memory.
std::string azure_without_rows() {
  static const std::string folder = [] {
    const auto path =
        std::filesystem::temp_directory_path() / ("curtain-schema-" + std::to_string(::getpid()));
    std::filesystem::create_directories(path);
    std::string minutes;
    std::string counts;
    for (int minute = 1; minute <= 1440; ++minute) {
      minutes += "," + std::to_string(minute);
      counts += minute == 1 ? ",3" : ",0";
    }
    std::string percentiles;
    for (const char* const p : {"0", "1", "25", "50", "75", "99", "100"}) {
      percentiles += std::string(",percentile_Average_") + p;
    }
    std::string sizes;
    for (const char* const p : {"1", "5", "25", "50", "75", "95", "99", "100"}) {
      sizes += std::string(",AverageAllocatedMb_pct") + p;
    }
    std::ofstream(path / "i.csv") << "HashOwner,HashApp,HashFunction,Trigger" << minutes << "\no,a,f,http"
                                  << counts << "\n";
    std::ofstream(path / "d.csv") << "HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum"
                                  << percentiles << "\no,b,g,10,1,10,10,10,10,10,10,10,10,10\n";
    std::ofstream(path / "m.csv") << "HashOwner,HashApp,SampleCount,AverageAllocatedMb" << sizes
                                  << "\no,b,1,100,100,100,100,100,100,100,100,100\n";
    return path.string() + "/";
  }();
  return "platform: ideal\nworkload:\n  - trace: {format: azure-2019, invocations: " + folder +
         "i.csv, durations: " + folder + "d.csv, memory: " + folder +
         "m.csv, default_duration: 1s, default_memory: 128MiB}\n";
}

/// Scenarios for fields that no lesson uses.
std::string inline_base(const std::string& name) {
  static const std::map<std::string, std::string> bases = {
      {"<pressure>",
       "cold_start: {function_init: 3s}\ncluster: {hosts: {count: 1, memory: 2GiB}, vms: {memory: 2GiB, "
       "isolation: "
       "shared}}\nscheduler: {evict_idle: true, no_room: wait}\npolicies: {keep_alive: "
       "greedy-dual}\nworkload:\n  - "
       "population: {functions: 12, rate: 1/s, duration: {exponential: {mean: 1s}}, memory: {uniform: {min: "
       "128MiB, "
       "max: 700MiB}}, init: {exponential: {mean: 3s}}}\nduration: 20min\n"},
      {"<bursts>",
       "cold_start: {function_init: 2s}\npolicies: {scaling: {concurrency-target: {target: 1}}, keep_alive: "
       "forever}\nworkload:\n  - on-off: {function: f, rate: 40/s, burst: 30s, pause: 90s, duration: "
       "1s}\nduration: "
       "30min\n"},
      {"<irregular>",
       "policies: {keep_alive: {hybrid-histogram: {standard: 10min}}, pre_warm: "
       "hybrid-histogram}\nworkload:\n  - "
       "renewal: {function: f, gap: {mixture: [{weight: 1, of: 3min}, {weight: 1, of: 25min}, {weight: 1, "
       "of: 8min}]}, "
       "duration: 1s}\nduration: 30h\n"},
      {"<many-vms>",
       "cluster: {hosts: {vcpus: 480, memory: 960GiB}, vms: {memory: 1GiB, isolation: shared}}\nworkload:\n  "
       "- "
       "population: {functions: 30, rate: 60/s, duration: {exponential: {mean: 2s}}, memory: {uniform: {min: "
       "128MiB, "
       "max: 700MiB}}}\nduration: 5min\n"},
      {"<zones>",
       "cluster: {hosts: {count: 4, vcpus: 4, memory: 4GiB}, vms: {vcpus: 1, memory: 1GiB, isolation: "
       "instance}, "
       "topology: {zones: 3}}\nworkload:\n  - closed-loop: {function: f, clients: 16, first: 0s, think: 1h, "
       "duration: "
       "30s}\nduration: 1min\n"},
  };
  return name == "<azure-without-rows>" ? azure_without_rows() : "platform: ideal\n" + bases.at(name);
}

std::vector<Override> overrides_of(std::string_view text) {
  std::vector<Override> overrides;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("; "), text.size());
    const std::string_view one = text.substr(0, end);
    const std::size_t equals = one.find('=');
    overrides.push_back({std::string(one.substr(0, equals)), std::string(one.substr(equals + 1))});
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return overrides;
}

Scenario scenario_of(const std::string& base, const std::vector<Override>& overrides) {
  return base.front() == '<'
             ? parse_scenario(inline_base(base), "inline.yaml", overrides)
             : load_scenario(support::in_tree("/scenarios/lessons/" + base + ".yaml"), overrides);
}

/// Returns all results of a run, with names and warnings, or the error.
std::string run_for_results(const std::string& base, const std::vector<Override>& overrides,
                            std::uint32_t replication) {
  try {
    const Scenario scenario = scenario_of(base, overrides);
    RunSettings settings;
    settings.replication = replication;
    const RunResult result = run_scenario(scenario, settings);
    std::string text = scenario.name + "\n" + std::to_string(result.report.fingerprint) + "\n";
    for (const Metric& metric : result.report.metrics) {
      text += metric.name + " " + metric.text() + "\n";
    }
    text += std::to_string(result.outcome.tally.series().bins().size()) + "\n";
    for (std::size_t id = 0; id < result.functions.size(); ++id) {
      const FunctionSpec& function = result.functions[FunctionId{id}];
      text += result.functions.tenant_name(function.tenant) + "/" + function.name + "\n";
    }
    for (const Warning& warning : result.warnings) {
      text += warning.line() + "\n";
    }
    return text;
  } catch (const std::exception& error) {
    return std::string("error: ") + error.what();
  }
}

/// Returns the same results, but cached, because many fields are compared with the same results.
const std::string& results_of(const std::string& base, const std::vector<Override>& overrides,
                              std::uint32_t replication) {
  static std::map<std::string, std::string> known;
  std::string key = base + " " + std::to_string(replication);
  for (const Override& one : overrides) {
    key += "; " + one.path + "=" + one.value;
  }
  const auto found = known.find(key);
  return found != known.end()
             ? found->second
             : known.emplace(key, run_for_results(base, overrides, replication)).first->second;
}

std::string first_item(std::string path) {
  for (std::size_t at = 0; (at = path.find("[]", at)) != std::string::npos;) {
    path.insert(at + 1, "0");
  }
  return path;
}

/// If the base gives only the name of a policy, there is no mapping to which a parameter can be added.
void make_mapping(const Effect& effect, const std::string& path, std::vector<Override>& with) {
  const std::size_t seam_end = path.find('.', std::string("policies.").size());
  const std::size_t policy_end = seam_end == std::string::npos ? seam_end : path.find('.', seam_end + 1);
  if (path.rfind("policies.", 0) != 0 || policy_end == std::string::npos) {
    return;
  }
  std::vector<Override> trial = with;
  trial.push_back({path, std::string(effect.value)});
  try {
    (void)scenario_of(std::string(effect.base), trial);
  } catch (const ScenarioError&) {
    with.push_back(
        {path.substr(0, seam_end), "{" + path.substr(seam_end + 1, policy_end - seam_end - 1) + ": {}}"});
  }
}

void check_effect(const Effect& effect, const std::string& path) {
  CAPTURE(path, effect.base, effect.value);
  // The effect of a fixed population is visible in the second replication.
  const std::uint32_t replication = path.find(".fixed") != std::string::npos ? 1 : 0;
  std::vector<Override> with = overrides_of(effect.with);
  make_mapping(effect, path, with);
  const std::string before = results_of(std::string(effect.base), with, replication);
  CAPTURE(before.substr(0, 300));
  REQUIRE(before.rfind("error: ", 0) != 0);
  with.push_back({path, std::string(effect.value)});
  const std::string after = results_of(std::string(effect.base), with, replication);
  CAPTURE(after.substr(0, 300));
  CHECK(after != before);
  CHECK(after.find("unknown key") == std::string::npos);
}

bool is_elsewhere(const std::string& path) {
  return std::any_of(support::elsewhere().begin(), support::elsewhere().end(), [&](const auto& entry) {
    const std::string begin(entry.path);
    return path == begin || (path.rfind(begin, 0) == 0 &&
                             (begin.back() == '.' || path[begin.size()] == '.' || path[begin.size()] == '['));
  });
}

/// "workload[].KIND.TRAIT", or a key of a trait that is a mapping or a list. (The entries of
/// workload[].timer.work and workload[].closed-loop.provisioned_schedule show the effects of these keys.)
bool is_trait(const std::string& path) {
  const std::vector<std::string> names = config::trait_fields()->names();
  const std::string begin = "workload[].";
  const std::size_t first = path.find('.', begin.size());
  if (path.rfind(begin, 0) != 0 || first == std::string::npos) {
    return false;
  }
  const std::string trait = path.substr(first + 1, path.find_first_of(".[", first + 1) - first - 1);
  return std::find(names.begin(), names.end(), trait) != names.end();
}

}  // namespace

TEST_CASE("fields of the schema and entries that show their effects correspond") {
  std::set<std::string> known;
  for (const Effect& effect : support::effects()) {
    CAPTURE(effect.path);
    CHECK(known.insert(std::string(effect.path)).second);
    const auto next = schema_paths().lower_bound(std::string(effect.path));  // the field or a part of it
    const bool is_there = (next != schema_paths().end() && next->rfind(effect.path, 0) == 0) ||
                          effect.path == std::string_view("policies.host_placement");
    CHECK(is_there);
  }
  for (const std::string& path : schema_paths()) {
    const bool is_policy_name =  // the name of a policy without parameters, which is tested by its lesson
        path.rfind("policies.", 0) == 0 && std::count(path.begin(), path.end(), '.') == 2;
    if (known.count(path) == 0 && !is_elsewhere(path) && !is_trait(path) && !is_policy_name) {
      FAIL_CHECK(
          path +
          " is a field of the schema without an entry in tests/experiment/schema_effects.hpp: add a "
          "scenario in which another value changes the results, or in which a warning or an error says "
          "that it does nothing");
    }
  }
  for (const std::string& trait : config::trait_fields()->names()) {
    CAPTURE(trait);
    CHECK(std::any_of(support::trait_effects().begin(), support::trait_effects().end(),
                      [&](const Effect& effect) { return effect.path == trait; }));
  }
}

TEST_CASE("setting any field to another value changes the results, or causes a warning or an error") {
  for (const Effect& effect : support::effects()) {
    check_effect(effect, effect.at.empty() ? first_item(std::string(effect.path)) : std::string(effect.at));
  }
}

TEST_CASE("every trait has an effect in every kind of workload") {
  for (const Effect& effect : support::trait_effects()) {
    const Scenario base = scenario_of(std::string(effect.base), {});
    check_effect(effect, "workload[0]." + config::workload_kind(base.workload.front()) + "." +
                             std::string(effect.path));
  }
  for (const char* const base :
       {"poisson", "population", "correlated", "azure-like", "renewal", "timer", "mmpp", "on-off", "curve",
        "diurnal", "closed-loop", "csv-columns", "azure-trace", "huawei-2023-trace", "huawei-2025-trace",
        "iluvatar-trace", "azure-cdfs", "measured-log"}) {
    const std::string kind = config::workload_kind(scenario_of(base, {}).workload.front());
    for (const Effect& effect : support::trait_effects()) {
      CAPTURE(base, effect.path);
      if (effect.path == std::string_view("init") && base == std::string_view("iluvatar-trace")) {
        continue;  // the trace itself has this trait
      }
      if (effect.path == std::string_view("invoke") && base == std::string_view("closed-loop")) {
        continue;  // clients wait for answers, so the trait is refused
      }
      std::vector<Override> with = {
          {"workload[0]." + kind + "." + std::string(effect.path), std::string(effect.some_value)},
          {"policies.admission", "{concurrency-limit: {tenant: unlimited}}"},
          {"cpu.memory_per_vcpu", "1GiB"}};
      if (effect.path == std::string_view("durations_measured_at")) {
        with.push_back({"workload[0]." + kind + ".cpu", "50%"});  // without it the trait is refused
      }
      if (effect.path == std::string_view("runtime")) {
        with.push_back({"cold_start.runtime_start_by", "[{runtime: python, time: 200ms}]"});
      }
      if (effect.path == std::string_view("isolate")) {
        with.push_back({"workload[0]." + kind + ".end_tenants", "3"});  // without it requests are refused
      }
      if (effect.path == std::string_view("snapshot")) {
        with.push_back({"cold_start.snapshot_restore", "200ms"});
      }
      Scenario scenario = scenario_of(base, with);
      scenario.workload.resize(1);
      const FunctionTraits wanted = traits_of(scenario.workload.front());
      CHECK_FALSE(wanted == traits_of(scenario_of(base, {}).workload.front()));
      FunctionTable table;
      const std::unique_ptr<ArrivalSource> source = open_workload(scenario, 0, table);
      std::array<Arrival, 64> some;
      (void)source->fill(some);
      REQUIRE(table.size() > 0);
      FunctionTraits seen = table[FunctionId{0u}].traits;
      if (base == std::string_view("iluvatar-trace")) {
        seen.init = wanted.init;
      }
      CHECK(seen == wanted);
    }
  }
}
