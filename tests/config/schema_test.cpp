// The JSON Schema is compared with the parser, by a small validator for the keywords that the schema uses.
// Both must accept and refuse the same values.
#include <regex>
#include <string>

#include "models/config/scenario.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::tree_of;
using testing::valid_scenario;

namespace {

/// A strict JSON parser. It returns the position of the first invalid character, or npos.
class JsonChecker {
 public:
  explicit JsonChecker(const std::string& text) : text_(text) {}
  bool is_valid() { return value() && (space(), at_ == text_.size()); }

 private:
  void space() {
    while (at_ < text_.size() && std::string(" \n\t\r").find(text_[at_]) != std::string::npos) {
      ++at_;
    }
  }
  bool take(char c) {
    space();
    if (at_ < text_.size() && text_[at_] == c) {
      ++at_;
      return true;
    }
    return false;
  }
  bool matches(const char* pattern) {
    space();
    std::smatch match;
    const auto from = text_.begin() + static_cast<std::ptrdiff_t>(at_);
    if (!std::regex_search(from, text_.end(), match, std::regex(pattern),
                           std::regex_constants::match_continuous)) {
      return false;
    }
    at_ += static_cast<std::size_t>(match.length());
    return true;
  }
  bool string() { return matches(R"re("([^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")re"); }
  bool value() {
    if (take('{')) {
      if (take('}')) {
        return true;
      }
      do {
        if (!string() || !take(':') || !value()) {
          return false;
        }
      } while (take(','));
      return take('}');
    }
    if (take('[')) {
      if (take(']')) {
        return true;
      }
      do {
        if (!value()) {
          return false;
        }
      } while (take(','));
      return take(']');
    }
    return string() || matches(R"re(-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)re") || matches("true|false|null");
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

bool is_number(const Node& node) {
  return node.kind == Node::Kind::scalar && !node.is_quoted &&
         std::regex_match(node.text, std::regex(R"re(-?\d+(\.\d*)?([eE][+-]?\d+)?)re"));
}
bool is_integer(const Node& node) {
  return is_number(node) && node.text.find_first_of(".eE") == std::string::npos;
}
bool is_flag(const Node& node) {
  return node.kind == Node::Kind::scalar && !node.is_quoted && (node.text == "true" || node.text == "false");
}

bool has_type(const Node& node, const std::string& type) {
  if (type == "object") {
    return node.kind == Node::Kind::mapping;
  }
  if (type == "array") {
    return node.kind == Node::Kind::sequence;
  }
  if (type == "integer") {
    return is_integer(node);
  }
  if (type == "number") {
    return is_number(node);
  }
  if (type == "boolean") {
    return is_flag(node);
  }
  return type == "string" && node.kind == Node::Kind::scalar && !is_number(node) && !is_flag(node);
}

class Validator {
 public:
  explicit Validator(Node schema) : root_(std::move(schema)) {}
  [[nodiscard]] bool accepts(const Node& node) const { return accepts(node, root_); }

 private:
  [[nodiscard]] bool accepts(const Node& node, const Node& schema) const {
    for (const Node::Entry& rule : schema.entries) {
      if (!holds(rule, node, schema)) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool holds(const Node::Entry& rule, const Node& node, const Node& schema) const {
    const Node& value = rule.value;
    if (rule.key == "$ref") {
      const Node* definition = root_.find("$defs")->find(value.text.substr(std::string("#/$defs/").size()));
      REQUIRE(definition != nullptr);
      return accepts(node, *definition);
    }
    if (rule.key == "type") {
      bool any = value.kind == Node::Kind::scalar && has_type(node, value.text);
      for (const Node& type : value.items) {
        any = any || has_type(node, type.text);
      }
      return any;
    }
    if (rule.key == "anyOf") {
      bool any = false;
      for (const Node& option : value.items) {
        any = any || accepts(node, option);
      }
      return any;
    }
    if (rule.key == "enum") {
      bool any = false;
      for (const Node& word : value.items) {
        any = any || (node.kind == Node::Kind::scalar && node.text == word.text);
      }
      return any;
    }
    if (rule.key == "const") {
      return node.kind == Node::Kind::scalar && node.text == value.text;
    }
    if (rule.key == "pattern") {
      return std::regex_search(node.text, std::regex(value.text));
    }
    if (rule.key == "minimum") {
      return !is_number(node) || std::stod(node.text) >= std::stod(value.text);
    }
    if (rule.key == "maximum") {
      return !is_number(node) || std::stod(node.text) <= std::stod(value.text);
    }
    if (rule.key == "properties" || rule.key == "patternProperties") {
      return properties_hold(rule.key == "patternProperties", value, node);
    }
    if (rule.key == "additionalProperties") {
      return value.text == "false" && only_known(node, schema);
    }
    if (rule.key == "required") {
      for (const Node& key : value.items) {
        if (node.find(key.text) == nullptr) {
          return false;
        }
      }
      return true;
    }
    if (rule.key == "minProperties") {
      return node.entries.size() >= std::stoul(value.text);
    }
    if (rule.key == "maxProperties") {
      return node.entries.size() <= std::stoul(value.text);
    }
    if (rule.key == "items") {
      for (const Node& item : node.items) {
        if (!accepts(item, value)) {
          return false;
        }
      }
      return true;
    }
    if (rule.key == "minItems") {
      return node.items.size() >= std::stoul(value.text);
    }
    const bool says_nothing = rule.key == "$schema" || rule.key == "$defs" || rule.key == "title" ||
                              rule.key == "description" || rule.key == "default";
    CAPTURE(rule.key);
    REQUIRE(says_nothing);  // a keyword of the schema that this validator does not support
    return true;
  }

  [[nodiscard]] bool properties_hold(bool by_pattern, const Node& properties, const Node& node) const {
    for (const Node::Entry& entry : node.entries) {
      for (const Node::Entry& property : properties.entries) {
        const bool is_meant =
            by_pattern ? std::regex_search(entry.key, std::regex(property.key)) : entry.key == property.key;
        if (is_meant && !accepts(entry.value, property.value)) {
          return false;
        }
      }
    }
    return true;
  }

  static bool only_known(const Node& node, const Node& schema) {
    const Node* properties = schema.find("properties");
    const Node* patterns = schema.find("patternProperties");
    for (const Node::Entry& entry : node.entries) {
      bool known = properties != nullptr && properties->find(entry.key) != nullptr;
      for (std::size_t i = 0; patterns != nullptr && i < patterns->entries.size(); ++i) {
        known = known || std::regex_search(entry.key, std::regex(patterns->entries[i].key));
      }
      if (!known) {
        return false;
      }
    }
    return true;
  }

  Node root_;
};

}  // namespace

TEST_CASE("the schema is valid JSON") {
  const std::string schema = json_schema();
  CHECK(JsonChecker(schema).is_valid());
  CHECK_FALSE(JsonChecker("{\"a\": 1,}").is_valid());
  CHECK_FALSE(JsonChecker("{\"a\": 01}").is_valid());
  CHECK(tree_of(schema).find("$schema")->text == "https://json-schema.org/draft/2020-12/schema");
}

TEST_CASE("the schema accepts the values that the parser accepts") {
  const Validator validator(tree_of(json_schema()));
  CHECK(validator.accepts(tree_of(valid_scenario())));
  CHECK(validator.accepts(tree_of(resolved_yaml(parse_scenario(valid_scenario(), "s.yaml")))));
}

TEST_CASE("the schema refuses the values that the parser refuses") {
  const Validator validator(tree_of(json_schema()));
  for (const Override& change :
       std::vector<Override>{{"sede", "1"},
                             {"seed", "-1"},
                             {"seed", "x"},
                             {"duration", "10"},
                             {"duration", "10 parsecs"},
                             {"platform", "[a]"},
                             {"cluster.hosts.cout", "3"},
                             {"cluster.hosts.count", "0"},
                             {"cluster.hosts.memory", "3MB"},
                             {"cluster.vms.isolation", "tennant"},
                             {"cluster.topology.links.0", "{from: a}"},
                             {"scheduler.evict_idle", "maybe"},
                             {"cold_start.sandbox", "{lognorm: {median: 1s}}"},
                             {"cold_start.sandbox", "{lognormal: {medain: 1s, sigma: 1}}"},
                             {"cold_start.sandbox", "{samples: []}"},
                             {"policies.placement", "bestfit"},
                             {"policies.keep_alive", "{fixed: {timeuot: 1s}}"},
                             {"policies.keep_alive", "{fixed: {}, none: {}}"},
                             {"policies.admission", "{concurrency-limit: {over: board}}"},
                             {"workload", "{}"},
                             {"workload.0", "{poisson: {function: f}}"},
                             {"workload.0", "{posson: {}}"},
                             {"workload.0", "{trace: {format: cvs, path: a}}"},
                             {"workload.0.poisson.rate", "20"},
                             {"expect.0", "{at_most: 3}"}}) {
    Diagnostics diagnostics;
    Node tree = tree_of(valid_scenario());
    apply_overrides(tree, {change}, diagnostics);
    CAPTURE(change.path, change.value);
    REQUIRE(diagnostics.empty());
    CHECK_FALSE(validator.accepts(tree));
    CHECK_FALSE(testing::errors_of(valid_scenario(), {change}).empty());
  }
}
