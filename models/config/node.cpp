#include "models/config/node.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace curtain::config {
namespace {

bool is_simple_word(std::string_view text) {
  static constexpr std::array<std::string_view, 14> reserved = {"null",      "true",  "false", "yes", "no",
                                                                "on",        "off",   "y",     "n",   "none",
                                                                "unlimited", "never", "inf",   "nan"};
  if (text.empty()) {
    return false;
  }
  std::string lower;
  for (const char c : text) {
    lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (std::find(reserved.begin(), reserved.end(), lower) != reserved.end()) {
    return false;
  }
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const auto is_inner = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '/';
  };
  return is_letter(lower.front()) && std::all_of(lower.begin(), lower.end(), is_inner);
}

}  // namespace

Node::Node() = default;
Node::Node(const Node& other) = default;
Node::Node(Node&& other) noexcept = default;
Node& Node::operator=(const Node& other) = default;
Node& Node::operator=(Node&& other) noexcept = default;
Node::~Node() = default;

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) {
      return &entry.value;
    }
  }
  return nullptr;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(std::as_const(*this).find(key));
}

std::vector<std::string> Node::keys() const {
  std::vector<std::string> result;
  for (const Entry& entry : entries) {
    result.push_back(entry.key);
  }
  return result;
}

std::size_t Node::size() const {
  std::size_t total = 1;
  for (const Node& item : items) {
    total += item.size();
  }
  for (const Entry& entry : entries) {
    total += entry.value.size();
  }
  return total;
}

std::string Node::describe() const {
  switch (kind) {
    case Kind::null:
      return "nothing";
    case Kind::scalar:
      return quote(text);
    case Kind::sequence:
      return "a list";
    case Kind::mapping:
      return "a mapping";
  }
  return {};
}

Node Node::word(std::string_view text) {
  Node node;
  node.kind = Kind::scalar;
  node.text = text;
  return node;
}

Node Node::literal(std::string_view text) {
  Node node = word(text);
  node.is_literal = true;
  return node;
}

Node Node::string(std::string_view text) {
  Node node = word(text);
  node.is_quoted = !is_simple_word(node.text);
  return node;
}

Node Node::sequence() {
  Node node;
  node.kind = Kind::sequence;
  return node;
}

Node Node::mapping() {
  Node node;
  node.kind = Kind::mapping;
  return node;
}

Node& Node::set(std::string_view key, Node value) {
  entries.push_back({std::string(key), {}, std::move(value)});
  return *this;
}

Node& Node::append(Node value) {
  items.push_back(std::move(value));
  return *this;
}

}  // namespace curtain::config
