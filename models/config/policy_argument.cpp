#include "models/config/policy_argument.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "models/config/form.hpp"
#include "models/config/quantity.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/term_list.hpp"

namespace curtain::config {
namespace {

/// A declared maximum of at least this value means that there is no maximum.
constexpr double kNoMaximum = 9e18;
/// Longer durations are printed as unlimited. The value is about a hundred years in nanoseconds.
constexpr double kFarAway = 3e18;

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
  return {value, 0, {}};
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
      return {0, parse_fraction(text), {}, {}};
    case ParameterKind::number:
      return {0, parse_number(text), {}, {}};
    case ParameterKind::text:
      return {0, 0, {}, std::string(text)};
    case ParameterKind::choice:
    case ParameterKind::boolean:
    case ParameterKind::bounds:
    case ParameterKind::weights:
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

/// Writes a bound in the form of the parameter's values.
std::string bound_text(const ParameterDeclaration& parameter, double bound) {
  if (is_real(parameter)) {
    return format_number(bound);
  }
  if (may_be_unlimited(parameter) && bound >= static_cast<double>(kUnlimited)) {
    return "unlimited";
  }
  return write_argument(parameter, whole(static_cast<std::int64_t>(bound))).text;
}

/// The allowed range as text. A maximum of at least `none` is not printed.
std::string bounds_text(const ParameterDeclaration& parameter, double none) {
  const std::string low = bound_text(parameter, parameter.minimum);
  return parameter.maximum >= none ? "at least " + low
                                   : fmt::format("{} to {}", low, bound_text(parameter, parameter.maximum));
}

/// The reason why the argument is refused; empty if it is valid.
std::string why_out_of_bounds(const ParameterDeclaration& parameter, const Argument& argument) {
  if (parameter.kind == ParameterKind::text) {
    return {};
  }
  const double value = is_real(parameter) ? argument.number : static_cast<double>(argument.integer);
  const bool is_low = value < parameter.minimum;
  if (!is_low && (value <= parameter.maximum || may_be_forever(parameter))) {
    return {};
  }
  return fmt::format(" is too {}; allowed: {}", is_low ? "small" : "large",
                     bounds_text(parameter, kNoMaximum));
}

}  // namespace

std::string bounds_text(const ParameterDeclaration& parameter) {
  if (!parameter.choices.empty() || is_named(parameter)) {
    return comma_list(choices_of(parameter));
  }
  if (parameter.kind == ParameterKind::text) {
    return "any";
  }
  return bounds_text(parameter, kFarAway);
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
    case ParameterKind::bounds:
    case ParameterKind::weights:
      return write_terms(parameter, argument.terms);
    case ParameterKind::text:
      return Node::string(argument.text);
  }
  return {};
}

void read_argument(const ParameterDeclaration& parameter, const Node& node, Reader& reader,
                   Argument& argument) {
  if (is_named(parameter)) {
    if (const auto position = read_choice(node, reader, choices_of(parameter))) {
      argument = whole(static_cast<std::int64_t>(*position));
    }
    return;
  }
  if (is_term_list(parameter)) {
    read_terms(parameter, node, reader, argument.terms);
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
  if (is_term_list(parameter)) {
    if (parameter.default_text != "[]") {
      throw std::logic_error(fmt::format("the default of '{}' can only be the empty list", parameter.name));
    }
    return {};
  }
  try {
    return parse(parameter, parameter.default_text);
  } catch (const QuantityError& error) {
    throw std::logic_error(fmt::format("the default of '{}': {}", parameter.name, error.what()));
  }
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
    case ParameterKind::bounds:
    case ParameterKind::weights:
      schema = terms_schema(parameter);
      break;
    case ParameterKind::text:
      schema = std::move(Node::mapping().set("type", Node::string("string")));
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

}  // namespace curtain::config
