#include "models/config/form.hpp"

#include <fmt/format.h>

namespace curtain::config {
namespace {

/// A suggestion to write the node as a list. For a mapping, the suggestion is "; begin each item with '- ',
/// as in workload: [{poisson: ..}]". For a scalar it is "; write path: [a.csv]", or the example of an item if
/// there is one.
std::string as_items(const Node& node, const std::string& path, const std::string& example) {
  const std::string key = path.substr(path.rfind('.') + 1) + (path.empty() ? "" : ": ");
  if (!example.empty()) {
    return fmt::format("; write for example {}[{}]", key, example);
  }
  if (node.kind == Node::Kind::mapping && !node.entries.empty()) {
    return fmt::format("; begin each item with '- ', as in {}[{{{}: ..}}]", key, node.entries.front().key);
  }
  return node.kind == Node::Kind::scalar ? fmt::format("; write {}[{}]", key, node.text) : "";
}

}  // namespace

Node schema_reference(const std::string& name) {
  return std::move(Node::mapping().set("$ref", Node::string("#/$defs/" + name)));
}

Node schema_words(const std::vector<std::string>& words) {
  Node list = Node::sequence();
  for (const std::string& word : words) {
    list.append(Node::string(word));
  }
  return std::move(Node::mapping().set("enum", std::move(list)));
}

Node schema_either(Node first, Node second) {
  Node list = Node::sequence();
  list.append(std::move(first)).append(std::move(second));
  return std::move(Node::mapping().set("anyOf", std::move(list)));
}

Node schema_list(Node item) {
  return std::move(Node::mapping().set("type", Node::string("array")).set("items", std::move(item)));
}

void expected_list(const Node& node, Reader& reader, const std::string& what, const std::string& example) {
  reader.error(node.place, fmt::format("expected a list of {}, found {}{}", what, node.describe(),
                                       as_items(node, reader.path(), example)));
}

}  // namespace curtain::config
