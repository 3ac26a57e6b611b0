#include "models/config/term_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "models/config/form.hpp"
#include "models/config/quantity.hpp"

namespace curtain::config {
namespace {

/// The names of the relations, in the order of the enumeration Relation.
const std::vector<std::string>& relations() {
  static const std::vector<std::string> words{"below", "at_most", "equal_to", "at_least", "above"};
  return words;
}

std::vector<std::string> term_words(const ParameterDeclaration& parameter) {
  return {parameter.choices.begin(), parameter.choices.end()};
}

std::optional<std::size_t> find_word(const std::vector<std::string>& words, const Node::Entry& entry,
                                     const char* what, Reader& reader) {
  const auto found = std::find(words.begin(), words.end(), entry.key);
  if (found == words.end()) {
    reader.error(entry.key_place, fmt::format("unknown {} {}; allowed: {}{}", what, quote(entry.key),
                                              comma_list(words), did_you_mean(entry.key, words)));
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - words.begin());
}

void read_number(const ParameterDeclaration& parameter, const Node& node, Term term, Reader& reader,
                 std::vector<Term>& terms) {
  if (node.kind != Node::Kind::scalar) {
    reader.error(node.place, fmt::format("expected a number, found {}", node.describe()));
    return;
  }
  try {
    const bool is_negative = node.text.starts_with('-');
    term.number = parse_number(is_negative ? std::string_view(node.text).substr(1) : node.text);
    term.number = is_negative ? -term.number : term.number;
  } catch (const QuantityError& error) {
    reader.error(node.place, error.what());
    return;
  }
  if (term.number < parameter.minimum || term.number > parameter.maximum) {
    reader.error(node.place, fmt::format("{} is too {}; allowed: {} to {}", quote(node.text),
                                         term.number < parameter.minimum ? "small" : "large",
                                         format_number(parameter.minimum), format_number(parameter.maximum)));
    return;
  }
  terms.push_back(term);
}

void read_bounds(const ParameterDeclaration& parameter, const Node& node, Term term, Reader& reader,
                 std::vector<Term>& terms) {
  if (node.kind != Node::Kind::mapping || node.entries.empty()) {
    reader.error(node.place,
                 fmt::format("expected a bound such as {{below: 4}}, with one of the relations {}; found {}",
                             comma_list(relations()), node.describe()));
    return;
  }
  for (const Node::Entry& bound : node.entries) {
    if (const auto relation = find_word(relations(), bound, "bound", reader)) {
      const Reader::Step step(reader, bound.key);
      term.relation = static_cast<Relation>(*relation);
      read_number(parameter, bound.value, term, reader, terms);
    }
  }
}

void read_entries(const ParameterDeclaration& parameter, const Node& node, Reader& reader,
                  std::vector<Term>& terms) {
  const bool has_bounds = parameter.kind == ParameterKind::bounds;
  if (node.kind != Node::Kind::mapping) {
    reader.error(node.place, fmt::format("expected {{TERM: {}}}, where TERM is one of {}; found {}",
                                         has_bounds ? "{below: number}" : "weight",
                                         comma_list(term_words(parameter)), node.describe()));
    return;
  }
  for (const Node::Entry& entry : node.entries) {
    if (const auto word = find_word(term_words(parameter), entry, "term", reader)) {
      const Reader::Step step(reader, entry.key);
      Term term;
      term.word = static_cast<std::uint32_t>(*word);
      (has_bounds ? read_bounds : read_number)(parameter, entry.value, term, reader, terms);
    }
  }
}

}  // namespace

bool is_term_list(const ParameterDeclaration& parameter) {
  return parameter.kind == ParameterKind::bounds || parameter.kind == ParameterKind::weights;
}

void read_terms(const ParameterDeclaration& parameter, const Node& node, Reader& reader,
                std::vector<Term>& terms) {
  terms.clear();
  if (node.kind != Node::Kind::sequence) {
    read_entries(parameter, node, reader, terms);
    return;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Reader::Step step(reader, i);
    read_entries(parameter, node.items[i], reader, terms);
  }
}

Node write_terms(const ParameterDeclaration& parameter, const std::vector<Term>& terms) {
  Node list = Node::sequence();
  for (const Term& term : terms) {
    Node number = Node::literal(format_number(term.number));
    if (parameter.kind == ParameterKind::bounds) {
      number = std::move(
          Node::mapping().set(relations().at(static_cast<std::size_t>(term.relation)), std::move(number)));
    }
    list.append(
        std::move(Node::mapping().set(std::string(parameter.choices.at(term.word)), std::move(number))));
  }
  return list;
}

Node terms_schema(const ParameterDeclaration& parameter) {
  const auto object_of = [](const std::vector<std::string>& words, const Node& value) {
    Node properties = Node::mapping();
    for (const std::string& word : words) {
      properties.set(word, value);
    }
    Node schema = Node::mapping();
    schema.set("type", Node::string("object")).set("properties", std::move(properties));
    schema.set("additionalProperties", Node::literal("false"));
    return schema;
  };
  Node value = Node::mapping();
  value.set("type", Node::string("number"));
  value.set("minimum", Node::literal(format_number(parameter.minimum)));
  value.set("maximum", Node::literal(format_number(parameter.maximum)));
  if (parameter.kind == ParameterKind::bounds) {
    value = object_of(relations(), value);
    value.set("minProperties", Node::literal("1"));
  }
  const Node entry = object_of(term_words(parameter), value);
  return schema_either(std::move(Node::mapping().set("type", Node::string("array")).set("items", entry)),
                       entry);
}

}  // namespace curtain::config
