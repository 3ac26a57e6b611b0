#include "models/config/policy_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "models/config/policy_aliases.hpp"
#include "models/config/policy_argument.hpp"
#include "models/policies/catalogue.hpp"

namespace curtain::config {
namespace {

std::vector<std::string> parameter_names(const PolicyDeclaration& policy) {
  std::vector<std::string> names;
  for (const ParameterDeclaration& parameter : policy.parameters) {
    names.emplace_back(parameter.name);
  }
  return names;
}

std::vector<std::string> policy_names(Seam seam) {
  std::vector<std::string> names;
  for (const PolicyDeclaration* policy : seam_listing(seam).policies) {
    names.emplace_back(policy->name);
  }
  return names;
}

class PolicyForm : public Form<PolicyChoice> {
 public:
  explicit PolicyForm(Seam seam) : seam_(seam) {}

  void read(const Node& node, Reader& reader, PolicyChoice& value) const override {
    static const Node nothing;
    if (node.kind == Node::Kind::scalar) {
      read_policy(node.text, node.place, nothing, reader, value);
    } else if (node.kind == Node::Kind::mapping && node.entries.size() == 1) {
      const Node::Entry& entry = node.entries.front();
      read_policy(entry.key, entry.key_place, entry.value, reader, value);
    } else {
      reader.error(place_beside(node),
                   fmt::format("expected one policy, by name or as {{name: {{parameter: value}}}}; "
                               "found {}; allowed: {}{}",
                               node.entries.size() > 1 ? comma_list(node.keys()) : node.describe(),
                               comma_list(policy_names(seam_)), rewritten(node)));
    }
  }

  [[nodiscard]] Node write(const PolicyChoice& value) const override {
    if (value.declaration == nullptr) {
      return {};
    }
    const std::string name(value.declaration->name);
    if (value.declaration->parameters.empty()) {
      return Node::word(name);
    }
    Node parameters = Node::mapping();
    for (std::size_t i = 0; i < value.declaration->parameters.size(); ++i) {
      const ParameterDeclaration& parameter = value.declaration->parameters[i];
      parameters.set(std::string(parameter.name), write_argument(parameter, value.arguments.values().at(i)));
    }
    return std::move(Node::mapping().set(name, std::move(parameters)));
  }

  [[nodiscard]] Node schema() const override {
    Node properties = Node::mapping();
    for (const PolicyDeclaration* policy : seam_listing(seam_).policies) {
      Node parameters = Node::mapping();
      Node required = Node::sequence();
      for (const ParameterDeclaration& parameter : policy->parameters) {
        parameters.set(std::string(parameter.name), argument_schema(parameter));
        if (parameter.default_text.empty()) {
          required.append(Node::string(std::string(parameter.name)));
        }
      }
      Node schema = Node::mapping();
      schema.set("type", Node::string("object")).set("properties", std::move(parameters));
      schema.set("additionalProperties", Node::literal("false"));
      if (!required.items.empty()) {
        schema.set("required", std::move(required));
      }
      schema.set("description", Node::string(std::string(policy->description)));
      properties.set(std::string(policy->name), std::move(schema));
    }
    Node object = Node::mapping();
    object.set("type", Node::string("object")).set("properties", std::move(properties));
    object.set("additionalProperties", Node::literal("false"));
    object.set("minProperties", Node::literal("1")).set("maxProperties", Node::literal("1"));
    return schema_either(schema_words(policy_names(seam_)), std::move(object));
  }

 private:
  /// A suggestion such as "{fixed: {timeout: 10min}}" if a parameter of the policy accepts `value`; otherwise
  /// empty.
  static std::string with_value(const PolicyDeclaration& policy, const std::string& value) {
    for (const ParameterDeclaration& parameter : policy.parameters) {
      Diagnostics ignored;
      Reader scratch(ignored, "");
      Argument argument;
      read_argument(parameter, Node::word(value), scratch, argument);
      if (ignored.empty()) {
        return fmt::format("{{{}: {{{}: {}}}}}", policy.name, parameter.name, value);
      }
    }
    return {};
  }

