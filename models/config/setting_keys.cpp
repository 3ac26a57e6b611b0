#include "models/config/setting_keys.hpp"

#include "models/config/scenario.hpp"
#include "models/config/scenario_fields.hpp"

namespace curtain {
namespace {

using config::Node;

/// The words that a schema allows, itself or as one of its alternatives.
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

/// The mappings that a schema allows, itself or as one of its alternatives.
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

}  // namespace curtain
