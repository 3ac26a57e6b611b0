#include "models/config/policy_form.hpp"

#include <algorithm>
#include <stdexcept>

#include "models/config/quantity.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/policies/catalogue.hpp"

namespace curtain::config {
namespace {

/// From here on a maximum means that there is none.
constexpr double kNoMaximum = 9e18;

bool may_be_unlimited(const ParameterDeclaration& parameter) {
  return parameter.kind == ParameterKind::count && parameter.maximum >= static_cast<double>(kUnlimited);
}
bool may_be_forever(const ParameterDeclaration& parameter) {
  return parameter.kind == ParameterKind::duration && parameter.maximum >= kNoMaximum;
}

std::vector<std::string> choices_of(const ParameterDeclaration& parameter) {
  if (parameter.kind == ParameterKind::boolean) {
    return {"false", "true"};
  }
  return {parameter.choices.begin(), parameter.choices.end()};
}

Argument whole(std::int64_t value) {
  return {value, 0};
}

Argument parse(const ParameterDeclaration& parameter, std::string_view text) {
  switch (parameter.kind) {
    case ParameterKind::duration:
      return text == "forever" && may_be_forever(parameter) ? whole(Duration::infinite().ns())
                                                            : whole(parse_duration(text).ns());
    case ParameterKind::mebibytes:
      return whole(parse_memory(text));
    case ParameterKind::count: {
      if (text == "unlimited" && may_be_unlimited(parameter)) {
        return whole(kUnlimited);
      }
      const std::uint64_t count = parse_count(text);
      if (count >= kUnlimited) {
        throw QuantityError(fmt::format("{} is too large", quote(text)));
      }
      return whole(static_cast<std::int64_t>(count));
    }
    case ParameterKind::fraction:
      return {0, parse_fraction(text)};
    case ParameterKind::number:
      return {0, parse_number(text)};
    case ParameterKind::choice:
    case ParameterKind::boolean:
      break;
  }
  throw QuantityError(fmt::format("{} is not a quantity", quote(text)));
}

bool is_named(const ParameterDeclaration& parameter) {
  return parameter.kind == ParameterKind::choice || parameter.kind == ParameterKind::boolean;
}
bool is_real(const ParameterDeclaration& parameter) {
  return parameter.kind == ParameterKind::fraction || parameter.kind == ParameterKind::number;
}

Node write_argument(const ParameterDeclaration& parameter, const Argument& argument) {
  switch (parameter.kind) {
    case ParameterKind::duration:
      return Node::word(
          Duration{argument.integer}.is_infinite() ? "forever" : format_duration(Duration{argument.integer}));
    case ParameterKind::mebibytes:
      return Node::word(format_memory(static_cast<Mebibytes>(argument.integer)));
    case ParameterKind::count:
      return argument.integer == kUnlimited && may_be_unlimited(parameter)
                 ? Node::word("unlimited")
                 : Node::literal(std::to_string(argument.integer));
    case ParameterKind::fraction:
    case ParameterKind::number:
      return Node::literal(format_number(argument.number));
    case ParameterKind::choice:
      return Node::word(choices_of(parameter).at(static_cast<std::size_t>(argument.integer)));
    case ParameterKind::boolean:
      return Node::literal(choices_of(parameter).at(static_cast<std::size_t>(argument.integer)));
  }
  return {};
}

/// A bound in the parameter's own writing.
std::string bound_text(const ParameterDeclaration& parameter, double bound) {
  if (is_real(parameter)) {
    return format_number(bound);
  }
  if (may_be_unlimited(parameter) && bound >= static_cast<double>(kUnlimited)) {
    return "unlimited";
  }
  return write_argument(parameter, whole(static_cast<std::int64_t>(bound))).text;
}

/// Empty, or why the argument is refused.
std::string why_out_of_bounds(const ParameterDeclaration& parameter, const Argument& argument) {
  const double value = is_real(parameter) ? argument.number : static_cast<double>(argument.integer);
  const bool is_low = value < parameter.minimum;
  if (!is_low && (value <= parameter.maximum || may_be_forever(parameter))) {
    return {};
  }
  const std::string low = bound_text(parameter, parameter.minimum);
  return fmt::format(" is too {}; allowed: {}", is_low ? "small" : "large",
                     parameter.maximum >= kNoMaximum
                         ? "at least " + low
                         : fmt::format("{} to {}", low, bound_text(parameter, parameter.maximum)));
}

void read_argument(const ParameterDeclaration& parameter, const Node& node, Reader& reader,
                   Argument& argument) {
  if (is_named(parameter)) {
    if (const auto position = read_choice(node, reader, choices_of(parameter))) {
      argument = whole(static_cast<std::int64_t>(*position));
    }
    return;
  }
  if (node.kind != Node::Kind::scalar) {
    reader.error(node.place, fmt::format("expected {}, found {}", parameter.description, node.describe()));
    return;
  }
  try {
    argument = parse(parameter, node.text);
    if (const std::string reason = why_out_of_bounds(parameter, argument); !reason.empty()) {
      reader.error(node.place, quote(node.text) + reason);
    }
  } catch (const QuantityError& error) {
    reader.error(node.place, error.what());
  }
}

Argument default_argument(const ParameterDeclaration& parameter) {
  const std::vector<std::string> choices = choices_of(parameter);
  for (std::size_t i = 0; is_named(parameter) && i < choices.size(); ++i) {
    if (choices[i] == parameter.default_text) {
      return whole(static_cast<std::int64_t>(i));
    }
  }
  try {
    return parse(parameter, parameter.default_text);
  } catch (const QuantityError& error) {
    throw std::logic_error(fmt::format("the default of '{}': {}", parameter.name, error.what()));
  }
}

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

Node argument_schema(const ParameterDeclaration& parameter) {
  Node schema;
  switch (parameter.kind) {
    case ParameterKind::duration:
      schema = schema_reference("duration");
      break;
    case ParameterKind::mebibytes:
      schema = schema_reference("memory");
      break;
    case ParameterKind::count:
      schema = std::move(Node::mapping().set("type", Node::string("integer")));
      break;
    case ParameterKind::fraction:
      schema = schema_reference("fraction");
      break;
    case ParameterKind::number:
      schema = std::move(Node::mapping().set("type", Node::string("number")));
      break;
    case ParameterKind::choice:
      schema = schema_words(choices_of(parameter));
      break;
    case ParameterKind::boolean:
      schema = std::move(Node::mapping().set("type", Node::string("boolean")));
      break;
  }
  if (may_be_unlimited(parameter)) {
    schema = schema_either(std::move(schema), schema_words({"unlimited"}));
  } else if (may_be_forever(parameter)) {
    schema = schema_either(std::move(schema), schema_words({"forever"}));
  }
  schema.set("description", Node::string(std::string(parameter.description)));
  if (!parameter.default_text.empty()) {
    schema.set("default", write_argument(parameter, default_argument(parameter)));
  }
  return schema;
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
      reader.error(node.place,
                   fmt::format("expected one policy, by name or as {{name: {{parameter: value}}}}; "
                               "found {}; allowed: {}",
                               node.entries.size() > 1 ? comma_list(node.keys()) : node.describe(),
                               comma_list(policy_names(seam_))));
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
  void read_policy(const std::string& name, const Place& place, const Node& parameters, Reader& reader,
                   PolicyChoice& value) const {
    const PolicyDeclaration* policy = find_policy(seam_, name);
    if (policy == nullptr) {
      const auto names = policy_names(seam_);
      reader.error(place, fmt::format("unknown policy {}; allowed: {}{}", quote(name), comma_list(names),
                                      did_you_mean(name, names)));
      return;
    }
    const Reader::Step step(reader, name);
    const auto names = parameter_names(*policy);
    if (parameters.kind != Node::Kind::mapping && parameters.kind != Node::Kind::null) {
      reader.error(parameters.place,
                   fmt::format("expected a mapping of parameters{}, found {}",
                               names.empty() ? "" : " (" + comma_list(names) + ")", parameters.describe()));
      return;
    }
    for (const Node::Entry& entry : parameters.entries) {
      if (std::find(names.begin(), names.end(), entry.key) == names.end()) {
        reader.error(entry.key_place,
                     fmt::format("unknown parameter {}; allowed: {}{}", quote(entry.key),
                                 names.empty() ? "none" : comma_list(names), did_you_mean(entry.key, names)));
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

}  // namespace curtain::config
