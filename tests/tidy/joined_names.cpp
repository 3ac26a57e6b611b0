#include "tests/tidy/joined_names.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <string_view>

namespace tidy {
namespace {

/// Returns the top-level declarations in the namespace whose body starts at `position`. Each is without its
/// body, from the end of the previous declaration.
std::vector<std::string> declarations(const std::string& code, std::size_t position) {
  std::vector<std::string> found;
  std::string current;
  for (std::size_t depth = 0; position < code.size(); ++position) {
    const char c = code[position];
    if (c == '}' && depth == 0) {
      break;
    }
    if (c == '{' && depth++ == 0) {
      found.push_back(current);
    } else if (c == '}' && --depth == 0) {
      current.clear();
    } else if (depth == 0 && c == ';') {
      found.push_back(current);
      current.clear();
    } else if (depth == 0) {
      current += c;
    }
  }
  return found;
}

/// Returns the name that a declaration introduces, or nothing. A forward declaration also introduces a name.
std::string declared_name(const std::string& declaration) {
  static const std::regex type(
      R"(^\s*(?:template\s*<[^{}]*>\s*)?(?:(?:class|struct|union|enum(?:\s+class)?)\s+(\w+)|using\s+(\w+)\s*=))");
  static const std::regex function(R"(([A-Za-z_]\w*)\s*\()");
  static const std::regex variable(R"(([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*$)");
  static const std::regex without_name(R"(^\s*(?:[A-Z_]+\(|namespace\b|using\b))");
  std::smatch match;
  if (std::regex_search(declaration, match, type)) {
    return match[1].matched ? match[1] : match[2];
  }
  if (std::regex_search(declaration, without_name)) {
    return "";
  }
  const std::size_t equals = declaration.find('=');
  const std::string head = declaration.substr(0, equals);
  if (std::regex_search(head, match, function) || std::regex_search(head, match, variable)) {
    return match[1];
  }
  return "";
}

/// Returns the target that a source belongs to, or nothing if its sources are not joined.
std::string target_of(const Source& source) {
  const std::string& path = source.path;
  if (!source.ends_with(".cpp")) {
    return "";
  }
  const std::size_t first = path.find('/');
  const std::size_t second = path.find('/', first + 1);
  if (source.is_below("sim/")) {
    return "sim";
  }
  if (source.is_below("models/") || source.is_below("tests/")) {
    const std::string folder = path.substr(0, second);
    return second == std::string::npos || folder == "tests/plugins" ? "" : folder;
  }
  return source.is_below("tools/curtain/") ? "tools/curtain" : "";
}

/// Returns the names that `source` declares at the top of the namespaces that `opening` finds.
std::vector<std::string> names_within(const Source& source, const std::regex& opening) {
  static const std::regex directive(R"((^|\n)[ \t]*#[^\n]*)");
  const std::string code = std::regex_replace(source.code, directive, "$1");
  std::vector<std::string> names;
  for (auto match = std::sregex_iterator(code.begin(), code.end(), opening); match != std::sregex_iterator();
       ++match) {
    for (const std::string& declaration :
         declarations(code, static_cast<std::size_t>(match->position() + match->length()))) {
      if (std::string name = declared_name(declaration); !name.empty()) {
        names.push_back(std::move(name));
      }
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

std::vector<std::string> private_names(const Source& source) {
  static const std::regex opening(R"(\bnamespace\s*\{)");
  return names_within(source, opening);
}

std::vector<std::string> public_names(const Source& source) {
  static const std::regex opening(R"(\bnamespace\s+[\w:]+\s*\{)");
  return names_within(source, opening);
}

Findings joined_names(const std::vector<Source>& tree) {
  std::map<std::pair<std::string, std::string>, std::string> first;  // (target, name) -> path
  Findings findings;
  for (const Source& source : tree) {
    const std::string target = target_of(source);
    if (target.empty()) {
      continue;
    }
    for (const std::string& name : private_names(source)) {
      const auto [entry, is_new] = first.try_emplace({target, name}, source.path);
      if (!is_new) {
        findings.push_back({source.path, 0,
                            "'" + name + "' is also a private name in " + entry->second +
                                "; sources of one target are compiled together, so rename one of them"});
      }
    }
  }
  return findings;
}

}  // namespace tidy
