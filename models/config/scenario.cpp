#include "models/config/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>

#include "models/config/contradictions.hpp"
#include "models/config/distribution_shapes.hpp"
#include "models/config/document.hpp"
#include "models/config/files.hpp"
#include "models/config/node_text.hpp"
#include "models/config/platform_fields.hpp"
#include "models/config/profile.hpp"
#include "models/config/programme_fields.hpp"
#include "models/config/scenario_fields.hpp"
#include "models/config/setting_keys.hpp"
#include "models/config/without_effect.hpp"
#include "models/config/workload_fields.hpp"
#include "models/metrics/series.hpp"
#include "models/workload/printable.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

using config::Node;

/// Reads the profile that the scenario extends. If the profile cannot be read, the default profile is used,
/// so that its settings are not reported as missing.
void read_platform(const Node& root, config::Reader& reader, Scenario& scenario) {
  const Node default_profile = Node::word(std::string(config::kDefaultProfile));
  const Node* platform = root.find("platform");
  const Node* profile = platform == nullptr ? &default_profile : config::profile_of(*platform);
  if (profile == nullptr) {
    return;
  }
  const std::size_t errors = reader.diagnostics().size();
  // An invalid value of `platform` is reported when the other fields are read.
  const bool is_told = profile->kind == Node::Kind::mapping || profile->kind == Node::Kind::null;
  if (!is_told) {
    config::read_profile(*profile, reader, scenario.platform);
  }
  if (is_told || reader.diagnostics().size() != errors) {
    config::read_profile(default_profile, reader, scenario.platform);
  }
}

/// Collects the paths of all keys called `key` below the first level, such as "workload[0].poisson.rate".
void paths_in(const Node& node, const std::string& above, const std::string& key,
              std::vector<std::string>& paths) {
  for (const Node::Entry& entry : node.entries) {
    const std::string path = above.empty() ? entry.key : above + "." + entry.key;
    if (entry.key == key && !above.empty()) {
      paths.push_back(path);
    }
    paths_in(entry.value, path, key, paths);
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    paths_in(node.items[i], fmt::format("{}[{}]", above, i), key, paths);
  }
}

/// In a run of many decades the default width would give more bins than a scenario may request. In this case
/// the width is the smallest whole number of minutes for which the number of bins is at most the number that
/// a run keeps.
void widen_default_bin(Scenario& scenario) {
  const std::int64_t bins = scenario.duration ? scenario.duration->ns() / scenario.bin.ns() : 0;
  if (bins > config::kMostBins) {
    constexpr auto kept = static_cast<std::int64_t>(Series::kMaximumBins);
    scenario.bin = sim::minutes((bins + kept - 1) / kept);
  }
}

/// Calls `take(traits, path)` for the functions that the steps of a programme create.
template <class Take>
void take_in_steps(std::vector<ProgrammeStep>& steps, const std::string& path, const Take& take) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string own = fmt::format("{}[{}]", path, i);
    if (auto* const deploy = std::get_if<DeployStep>(&steps[i].action)) {
      take(deploy->traits, own + ".deploy.");
    } else if (auto* const repeat = std::get_if<RepeatStep>(&steps[i].action)) {
      take_in_steps(repeat->steps, own + ".repeat.steps", take);
    }
  }
}

/// Gives the platform's number of requests in an instance to functions that do not set this number.
void take_platform_slots(Scenario& scenario, const config::Reader& reader) {
  const std::uint32_t slots = scenario.platform.scheduler.requests_per_instance;
  const auto take = [slots, &reader](FunctionTraits& traits, const std::string& entry) {
    const bool has_own = reader.given(entry + "requests_per_instance") != nullptr;
    if (CURTAIN_MUTANT(platform_slots_replace_own, !has_own, true)) {
      traits.requests_per_instance = slots;
    }
  };
  for (Programme& programme : scenario.programmes) {
    take_in_steps(programme.steps, "programmes." + programme.name + ".steps", take);
  }
  for (std::size_t i = 0; i < scenario.workload.size(); ++i) {
    WorkloadSpec& spec = scenario.workload[i];
    const std::string entry = fmt::format("workload[{}].{}.", i, config::workload_kind(spec));
    take(traits_of(spec), entry);
    if (auto* const trace = std::get_if<CsvTraceSpec>(&spec)) {
      for (std::size_t k = 0; k < trace->functions.size(); ++k) {
        take(trace->functions[k].traits, fmt::format("{}functions[{}].", entry, k));
      }
    }
  }
}

