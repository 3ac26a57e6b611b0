#include "models/config/setting_keys.hpp"

#include <algorithm>

#include "models/config/scenario.hpp"
#include "models/config/scenario_fields.hpp"

namespace curtain {
namespace {

using config::Node;

/// The words that a schema allows, directly or in its alternatives.
std::vector<std::string> words_of(const Node& schema) {
  std::vector<std::string> words;
  if (const Node* const list = schema.find("enum"); list != nullptr) {
    for (const Node& item : list->items) {
      words.push_back(item.text);
    }
  }
  if (const Node* const type = schema.find("type"); type != nullptr && type->text == "boolean") {
    words.insert(words.end(), {"true", "false"});
  }
  if (const Node* const either = schema.find("anyOf"); either != nullptr) {
    for (const Node& item : either->items) {
      const std::vector<std::string> inner = words_of(item);
      words.insert(words.end(), inner.begin(), inner.end());
    }
  }
  return words;
}

/// The mappings that a schema allows, directly or in its alternatives.
std::vector<const Node*> mappings_of(const Node& schema) {
  std::vector<const Node*> mappings;
  if (const Node* const properties = schema.find("properties"); properties != nullptr) {
    mappings.push_back(properties);
  }
  if (const Node* const either = schema.find("anyOf"); either != nullptr) {
    for (const Node& item : either->items) {
      const std::vector<const Node*> inner = mappings_of(item);
      mappings.insert(mappings.end(), inner.begin(), inner.end());
    }
  }
  return mappings;
}

void collect(const Node& properties, const std::string& above, std::vector<SettingKey>& keys) {
  for (const Node::Entry& entry : properties.entries) {
    const Node& schema = entry.value;
    const std::string path = above + entry.key;
    const Node* const type = schema.find("type");
    if (type != nullptr && type->text == "array") {
      continue;
    }
    const std::vector<const Node*> mappings = mappings_of(schema);
    if (type == nullptr || type->text != "object") {
      const Node* const meaning = schema.find("description");
      keys.push_back({path, meaning == nullptr ? "" : meaning->text, words_of(schema)});
    }
    for (const Node* const mapping : mappings) {
      collect(*mapping, path + ".", keys);
    }
  }
}

}  // namespace

std::vector<SettingKey> setting_keys() {
  std::vector<SettingKey> keys;
  const Node schema = config::scenario_fields().schema();
  if (const Node* const properties = schema.find("properties"); properties != nullptr) {
    collect(*properties, "", keys);
  }
  for (SettingKey& key : keys) {
    if (key.path == "platform") {
      key.choices = platform_profiles();
    }
  }
  return keys;
}

std::vector<std::string> setting_paths(const std::string& name) {
  const auto last_part = [](const std::string& path) { return path.substr(path.rfind('.') + 1); };
  std::vector<std::string> paths;
  std::vector<std::string> parts;
  for (const SettingKey& key : setting_keys()) {
    // There is no SettingKey for a mapping. Its path is found as a prefix of the paths of its keys.
    for (std::size_t dot = key.path.find('.'); dot != std::string::npos; dot = key.path.find('.', dot + 1)) {
      if (std::find(paths.begin(), paths.end(), key.path.substr(0, dot)) == paths.end()) {
        paths.push_back(key.path.substr(0, dot));
      }
    }
    if (std::find(paths.begin(), paths.end(), key.path) == paths.end()) {
      paths.push_back(key.path);
    }
  }
  for (const std::string& path : paths) {
    parts.push_back(last_part(path));
  }
  const bool is_known = std::find(parts.begin(), parts.end(), name) != parts.end();
  const bool is_short = name.size() < 4;  // short words are similar to many other words, so there would be
                                          // wrong suggestions
  const std::string wanted = is_known ? name : is_short ? "" : config::nearest_name(name, parts);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!wanted.empty() && parts[i] == wanted) {
      found.push_back(paths[i]);
    }
  }
  const auto depth = [](const std::string& path) { return std::count(path.begin(), path.end(), '.'); };
  std::stable_sort(found.begin(), found.end(),
                   [&](const std::string& a, const std::string& b) { return depth(a) < depth(b); });
  return found;
}

std::vector<std::string> workload_kinds_with(const std::string& name) {
  std::vector<std::string> kinds;
  const Node schema = config::scenario_fields().schema();
  const Node* const properties = schema.find("properties");
  const Node* const workload = properties == nullptr ? nullptr : properties->find("workload");
  const Node* const items = workload == nullptr ? nullptr : workload->find("items");
  const Node* const all = items == nullptr ? nullptr : items->find("properties");
  for (const Node::Entry& kind : all == nullptr ? std::vector<Node::Entry>{} : all->entries) {
    const std::vector<const Node*> mappings = mappings_of(kind.value);
    if (std::any_of(mappings.begin(), mappings.end(),
                    [&name](const Node* mapping) { return mapping->find(name) != nullptr; })) {
      kinds.push_back(kind.key);
    }
  }
  return kinds;
}

}  // namespace curtain
