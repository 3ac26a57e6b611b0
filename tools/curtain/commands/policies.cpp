// curtain policies, curtain metrics and curtain schema print listings that are generated from the
// declarations.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "models/config/diagnostics.hpp"
#include "models/config/metric_name.hpp"
#include "models/config/policy_argument.hpp"
#include "models/config/scenario.hpp"
#include "models/experiment/metric_names.hpp"
#include "models/experiment/report.hpp"
#include "models/policies/catalogue.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

std::string default_of(const ParameterDeclaration& parameter) {
  return parameter.default_text.empty() ? "required" : std::string(parameter.default_text);
}

std::string default_words(const ParameterDeclaration& parameter) {
  return parameter.default_text.empty() ? "required" : fmt::format("default {}", parameter.default_text);
}

std::string parameter_list(const PolicyDeclaration& declaration) {
  std::string text;
  for (const ParameterDeclaration& parameter : declaration.parameters) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", parameter.name, default_of(parameter));
  }
  return text.empty() ? "" : "{" + text + "}";
}

/// An example value that has an effect. The default of a list is empty, so the example is a list with one
/// entry.
std::string example_of(const ParameterDeclaration& parameter) {
  const std::string_view word = parameter.choices.empty() ? "" : parameter.choices.front();
  if (parameter.kind == ParameterKind::bounds) {
    return fmt::format("[{{{}: {{at_least: 1}}}}]", word);
  }
  if (parameter.kind == ParameterKind::weights) {
    return fmt::format("[{{{}: -1}}]", word);
  }
  return default_of(parameter);
}

/// The policy as a scenario contains it: "best-fit", "{fixed: {timeout: 10min}}".
std::string example_of(const PolicyDeclaration& declaration) {
  std::string values;
  for (const ParameterDeclaration& parameter : declaration.parameters) {
    values += fmt::format("{}{}: {}", values.empty() ? "" : ", ", parameter.name, example_of(parameter));
  }
  return values.empty() ? std::string(declaration.name)
                        : fmt::format("{{{}: {{{}}}}}", declaration.name, values);
}

const char* kind_text(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::duration:
      return "duration";
    case ParameterKind::mebibytes:
      return "memory";
    case ParameterKind::count:
      return "whole number";
    case ParameterKind::fraction:
      return "share";
    case ParameterKind::number:
      return "number";
    case ParameterKind::choice:
      return "word";
    case ParameterKind::boolean:
      return "truth value";
    case ParameterKind::bounds:
      return "bounds, such as [{word: {below: 4}}], on";
    case ParameterKind::weights:
      return "weights, such as [{word: -2}], of";
    case ParameterKind::text:
      return "text";
  }
  return "";
}

void print_one(const SeamListing& seam, const PolicyDeclaration& declaration) {
  const std::size_t columns = output_columns();
  fmt::print("\n{}{}",
             wrapped(fmt::format("{}  {}", bold(declaration.name),
                                 dim(fmt::format("{}: {}", seam.name, seam.decides))),
                     columns, 2),
             wrapped(declaration.description, columns, 2));
  if (!declaration.source.empty()) {
    fmt::print("{}", dim(wrapped(fmt::format("source: {}", declaration.source), columns, 2)));
  }
  if (const std::string_view plugin = plugin_of(declaration); !plugin.empty()) {
    fmt::print("{}", dim(wrapped(fmt::format("plugin: {}", plugin), columns, 2)));
  }
  std::size_t width = 14;
  for (const ParameterDeclaration& parameter : declaration.parameters) {
    width = std::max(width, parameter.name.size());
  }
  for (const ParameterDeclaration& parameter : declaration.parameters) {
    fmt::print("{}", wrapped(fmt::format("{}  {} ({}: {}; {})", pad_right(parameter.name, width),
                                         parameter.description, kind_text(parameter.kind),
                                         config::bounds_text(parameter), default_words(parameter)),
                             columns, 4, width + 6));
  }
  fmt::print("\n  policies:\n{}\n",
             wrapped(fmt::format("{}: {}", seam.name, example_of(declaration)), columns, 4, 6));
}

void write_parameter(const ParameterDeclaration& parameter, sim::JsonWriter& json) {
  json.object(sim::JsonLayout::line, [&] {
    json.member("name", parameter.name);
    json.member("kind", kind_text(parameter.kind));
    json.member("allowed", config::bounds_text(parameter));
    json.member("default",
                parameter.default_text.empty() ? std::nullopt : std::optional(parameter.default_text));
    json.member("description", parameter.description);
  });
}

void write_policy(const SeamListing& seam, const PolicyDeclaration& policy, sim::JsonWriter& json) {
  const std::string_view plugin = plugin_of(policy);
  json.object(sim::JsonLayout::line, [&] {
    json.member("seam", seam.name);
    json.member("name", policy.name);
    json.member("description", policy.description);
    json.member("source", policy.source);
    json.member("plugin", plugin.empty() ? std::nullopt : std::optional(plugin));
    json.member("example", example_of(policy));
    json.key("parameters");
    json.array(sim::JsonLayout::line, [&] {
      for (const ParameterDeclaration& parameter : policy.parameters) {
        write_parameter(parameter, json);
      }
    });
  });
}