  /// The suggestion "; write 'timeout: 1min', with a space after the colon" for "timeout:1min"; otherwise the
  /// nearest name.
  static std::string instead_of_parameter(const std::string& key, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (key.starts_with(name + ":") || key.starts_with(name + "=")) {
        return fmt::format("; write '{}: {}', with a space after the colon", name,
                           key.substr(name.size() + 1));
      }
    }
    return did_you_mean(key, names);
  }

  /// The suggestion "; write '{fixed: {timeout: 5min}}'" for "fixed(5min)", "fixed 5min" or "fixed=5min".
  [[nodiscard]] std::string from_call(const std::string& text) const {
    const std::size_t end = text.find_first_of("( =:");
    const PolicyDeclaration* const policy = find_policy(seam_, text.substr(0, end));
    if (policy == nullptr || end == std::string::npos) {
      return {};
    }
    std::string value = text.substr(end + 1);
    value.erase(std::remove_if(value.begin(), value.end(), [](char c) { return c == ')' || c == ' '; }),
                value.end());
    const std::string instead = value.empty() ? "" : with_value(*policy, value);
    return instead.empty() ? "" : fmt::format("; write '{}'", instead);
  }

  /// A suggestion for a name that is not a policy: a policy with a similar name, with a parameter of this
  /// name, or with a parameter that accepts this name as a value.
  [[nodiscard]] std::string instead_of_policy(const std::string& name, const Node& parameters) const {
    const std::string nearest = did_you_mean(name, policy_names(seam_));
    if (!nearest.empty()) {
      return nearest;
    }
    if (const std::string known = policy_known_as(seam_, name); !known.empty()) {
      return fmt::format("; did you mean '{}'?", known);
    }
    if (const std::string called = from_call(name); !called.empty()) {
      return called;
    }
    for (const PolicyDeclaration* policy : seam_listing(seam_).policies) {
      const auto names = parameter_names(*policy);
      if (std::find(names.begin(), names.end(), name) != names.end()) {
        return fmt::format("; '{}' is a parameter of {}: write {{{}: {{{}: {}}}}}", name, policy->name,
                           policy->name, name,
                           parameters.kind == Node::Kind::scalar ? parameters.text : "VALUE");
      }
    }
    const bool is_value = !name.empty() && name.front() >= '0' && name.front() <= '9';
    for (const PolicyDeclaration* policy : seam_listing(seam_).policies) {
      const std::string instead = is_value ? with_value(*policy, name) : "";
      if (!instead.empty()) {
        return fmt::format("; write the value as a parameter of a policy: '{}'", instead);
      }
    }
    return {};
  }

  /// The position of the key that is not a policy if the mapping also has the key of a policy, because an
  /// override may have added one of the two keys. Otherwise the position of the whole mapping.
  [[nodiscard]] Place place_beside(const Node& node) const {
    const auto is_policy = [this](const Node::Entry& entry) {
      return find_policy(seam_, entry.key) != nullptr;
    };
    const auto other = std::find_if_not(node.entries.begin(), node.entries.end(), is_policy);
    const bool has_policy = std::any_of(node.entries.begin(), node.entries.end(), is_policy);
    return has_policy && other != node.entries.end() ? other->key_place : node.place;
  }

