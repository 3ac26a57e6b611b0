#include "models/config/node_text.hpp"

#include <fmt/format.h>

#include <string_view>

#include "sim/json_writer.hpp"

namespace curtain::config {
namespace {

constexpr std::size_t kLineLength = 110;

/// The text in double quotes with JSON's escapes, which YAML shares.
std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\u{:04x}", byte);
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string yaml_key(const std::string& key) {
  return Node::string(key).is_quoted ? in_quotes(key) : key;
}

bool is_leaf(const Node& node) {
  return node.items.empty() && node.entries.empty();
}

void emit_block(const Node& node, std::size_t indent, bool is_root, std::string& out);

/// Writes the text that follows "key:" or "-".
void emit_value(const Node& value, std::size_t indent, std::size_t used, bool must_be_block,
                std::string& out) {
  const std::string flow = to_yaml_flow(value);
  if (is_leaf(value) || (!must_be_block && used + flow.size() < kLineLength)) {
    out += ' ' + flow + '\n';
  } else {
    out += '\n';
    emit_block(value, indent, false, out);
  }
}

void emit_block(const Node& node, std::size_t indent, bool is_root, std::string& out) {
  const std::string spaces(indent, ' ');
  for (const Node::Entry& entry : node.entries) {
    const std::string key = yaml_key(entry.key);
    out += spaces + key + ':';
    emit_value(entry.value, indent + 2, indent + key.size() + 2, is_root, out);
  }
  for (const Node& item : node.items) {
    const std::string flow = to_yaml_flow(item);
    if (is_leaf(item) || indent + flow.size() + 2 < kLineLength) {
      out += spaces + "- " + flow + '\n';
    } else {
      std::string block;
      emit_block(item, indent + 2, false, block);
      out += spaces + "- " + block.substr(indent + 2);
    }
  }
}

void write_json(const Node& node, sim::JsonWriter& json) {
  const auto layout = sim::JsonLayout::lines;
  if (node.kind == Node::Kind::null) {
    json.value(nullptr);
  } else if (node.kind == Node::Kind::scalar) {
    node.is_literal ? json.literal(node.text) : json.value(node.text);
  } else if (node.kind == Node::Kind::mapping) {
    json.object(layout, [&] {
      for (const Node::Entry& entry : node.entries) {
        json.key(entry.key);
        write_json(entry.value, json);
      }
    });
  } else {
    json.array(layout, [&] {
      for (const Node& item : node.items) {
        write_json(item, json);
      }
    });
  }
}

}  // namespace

std::string to_yaml_flow(const Node& node) {
  std::string text;
  switch (node.kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::scalar:
      return node.is_quoted ? in_quotes(node.text) : node.text;
    case Node::Kind::sequence:
      for (const Node& item : node.items) {
        text += (text.empty() ? "" : ", ") + to_yaml_flow(item);
      }
      return '[' + text + ']';
    case Node::Kind::mapping:
      for (const Node::Entry& entry : node.entries) {
        text += (text.empty() ? "" : ", ") + yaml_key(entry.key) + ": " + to_yaml_flow(entry.value);
      }
      return '{' + text + '}';
  }
  return text;
}

std::string to_yaml(const Node& node) {
  if (is_leaf(node)) {
    return to_yaml_flow(node) + '\n';
  }
  std::string out;
  emit_block(node, 0, true, out);
  return out;
}

std::string to_json(const Node& node) {
  sim::JsonWriter json;
  write_json(node, json);
  return json.document();
}

}  // namespace curtain::config
