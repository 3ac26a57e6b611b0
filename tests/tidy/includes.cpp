#include "tests/tidy/includes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "tests/tidy/joined_names.hpp"

namespace tidy {
namespace {

/// A word of a source, and the text around the word.
struct Word {
  std::string_view text;
  std::size_t position = 0;
  std::string_view before;     ///< the word or sign (also :: and ->) before it
  std::string_view qualifier;  ///< whether the word is in `qualifier::text`
  char after = ' ';            ///< the first character after the word
};

std::vector<Word> words_of(std::string_view code) {
  std::vector<Word> words;
  std::string_view last;
  std::string_view last_but_one;
  for (std::size_t start = 0; start < code.size();) {
    if (std::isspace(static_cast<unsigned char>(code[start])) != 0) {
      ++start;
      continue;
    }
    std::size_t end = start + 1;
    if (is_part_of_word(code[start])) {
      while (end < code.size() && is_part_of_word(code[end])) {
        ++end;
      }
      const std::size_t next = code.find_first_not_of(" \t\r\n", end);
      words.push_back({code.substr(start, end - start), start, last, last == "::" ? last_but_one : "",
                       next == std::string_view::npos ? ' ' : code[next]});
    } else if (code.compare(start, 2, "::") == 0 || code.compare(start, 2, "->") == 0) {
      ++end;
    }
    last_but_one = last;
    last = code.substr(start, end - start);
    start = end;
  }
  return words;
}

template <std::size_t count>
bool is_one_of(std::string_view word, const std::array<std::string_view, count>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Uses the project's naming rules: functions and variables begin with a small letter, and constants with k.
bool is_function(std::string_view name) {
  return std::islower(static_cast<unsigned char>(name.front())) != 0 &&
         !(name.size() > 1 && name[0] == 'k' && std::isupper(static_cast<unsigned char>(name[1])) != 0);
}

/// Whether the name is distinctive. It must be a function of more than one word, or anything except a macro
/// or a template parameter.
bool is_checked(std::string_view name) {
  return is_function(name)
             ? name.find('_') != std::string_view::npos
             : std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// Whether `word` names something of the tree at this place, not a member or a name of another library.
/// Functions count only where they are called.
bool is_use(const Word& word) {
  static constexpr std::array<std::string_view, 9> others{"std",   "fs",       "filesystem", "fmt", "YAML",
                                                          "boost", "nlohmann", "Catch",      "CLI"};
  const bool is_member =
      word.before == "." || word.before == "->" ||
      (!word.qualifier.empty() && (is_one_of(word.qualifier, others) || !is_function(word.qualifier)));
  return !is_member && word.text != "static_assert" && (!is_function(word.text) || word.after == '(');
}

/// Whether `word` may be declared at this place.
bool may_be_declaration(const Word& word) {
  static constexpr std::array<std::string_view, 8> operators{"return", "case", "else", "throw",
                                                             "and",    "or",   "not",  "new"};
  static constexpr std::array<std::string_view, 5> heads{"class", "struct", "enum", "using", "typename"};
  if (word.before.empty()) {
    return false;
  }
  if (!is_function(word.text) && word.text.front() != 'k') {
    return is_one_of(word.before, heads) || word.before == ".";  // the word is declared, as in `class...
                                                                 // Types`
  }
  const char last = word.before.back();
  return is_part_of_word(last) ? !is_one_of(word.before, operators)
                               : last == '>' || last == '&' || last == '*';
}

struct File {
  const Source* source = nullptr;
  std::vector<Word> words;
  std::unordered_set<std::string_view> names;
  std::vector<Include> includes;
};
using Files = std::map<std::string, File>;  // indexed by path

/// Returns the paths of `path` and of all files that it includes, directly or indirectly.
std::set<std::string> all_included(const std::string& path, const Files& files) {
  std::set<std::string> found;
  std::vector<std::string> open{path};
  while (!open.empty()) {
    const std::string next = open.back();
    open.pop_back();
    const auto file = files.find(next);
    if (file != files.end() && found.insert(next).second) {
      for (const Include& include : file->second.includes) {
        open.push_back(include.header);
      }
    }
  }
  return found;
}

}  // namespace

Findings missing_includes(const std::vector<Source>& tree) {
  Files files;
  std::unordered_map<std::string, std::set<std::string>> headers;  // indexed by the name that the headers
                                                                   // declare
  for (const Source& source : tree) {
    if (!source.is_cpp()) {
      continue;
    }
    File& file = files[source.path];
    file.source = &source;
    file.words = words_of(source.code);
    file.includes = includes_of(source);
    for (const Word& word : file.words) {
      file.names.insert(word.text);
    }
    if (source.ends_with(".hpp")) {
      for (const std::string& name : public_names(source)) {
        headers[name].insert(source.path);
      }
    }
  }
  Findings findings;
  for (const auto& [path, file] : files) {
    if (!file.source->ends_with(".cpp")) {
      continue;
    }
    const std::set<std::string> included = all_included(path, files);
    const auto is_known = [&, &own = path](const std::string& name) {
      return std::any_of(included.begin(), included.end(), [&](const std::string& other) {
        return other != own && files.at(other).names.count(name) != 0;
      });
    };
    std::map<std::string, std::size_t> used;  // maps each name to the place of its first use
    std::set<std::string> declared;
    for (const Word& word : file.words) {
      const std::string name(word.text);
      if (headers.count(name) == 0 || !is_checked(name)) {
        continue;
      }
      if (may_be_declaration(word)) {
        declared.insert(name);
      } else if (is_use(word)) {
        used.try_emplace(name, word.position);
      }
    }
    for (const auto& [name, position] : used) {
      if (declared.count(name) == 0 && !is_known(name)) {
        findings.push_back({path, line_of(file.source->code, position),
                            "'" + name + "' is declared in " + *headers[name].begin() + "; include it"});
      }
    }
  }
  return findings;
}

}  // namespace tidy