  /// A suggestion for {name: fixed, timeout: 5min}, {fixed:, timeout: 5min}, {fixed: {}, timeout: 5min} or
  /// [fixed]. The suggestion has the policy that is named among the keys or values, and the other keys as its
  /// parameters.
  [[nodiscard]] std::string rewritten(const Node& node) const {
    if (node.kind == Node::Kind::sequence && node.items.size() == 1 &&
        node.items.front().kind == Node::Kind::scalar) {
      return fmt::format("; write {}, without a list", node.items.front().text);
    }
    std::string policy;
    std::string parameters;
    const auto add = [&parameters](const Node::Entry& entry) {
      parameters += fmt::format("{}{}: {}", parameters.empty() ? "" : ", ", entry.key,
                                entry.value.kind == Node::Kind::scalar ? entry.value.text : "..");
    };
    for (const Node::Entry& entry : node.entries) {
      const bool is_scalar = entry.value.kind == Node::Kind::scalar;
      const bool has_no_value =
          entry.value.kind == Node::Kind::null || entry.value.kind == Node::Kind::mapping;
      if (policy.empty() && has_no_value && find_policy(seam_, entry.key) != nullptr) {
        policy = entry.key;
        for (const Node::Entry& inner : entry.value.entries) {
          if (node.find(inner.key) == nullptr) {
            add(inner);
          }
        }
      } else if (has_no_value && find_policy(seam_, entry.key) != nullptr) {
        return {};  // the mapping names two policies
      } else if (policy.empty() && is_scalar && find_policy(seam_, entry.value.text) != nullptr) {
        policy = entry.value.text;
      } else {
        add(entry);
      }
    }
    return policy.empty() || parameters.empty() ? ""
                                                : fmt::format("; write {{{}: {{{}}}}}", policy, parameters);
  }

  void read_policy(const std::string& name, const Place& place, const Node& parameters, Reader& reader,
                   PolicyChoice& value) const {
    const PolicyDeclaration* policy = find_policy(seam_, name);
    if (policy == nullptr) {
      const auto names = policy_names(seam_);
      reader.error(place, fmt::format("unknown policy {}; allowed: {}{}", quote(name), comma_list(names),
                                      instead_of_policy(name, parameters)));
      return;
    }
    const Reader::Step step(reader, name);
    const auto names = parameter_names(*policy);
    if (parameters.kind != Node::Kind::mapping && parameters.kind != Node::Kind::null) {
      if (names.empty()) {
        reader.error(
            parameters.place,
            fmt::format("the policy {0} has no parameters, but {1} was found; write {0} without parameters",
                        quote(name), parameters.describe()));
        return;
      }
      const std::string instead =
          parameters.kind == Node::Kind::scalar ? with_value(*policy, parameters.text) : "";
      reader.error(parameters.place,
                   fmt::format("expected a mapping of parameters ({}), found {}{}", comma_list(names),
                               parameters.describe(), instead.empty() ? "" : "; write " + instead));
      return;
    }
    for (const Node::Entry& entry : parameters.entries) {
      if (std::find(names.begin(), names.end(), entry.key) == names.end()) {
        reader.error(entry.key_place, fmt::format("unknown parameter {}; allowed: {}{}", quote(entry.key),
                                                  names.empty() ? "none" : comma_list(names),
                                                  instead_of_parameter(entry.key, names)));
      }
    }
    std::vector<Argument> arguments;
    for (const ParameterDeclaration& parameter : policy->parameters) {
      Argument argument;
      if (const Node* given = parameters.find(parameter.name)) {
        const Reader::Step inner(reader, parameter.name);
        read_argument(parameter, *given, reader, argument);
      } else if (parameter.default_text.empty()) {
        reader.error(place,
                     fmt::format("the parameter '{}' is missing: {}", parameter.name, parameter.description));
      } else {
        argument = default_argument(parameter);
      }
      arguments.push_back(argument);
    }
    value = {policy, Arguments(std::move(arguments))};
  }

  Seam seam_;
};

}  // namespace

FormPtr<PolicyChoice> policy_form(Seam seam) {
  return std::make_shared<PolicyForm>(seam);
}

PolicyChoice default_choice(const PolicyDeclaration& declaration) {
  std::vector<Argument> arguments;
  for (const ParameterDeclaration& parameter : declaration.parameters) {
    arguments.push_back(default_argument(parameter));
  }
  return {&declaration, Arguments(std::move(arguments))};
}

std::optional<Needs> needs_of(const PolicyChoice& choice) {
  try {
    const std::unique_ptr<Policy> policy =
        choice.declaration == nullptr ? nullptr : choice.declaration->make(choice.arguments);
    return policy == nullptr ? std::nullopt : std::optional<Needs>(policy->needs());
  } catch (...) {  // catches all types, because a plugin may throw any type
    return std::nullopt;
  }
}

}  // namespace curtain::config
