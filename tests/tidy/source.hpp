#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

/// A text file of the repository.
struct Source {
  std::string path;  ///< from the repository's root, with '/'
  std::string text;  ///< unchanged
  std::string code;  ///< for C++: the text with comments and literals blanked, of the same length line by
                     ///< line; else empty

  /// From a made-up file or one that was read; `code` is set if the path ends like C++.
  Source(std::string path_, std::string text_);

  [[nodiscard]] bool ends_with(std::string_view ending) const;
  [[nodiscard]] bool is_cpp() const;
  [[nodiscard]] bool is_below(std::string_view folder) const;  ///< "sim/" and the like, from the root
};

/// A violation of the rules; prints as "path:line: message".
struct Finding {
  std::string path;
  std::size_t line = 0;  ///< from 1; 0 means the whole file
  std::string message;

  [[nodiscard]] std::string str() const;
  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

/// An include of a source.
struct Include {
  std::string header;        ///< without its quotes or brackets
  std::size_t position = 0;  ///< of the header in Source::text
};
std::vector<Include> includes_of(const Source& source);

/// Whether `c` may be a part of a name in C++.
bool is_part_of_word(char c);

/// The line, from 1, that contains the character at `position`.
std::size_t line_of(const std::string& text, std::size_t position);

/// Every text file that people write: the layout's folders and the files in the root folder, sorted by path.
std::vector<Source> read_tree(const std::filesystem::path& root);

}  // namespace tidy
