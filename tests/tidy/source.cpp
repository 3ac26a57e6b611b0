#include "tests/tidy/source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace tidy {
namespace {

/// Returns the end of the literal or comment that starts at `start`, or `start` if none starts there.
std::size_t end_of_unread(const std::string& text, std::size_t start) {
  const auto after = [&text](std::string_view closing, std::size_t from) {
    const std::size_t found = text.find(closing, from);
    return found == std::string::npos ? text.size() : found + closing.size();
  };
  const char previous = start == 0 ? '\n' : text[start - 1];
  if (text.compare(start, 2, "//") == 0) {
    return std::min(text.find('\n', start), text.size());
  }
  if (text.compare(start, 2, "/*") == 0) {
    return after("*/", start + 2);
  }
  if (text[start] == '"' && previous == 'R') {
    const std::size_t open = std::min(text.find('(', start), text.size());
    return after(")" + text.substr(start + 1, open - start - 1) + "\"", open);
  }
  if (text[start] == '"' ||
      (text[start] == '\'' && !is_part_of_word(previous))) {  // after a digit, ' separates thousands
    std::size_t position = start + 1;
    while (position < text.size() && text[position] != text[start]) {
      position += text[position] == '\\' ? 2 : 1;
    }
    return std::min(position + 1, text.size());
  }
  return start;
}

std::string code_of(const std::string& text) {
  std::string code = text;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t end = end_of_unread(text, position);
    for (std::size_t i = position; i < end; ++i) {
      if (code[i] != '\n') {
        code[i] = ' ';
      }
    }
    position = std::max(position + 1, end);
  }
  return code;
}

bool is_text(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 9> endings{"",    ".cpp",  ".hpp",  ".inc",         ".txt",
                                                    ".md", ".yaml", ".json", ".clang-format"};
  return std::find(endings.begin(), endings.end(), path.extension().string()) != endings.end();
}

}  // namespace

Source::Source(std::string path_, std::string text_) : path(std::move(path_)), text(std::move(text_)) {
  if (is_cpp()) {
    code = code_of(text);
  }
}

bool Source::ends_with(std::string_view ending) const {
  return path.size() >= ending.size() &&
         path.compare(path.size() - ending.size(), std::string::npos, ending) == 0;
}

bool Source::is_cpp() const {
  return ends_with(".cpp") || ends_with(".hpp") || ends_with(".inc");
}

bool Source::is_below(std::string_view folder) const {
  return path.compare(0, folder.size(), folder) == 0;
}

std::string Finding::str() const {
  return path + ":" + (line == 0 ? "" : std::to_string(line) + ":") + " " + message;
}

std::vector<Include> includes_of(const Source& source) {
  static const std::regex include(R"re((?:^|\n)[ \t]*#[ \t]*include[ \t]*[<"]([^">\n]+))re");
  std::vector<Include> includes;
  for (auto match = std::sregex_iterator(source.text.begin(), source.text.end(), include);
       match != std::sregex_iterator(); ++match) {
    includes.push_back({(*match)[1].str(), static_cast<std::size_t>(match->position(1))});
  }
  return includes;
}

bool is_part_of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::size_t line_of(const std::string& text, std::size_t position) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(position, text.size()));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

std::vector<Source> read_tree(const std::filesystem::path& root) {
  namespace fs = std::filesystem;
  std::vector<Source> sources;
  const auto read = [&sources, &root](const fs::directory_entry& entry) {
    if (!entry.is_regular_file() || !is_text(entry.path())) {
      return;
    }
    std::ifstream file(entry.path(), std::ios::binary);
    if (!file) {
      throw std::runtime_error("cannot read " + entry.path().string());
    }
    sources.emplace_back(entry.path().lexically_relative(root).generic_string(),
                         std::string(std::istreambuf_iterator<char>(file), {}));
  };
  for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
    read(entry);
  }
  for (const char* folder : {".ci", ".github", "sim", "models", "tools", "tests", "scenarios"}) {
    if (fs::exists(root / folder)) {
      for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
        read(entry);
      }
    }
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

}  // namespace tidy
