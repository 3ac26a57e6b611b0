#include "models/config/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/config/document.hpp"

namespace curtain::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostSiblings = 10'000;

bool has_wildcard(const std::string& text) {
  return text.find_first_of("*?") != std::string::npos;
}

/// In a pattern, `*` matches any number of bytes and `?` matches one byte.
bool matches(const std::string& name, const std::string& pattern) {
  std::size_t at = 0;
  std::size_t next = 0;
  std::size_t star = std::string::npos;  // position of the last `*` in the pattern; `behind` is the position
                                         // in the name after its match
  std::size_t behind = 0;
  while (at < name.size()) {
    if (next < pattern.size() && pattern[next] == '*') {
      star = next++;
      behind = at;
    } else if (next < pattern.size() && (pattern[next] == '?' || pattern[next] == name[at])) {
      ++next;
      ++at;
    } else if (star != std::string::npos) {
      next = star + 1;
      at = ++behind;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', next) == std::string::npos;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

namespace {

/// Returns the entry of `folder` for which `name` is probably a typing error: an entry with the same name and
/// a file ending, or else the entry with the nearest name.
std::string nearest_entry(const fs::path& folder, const std::string& name) {
  std::vector<std::string> siblings;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end && siblings.size() < kMostSiblings;
       it.increment(error)) {
    siblings.push_back(it->path().filename().string());
  }
  std::sort(siblings.begin(), siblings.end());
  for (const std::string& sibling : siblings) {
    if (!name.empty() && sibling.starts_with(name + ".")) {
      return sibling;
    }
  }
  return nearest_name(name, siblings);
}

}  // namespace

std::string did_you_mean_file(const std::string& path) {
  const fs::path wanted(path);
  fs::path mended;
  for (const fs::path& part : wanted) {  // the name of a folder in the path may also be wrong
    std::error_code error;
    const fs::path here = mended / part;
    if (fs::exists(here, error)) {
      mended = here;
      continue;
    }
    const std::string nearest = nearest_entry(mended.empty() ? fs::path(".") : mended, part.string());
    if (nearest.empty()) {
      return {};
    }
    mended /= nearest;
  }
  return fmt::format("; did you mean '{}'?", mended.string());
}

bool is_directory(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

std::vector<std::string> csv_names_with(const std::string& directory, const std::string& word) {
  std::vector<std::string> found;
  std::error_code error;
  for (std::filesystem::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    const bool is_csv = name.ends_with(".csv") || name.ends_with(".csv.gz") || name.ends_with(".csv.zst");
    if (is_csv && name.find(word) != std::string::npos) {
      found.push_back(name);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string only_csv_with(const std::string& directory, const std::string& word) {
  const std::vector<std::string> found = csv_names_with(directory, word);
  if (found.size() != 1) {
    throw std::invalid_argument(fmt::format(
        "the folder {} has {} CSV files with '{}' in their name{}; name the file to read with the key '{}'",
        quote(directory), found.size(), word, found.empty() ? "" : fmt::format(" ({}, ..)", found.front()),
        word));
  }
  return directory + (directory.empty() || directory.back() == '/' ? "" : "/") + found.front();
}

std::vector<std::string> matching_files(const std::string& path) {
  std::error_code error;
  if (!has_wildcard(path) || fs::exists(path, error)) {
    return {path};
  }
  const fs::path wanted(path);
  const std::string pattern = wanted.filename().string();
  if (has_wildcard(wanted.parent_path().string())) {
    throw std::invalid_argument(fmt::format(
        "{} has a wildcard in the name of its folder; only the name of the file may have wildcards",
        quote_path(path)));
  }
  std::vector<std::string> found;
  for (fs::directory_iterator it(wanted.has_parent_path() ? wanted.parent_path() : fs::path("."), error), end;
       !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    const bool is_hidden = name.front() == '.' && pattern.front() != '.';
    if (!is_hidden && matches(name, pattern) && !is_directory(it->path().string())) {
      found.push_back((wanted.parent_path() / name).string());
    }
  }
  if (found.empty()) {
    throw std::invalid_argument(fmt::format("no file matches the pattern {}", quote_path(path)));
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<std::string> why_unreadable(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return fmt::format("{} does not exist{}", quote_path(path), did_you_mean_file(path));
  }
  if (status.type() == fs::file_type::directory) {
    return fmt::format("{} is a folder, not a file", quote_path(path));
  }
  if (!error && status.type() !=
                    fs::file_type::regular) {  // opening a pipe would wait for the process at its other end
    return fmt::format("{} is a device or a pipe, not a file", quote_path(path));
  }
  if (error || !std::ifstream(path)) {
    return fmt::format("{} cannot be read; check its permissions", quote_path(path));
  }
  return std::nullopt;
}

std::string read_text_file(const std::string& path) {
  if (const auto reason = why_unreadable(path)) {
    throw std::invalid_argument(*reason);
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(kMostBytes + 1,
                   '\0');  // one byte more than the limit; this size is allocated for every file
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) {
    throw std::invalid_argument(fmt::format("{} cannot be read; check its permissions", quote_path(path)));
  }
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kMostBytes) {
    throw std::invalid_argument(
        fmt::format("{} has more than {} bytes, which is the limit", quote_path(path), kMostBytes));
  }
  return text;
}

std::string expand_environment(const std::string& path) {
  std::string result;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '$') {
      result += path[i];
    } else if (path.compare(i, 2, "$$") == 0) {
      result += '$';
      ++i;
    } else {
      std::size_t end = i + 2;
      while (end < path.size() && is_name_character(path[end])) {
        ++end;
      }
      if (path.compare(i, 2, "${") != 0 || end == i + 2 || end >= path.size() || path[end] != '}') {
        throw std::invalid_argument(
            fmt::format("a '$' in {} has no name after it; write ${{NAME}} for an environment variable or $$ "
                        "for a dollar",
                        quote_path(path)));
      }
      const std::string name = path.substr(i + 2, end - i - 2);
      const char* value = std::getenv(name.c_str());
      if (value == nullptr) {
        throw std::invalid_argument(fmt::format(
            "the environment variable {} is not set; set it, or write the path without it", name));
      }
      result += value;
      i = end;
    }
  }
  return result;
}

std::string escape_environment(const std::string& path) {
  std::string result;
  for (const char c : path) {
    result += c == '$' ? "$$" : std::string(1, c);
  }
  return result;
}

std::string path_from(const std::string& directory, const std::string& path) {
  return (fs::path(directory) / path).lexically_normal().string();
}

std::string directory_of(const std::string& path) {
  return fs::path(path).parent_path().string();
}

}  // namespace curtain::config
