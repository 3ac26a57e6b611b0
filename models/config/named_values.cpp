#include "models/config/named_values.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string_view>

#include "models/config/document.hpp"
#include "models/config/node_text.hpp"
#include "models/workload/printable.hpp"

namespace curtain {
namespace {

using config::Diagnostics;
using config::Node;
using config::quote;

constexpr const char* kExample = "as in {short: 1min, long: 10min}";

/// The reason why the name is invalid; empty if the name is valid.
std::string wrong_name(const std::string& name) {
  if (name.empty()) {
    return "a name is empty; give each value a name";
  }
  if (name.size() > NamedValues::kLongestName) {
    return fmt::format("the name {} has {} bytes; a name has at most {}", quote(name), name.size(),
                       NamedValues::kLongestName);
  }
  if (!is_printable(name)) {
    return fmt::format(
        "the name {} has a character that cannot be printed; use letters, digits and punctuation",
        quote(name));
  }
  if (name.front() == ' ' || name.back() == ' ') {
    return fmt::format("the name {} begins or ends with a blank; remove the blank", quote(name));
  }
  return {};
}

void add_value(const Node::Entry& entry, NamedValues& named, Diagnostics& diagnostics) {
  if (const std::string wrong = wrong_name(entry.key); !wrong.empty()) {
    diagnostics.add(entry.key_place, wrong);
    return;
  }
  if (entry.value.kind == Node::Kind::null) {
    diagnostics.add(entry.key_place, fmt::format("the name {} has no value; write a value for each name, {}",
                                                 quote(entry.key), kExample));
    return;
  }
  const std::string value = config::to_yaml_flow(entry.value);
  for (const NamedValue& before : named.values) {
    if (before.value == value) {
      diagnostics.add(
          entry.key_place,
          fmt::format(
              "the names {} and {} have the same value, {}; each value makes a variant, so list it once",
              quote(before.name), quote(entry.key), quote(value)));
      return;
    }
  }
  named.values.push_back({entry.key, value});
}

/// True if a key has more than 1,024 bytes, which YAML does not allow. The parser's own message does not
/// state this reason.
bool has_endless_name(const std::string& text) {
  constexpr std::size_t kLongestKey = 1024;
  std::size_t since = 0;
  for (const char c : text) {
    since = std::string_view(":,{}[]\n").find(c) == std::string_view::npos ? since + 1 : 0;
    if (since > kLongestKey) {
      return true;
    }
  }
  return false;
}

}  // namespace

NamedValues read_named_values(const std::string& text, const std::string& source) {
  const auto place = std::make_shared<const std::string>(source);
  Diagnostics diagnostics;
  NamedValues named;
  const std::optional<Node> root = config::parse_document(text, place, diagnostics);
  if (!root && has_endless_name(text)) {
    throw ScenarioError(fmt::format("{}: a name or value has more than 1,024 bytes; a name has at most {}",
                                    source, NamedValues::kLongestName));
  }
  diagnostics.throw_if_any();
  if (!root || root->kind != Node::Kind::mapping || root->entries.size() != 1) {
    diagnostics.add({place, 0, 0},
                    fmt::format("expected the path of one setting and a mapping from names to values of the "
                                "setting, as in policies.keep_alive: {{a: none, b: forever}}; found {}",
                                quote(text)));
    diagnostics.throw_if_any();
  }
  const Node::Entry& setting = root->entries.front();
  named.path = setting.key;
  if (setting.value.kind != Node::Kind::mapping) {
    diagnostics.add(setting.value.place, fmt::format("{} needs a mapping from names to values, {}; found {}",
                                                     named.path, kExample, setting.value.describe()));
    diagnostics.throw_if_any();
  }
  for (const Node::Entry& entry : setting.value.entries) {
    add_value(entry, named, diagnostics);
  }
  diagnostics.throw_if_any();
  if (named.values.size() < 2) {
    diagnostics.add(setting.value.place,
                    named.values.empty()
                        ? fmt::format("{} has no values; name at least two, {}", named.path, kExample)
                        : fmt::format("{} has only one value, {}; name at least two, {}", named.path,
                                      quote(named.values.front().name), kExample));
    diagnostics.throw_if_any();
  }
  return named;
}

}  // namespace curtain