/// Prints the policies with this name, or the policies of this seam; all policies if `name` is empty.
void print_json(const std::string& name) {
  sim::JsonWriter json;
  json.array(sim::JsonLayout::lines, [&] {
    for (const SeamListing& seam : catalogue()) {
      for (const PolicyDeclaration* const policy : seam.policies) {
        if (name.empty() || policy->name == name || seam.name == name) {
          write_policy(seam, *policy, json);
        }
      }
    }
  });
  fmt::print("{}", json.document());
}

}  // namespace

int list_policies(const PoliciesCommand& command) {
  if (command.name.empty()) {
    if (command.common.json) {
      print_json("");
      return kDone;
    }
    if (command.common.quiet) {
      return kDone;
    }
    std::size_t width = 0;
    for (const SeamListing& seam : catalogue()) {
      for (const PolicyDeclaration* const policy : seam.policies) {
        width = std::max(width, policy->name.size());
      }
    }
    for (const SeamListing& seam : catalogue()) {
      fmt::print("\n{}",
                 wrapped(fmt::format("{}  {}", bold(seam.name), dim(seam.decides)), output_columns(), 2));
      for (const PolicyDeclaration* const policy : seam.policies) {
        const std::string parameters = parameter_list(*policy);
        fmt::print("{}",
                   wrapped(fmt::format("{}  {}{}{}", pad_right(policy->name, width), policy->description,
                                       parameters.empty() ? "" : " ", dim(parameters)),
                           output_columns(), 4, width + 6));
      }
    }
    fmt::print("\n");
    return kDone;
  }
  bool found = false;
  std::vector<std::string> names;
  for (const SeamListing& seam : catalogue()) {
    names.emplace_back(seam.name);
    for (const PolicyDeclaration* const policy : seam.policies) {
      names.emplace_back(policy->name);
      if (policy->name == command.name || seam.name == command.name) {
        found = true;
        if (!command.common.json && !command.common.quiet) {
          print_one(seam, *policy);
        }
      }
    }
  }
  if (!found) {
    throw UsageError{"there is no policy or seam '" + command.name + "'" +
                     config::did_you_mean(command.name, names)};
  }
  if (command.common.json) {
    print_json(command.name);
  }
  return kDone;
}

namespace {

/// The labels with which a metric can be narrowed to a part of the run.
std::vector<std::string> scopes_of(const MetricDeclaration& metric) {
  std::vector<std::string> labels;
  for (const auto& [scope, label] :
       {std::pair{Scope::function, "function"}, {Scope::tenant, "tenant"}, {Scope::entry, "entry"}}) {
    if (has(metric.scopes, scope)) {
      labels.emplace_back(label);
    }
  }
  return labels;
}

void write_metric(sim::JsonWriter& json, const MetricDeclaration& metric) {
  const auto text_or_null = [](std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  json.key(metric.name);
  json.object(sim::JsonLayout::line, [&] {
    json.member("meaning", metric.meaning);
    json.member("unit", unit_of(metric));
    json.list("labels", scopes_of(metric));
    json.member("no_value_if", text_or_null(metric.absent_because));
    json.member("column", text_or_null(metric.column));
  });
}

}  // namespace

int list_metrics(const MetricsCommand& command) {
  std::size_t width = 0;
  std::vector<const MetricDeclaration*> listed;
  const std::string part(without_labels(command.part));
  for (const MetricDeclaration& metric : metric_catalogue()) {
    if (metric.name.find(part) != std::string_view::npos) {
      width = std::max(width, metric.name.size());
      listed.push_back(&metric);
    }
  }
  if (listed.empty()) {
    throw UsageError{"no metric has '" + part + "' in its name" + similar_metrics(part)};
  }
  if (command.common.json) {
    sim::JsonWriter json;
    json.object(sim::JsonLayout::lines, [&] {
      for (const MetricDeclaration* const metric : listed) {
        write_metric(json, *metric);
      }
    });
    fmt::print("{}", json.document());
    return kDone;
  }
  if (command.common.quiet) {
    return kDone;
  }
  bool has_labels = false;
  for (const MetricDeclaration* const metric : listed) {
    const std::string absent =
        metric->absent_because.empty() ? "" : fmt::format("; no value if {}", metric->absent_because);
    const std::string scopes = config::comma_list(scopes_of(*metric));
    has_labels = has_labels || !scopes.empty();
    fmt::print("{}", wrapped(fmt::format("{}  {}{}{}", pad_right(metric->name, width), metric->meaning,
                                         absent, scopes.empty() ? "" : " " + dim("{" + scopes + "}")),
                             output_columns(), 2, width + 4));
  }
  if (has_labels) {
    fmt::print(
        "\n{}",
        dim(wrapped("{function, tenant, entry}: labels that narrow the metric to a part of the run, as in "
                    "latency.p99_s{function=checkout} or billing.cost_usd{tenant=acme}; a workload entry is "
                    "named by its position, from 0, or by its kind if only one entry has this kind",
                    output_columns(), 2)));
  }
  return kDone;
}

int print_schema() {
  fmt::print("{}\n", json_schema());
  return kDone;
}

}  // namespace curtain::tools