Scenario read_scenario(Node root, config::Diagnostics& diagnostics, const std::string& name,
                       const std::vector<Override>& overrides) {
  config::apply_overrides(root, overrides, diagnostics);
  config::Reader reader(diagnostics, config::directory_of(name));
  reader.set_elsewhere([&root, &diagnostics](const std::string& key) {
    if (diagnostics.size() >= config::Diagnostics::kMostTold) {  // each search builds the schema, which is
                                                                 // slow
      return std::vector<std::string>{};
    }
    const std::vector<std::string> keys = setting_paths(key);
    const bool is_known = !keys.empty() && keys.front().ends_with(key);
    const bool is_parameter = is_known && std::count(keys.front().begin(), keys.front().end(), '.') > 2;
    std::vector<std::string> paths;
    if (!is_known || is_parameter) {  // a parameter of a policy; another key of the scenario is a more likely
                                      // suggestion
      paths_in(root, "", key, paths);
    }
    if (is_known || paths.empty()) {
      paths.insert(paths.end(), keys.begin(), keys.end());
    }
    return paths;
  });
  Scenario scenario = config::scenario_fields().defaults();
  scenario.name = printable(std::filesystem::path(name).stem().string());
  scenario.platform = config::neutral_platform();
  if (root.kind == Node::Kind::mapping) {
    read_platform(root, reader, scenario);
  }
  config::scenario_fields().read(root, reader, scenario);
  if (root.kind == Node::Kind::mapping) {
    if (reader.given("policies.host_placement") == nullptr) {
      PolicyChoices& policies = scenario.platform.policies;
      policies.host_placement = config::default_host_placement(policies.placement);
    }
    if (reader.given("bin") == nullptr) {
      widen_default_bin(scenario);
    }
    take_platform_slots(scenario, reader);
    config::scenario_fields().check_given(reader, root.place);
    const bool is_never_run = !scenario.cases.empty() && are_all_not_yet(scenario.cases);
    if (reader.given("workload") == nullptr && reader.given("programmes") == nullptr && !is_never_run) {
      reader.error(root.place,
                   "the key 'workload' is missing: the sources of invocations; each source is one entry");
    }
    config::check_contradictions(scenario, reader, root.place);
    const Node* const platform = root.find("platform");
    const bool is_resolved = platform != nullptr && config::profile_of(*platform) == nullptr;
    if (diagnostics.empty() && !is_resolved) {  // a resolved scenario contains all keys, so the keys are not
                                                // the user's choice
      config::warn_of_settings_without_effect(scenario, reader, root.place);
    }
  }
  diagnostics.throw_if_any();
  config::take_programme_expectations(scenario);
  scenario.warnings = reader.warnings();
  for (const auto& [path, place] : reader.all_given()) {
    scenario.places.emplace(path, place.to_string());
  }
  return scenario;
}

Node quantity_schema(const char* pattern, const char* description, bool also_number) {
  Node text = Node::mapping();
  text.set("type", Node::string("string")).set("pattern", Node::string(pattern));
  text.set("description", Node::string(description));
  if (!also_number) {
    return text;
  }
  Node number = Node::mapping();
  number.set("type", Node::string("number")).set("minimum", Node::literal("0"));
  return config::schema_either(std::move(text), std::move(number));
}

}  // namespace

Scenario::Scenario() = default;
Scenario::Scenario(const Scenario& other) = default;
Scenario::Scenario(Scenario&& other) noexcept = default;
Scenario& Scenario::operator=(const Scenario& other) = default;
Scenario& Scenario::operator=(Scenario&& other) noexcept = default;
Scenario::~Scenario() = default;

Scenario parse_scenario(std::string_view text, const std::string& name_for_messages,
                        const std::vector<Override>& overrides) {
  config::Diagnostics diagnostics;
  const auto source = std::make_shared<const std::string>(name_for_messages);
  std::optional<Node> root = config::parse_document(text, source, diagnostics);
  if (!root) {
    diagnostics.throw_if_any();
  }
  return read_scenario(std::move(root).value(), diagnostics, name_for_messages, overrides);
}

