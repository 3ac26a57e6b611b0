#include "models/config/overrides.hpp"

#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <optional>

#include "models/config/document.hpp"

namespace curtain::config {
namespace {

void place_all(Node& node, const Place& place) {
  node.place = place;
  for (Node& item : node.items) {
    place_all(item, place);
  }
  for (Node::Entry& entry : node.entries) {
    entry.key_place = place;
    place_all(entry.value, place);
  }
}

/// Splits a path into its keys. "a[0].b", the notation of messages, gives the same keys as "a.0.b".
std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> keys(1);
  for (const char c : path) {
    if (c == '.' || c == '[') {
      keys.emplace_back();
    } else if (c != ']') {
      keys.back() += c;
    }
  }
  return keys;
}

/// The item of a list that a numeric key selects.
Node* item_of(Node& list, const std::string& key, const Place& place, Diagnostics& diagnostics) {
  std::size_t index = 0;
  const char* end = key.data() + key.size();
  const auto result = std::from_chars(key.data(), end, index);
  if (result.ec != std::errc() || result.ptr != end) {
    diagnostics.add(place, fmt::format("{} is not a position in a list; write a number from 0", quote(key)));
    return nullptr;
  }
  if (index >= list.items.size()) {
    diagnostics.add(
        place, list.items.empty()
                   ? fmt::format("there is no item {}, because the list is empty", key)
                   : fmt::format("there is no item {}; the items of the list have the numbers 0 to {}", key,
                                 list.items.size() - 1));
    return nullptr;
  }
  return &list.items[index];
}

/// Returns the value of `key` in `node`, and adds the key if it is missing. A value that is not a list
/// becomes a mapping.
Node* step_down(Node& node, const std::string& key, const Place& place, Diagnostics& diagnostics) {
  if (node.kind == Node::Kind::sequence) {
    return item_of(node, key, place, diagnostics);
  }
  if (key.empty()) {
    diagnostics.add(place,
                    "the path has an empty key; write keys joined by single dots, as in cluster.hosts.count");
    return nullptr;
  }
  if (node.kind != Node::Kind::mapping) {
    node = Node::mapping();
    node.place = place;
  }
  for (Node::Entry& entry : node.entries) {
    if (entry.key == key) {
      entry.key_place = place;
      return &entry.value;
    }
  }
  Node added;
  added.place = place;
  node.entries.push_back({key, place, std::move(added)});
  return &node.entries.back().value;
}

void apply(Node& root, const Override& change, Diagnostics& diagnostics) {
  const auto source = std::make_shared<const std::string>("--set " + change.path);
  const Place place{source, 0, 0};
  const std::vector<std::string> keys = split(change.path);
  if (keys.size() > kMostDepth) {
    diagnostics.add(
        place, fmt::format("the values are nested deeper than {} levels, which is the limit", kMostDepth));
    return;
  }
  Diagnostics own;
  std::optional<Node> value = parse_document(change.value, source, own);
  if (!value || !own.empty()) {
    const bool is_tight =
        change.value.find(":{") != std::string::npos || change.value.find(":[") != std::string::npos;
    diagnostics.add(place, fmt::format("{} is not a YAML value{}", quote(change.value),
                                       is_tight ? "; write a space after each colon" : ""));
    return;
  }
  Node* target = &root;
  for (const std::string& key : keys) {
    target = step_down(*target, key, place, diagnostics);
    if (target == nullptr) {
      return;
    }
  }
  place_all(*value, place);
  *target = std::move(*value);
}

}  // namespace

void apply_overrides(Node& root, const std::vector<Override>& overrides, Diagnostics& diagnostics) {
  for (const Override& change : overrides) {
    apply(root, change, diagnostics);
  }
}

}  // namespace curtain::config
