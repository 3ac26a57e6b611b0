#include "tests/tidy/words.hpp"

#include <algorithm>
#include <cctype>
#include <regex>
#include <utility>

namespace tidy {
namespace {

struct BannedWord {
  std::string_view phrase;   ///< alternatives separated by '|', in lower case
  std::string_view instead;  ///< the text to write instead of the phrase
};

constexpr BannedWord kBannedWords[] = {
    {"for ever", "forever, or without limit"},
    {"nobody", "no one, or better the noun: no tenant, no caller"},
    {"whoever", "the noun: the caller, the reader, the policy that"},
    {"till", "until"},
    {"besides", "also, in addition, other than"},
    {"of late", "recently"},
    {"heed|heeds|heeded", "apply, follow, respect"},
    {"in vain", "without success, or what was wasted"},
    {"by lot", "at random"},
    {"anew", "again"},
    {"dear|dearer|dearest", "expensive"},
    {"the one that|the ones that", "the noun: the instance that"},
    {"what it looks at", "the name of what is read"},
    {"is told|are told", "is notified, is reported, is called with"},
};

/// Blanks text between two backticks on one line, which is a name in code or a function of a scenario.
void blank_quoted_names(std::string& prose) {
  static const std::regex name("`[^`\n]*`");
  std::string blanked = prose;
  for (auto match = std::sregex_iterator(prose.begin(), prose.end(), name); match != std::sregex_iterator();
       ++match) {
    blanked.replace(static_cast<std::size_t>(match->position()), static_cast<std::size_t>(match->length()),
                    static_cast<std::size_t>(match->length()), ' ');
  }
  prose = std::move(blanked);
}

/// Returns \bfor[\s/"*#>]+ever\b for "for ever", because a phrase may continue in the next line of a comment
/// or string.
std::regex pattern_of(std::string_view phrase) {
  std::string pattern = "\\b(?:";
  for (const char c : phrase) {
    pattern += c == ' ' ? "[\\s/\"*#>]+" : std::string(1, c);
  }
  return std::regex(pattern + ")\\b", std::regex::icase);
}

std::string comments_after_hash(const std::string& text) {
  std::string prose = text;
  bool in_comment = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      in_comment = false;
      continue;
    }
    in_comment = in_comment ||
                 (text[i] == '#' && (i == 0 || std::isspace(static_cast<unsigned char>(text[i - 1])) != 0));
    if (!in_comment) {
      prose[i] = ' ';
    }
  }
  return prose;
}

/// Puts the section `lesson` of a scenario, which is prose, back into `prose`.
void restore_lesson(const std::string& text, std::string& prose) {
  std::size_t at = text.rfind("lesson:", 0) == 0 ? 0 : text.find("\nlesson:");
  if (at == std::string::npos) {
    return;
  }
  at = text.find('\n', at + 1);
  while (at != std::string::npos && at + 1 < text.size() && (text[at + 1] == ' ' || text[at + 1] == '\n')) {
    const std::size_t end = text.find('\n', at + 1);
    const std::size_t length = std::min(end, text.size()) - at;
    prose.replace(at, length, text, at, length);
    at = end;
  }
}

bool has_hash_comments(const Source& source) {
  const std::size_t folder = source.path.rfind('/');
  const bool has_ending =
      source.path.find('.', folder == std::string::npos ? 0 : folder + 1) != std::string::npos;
  return source.ends_with(".yaml") || source.ends_with(".yml") || source.ends_with(".txt") ||
         source.ends_with(".cmake") || source.ends_with(".sh") || !has_ending;
}

}  // namespace

std::string prose_of(const Source& source) {
  if (source.ends_with(".md")) {
    return source.text;
  }
  if (source.is_cpp()) {
    std::string prose = source.text;
    for (std::size_t i = 0; i < prose.size(); ++i) {
      if (source.code[i] == prose[i] && prose[i] != '\n') {
        prose[i] = ' ';
      }
    }
    return prose;
  }
  if (!has_hash_comments(source)) {
    return "";
  }
  std::string prose = comments_after_hash(source.text);
  if (source.ends_with(".yaml")) {
    restore_lesson(source.text, prose);
  }
  return prose;
}

Findings banned_words(const Source& source, const std::vector<std::string_view>& exempt) {
  if (std::any_of(exempt.begin(), exempt.end(),
                  [&source](std::string_view prefix) { return source.is_below(prefix); })) {
    return {};
  }
  std::string prose = prose_of(source);
  blank_quoted_names(prose);
  Findings findings;
  for (const BannedWord& word : kBannedWords) {
    const std::regex pattern = pattern_of(word.phrase);
    for (auto match = std::sregex_iterator(prose.begin(), prose.end(), pattern);
         match != std::sregex_iterator(); ++match) {
      const std::string found = std::regex_replace(match->str(), std::regex("[\\s/\"*#>]+"), " ");
      findings.push_back({source.path, line_of(prose, static_cast<std::size_t>(match->position())),
                          "'" + found + "': write " + std::string(word.instead)});
    }
  }
  return findings;
}

}  // namespace tidy