Scenario load_scenario(const std::string& path, const std::vector<Override>& overrides) {
  std::string text;
  try {
    text = config::read_text_file(path);
  } catch (const std::invalid_argument& error) {
    throw ScenarioError(path + ": " + error.what());
  }
  return parse_scenario(text, path, overrides);
}

std::string resolved_yaml(const Scenario& scenario) {
  return config::to_yaml(config::scenario_fields().write(scenario));
}

std::vector<std::string> resolved_settings(const Scenario& scenario) {
  std::vector<std::string> settings;
  const std::function<void(const Node&, const std::string&)> collect = [&](const Node& node,
                                                                           const std::string& path) {
    const bool is_policy = path.rfind("policies.", 0) == 0;
    if (node.kind == Node::Kind::mapping && !is_policy) {
      for (const Node::Entry& entry : node.entries) {
        collect(entry.value, path.empty() ? entry.key : path + "." + entry.key);
      }
    } else if (node.kind == Node::Kind::sequence && !is_policy) {
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        collect(node.items[i], fmt::format("{}[{}]", path, i));
      }
    } else {
      settings.push_back(path + ": " + config::to_yaml_flow(node));
    }
  };
  collect(config::scenario_fields().write(scenario), "");
  return settings;
}

std::string json_schema() {
  Node schema = Node::mapping();
  schema.set("$schema", Node::string("https://json-schema.org/draft/2020-12/schema"));
  schema.set("title", Node::string("Curtain scenario"));
  Node fields = config::scenario_fields().schema();
  for (Node::Entry& entry : fields.entries) {
    schema.set(entry.key, std::move(entry.value));
  }
  // The number 0 needs no unit.
  Node definitions = Node::mapping();
  const char* duration = "^([0-9.]+([eE][+-]?[0-9]+)? ?(ns|us|\u00B5s|\u03BCs|ms|s|min|m|h|d))+$|^0+$";
  Node zero = std::move(Node::mapping().set("const", Node::literal("0")));
  definitions.set(
      "duration",
      config::schema_either(quantity_schema(duration, "a length of time such as 250ms or 1h30min", false),
                            std::move(zero)));
  definitions.set("memory", quantity_schema("^[0-9.]+([eE][+-]?[0-9]+)? ?(KiB|MiB|GiB|TiB)$",
                                            "a memory size such as 3.75GiB", false));
  definitions.set("data", quantity_schema("^[0-9.]+([eE][+-]?[0-9]+)? ?([kMGT]?B|[KMGT]iB)$|^0$",
                                          "an amount of data such as 4MiB", false));
  definitions.set("data-rate", quantity_schema("^[0-9.]+([eE][+-]?[0-9]+)? ?([kMG]?B|[KMG]iB|[kMG]bit)/s$",
                                               "a data rate such as 58MB/s or 625Mbit/s", false));
  definitions.set(
      "rate", quantity_schema("^[0-9.]+([eE][+-]?[0-9]+)? ?/(s|min|m|h|d)$", "a rate such as 20/s", false));
  definitions.set("fraction",
                  quantity_schema("^[0-9.]+([eE][+-]?[0-9]+)? ?%$", "a fraction such as 5% or 0.05", true));
  definitions.set("duration-distribution", config::distribution_schema("duration"));
  definitions.set("memory-distribution", config::distribution_schema("memory"));
  definitions.set("programme-step", config::programme_step_schema());
  schema.set("$defs", std::move(definitions));
  const auto requires_key = [](const char* key) {
    return std::move(Node::mapping().set("required", std::move(Node::sequence().append(Node::string(key)))));
  };
  Node one_of_the_keys = Node::sequence();  // a scenario with `cases` alone is not run
  one_of_the_keys.append(requires_key("workload")).append(requires_key("programmes"));
  schema.set("anyOf", std::move(one_of_the_keys.append(requires_key("cases"))));
  return config::to_json(schema);
}

std::vector<std::string> platform_profiles() {
  std::vector<std::string> names;
  for (const config::EmbeddedProfile& profile : config::embedded_profiles()) {
    names.emplace_back(profile.name);
  }
  return names;
}

}  // namespace curtain
