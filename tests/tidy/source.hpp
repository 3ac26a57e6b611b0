#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

/// A text file of the repository.
struct Source {
  std::string path;  ///< relative to the repository's root, with '/'
  std::string text;  ///< the unchanged text
  std::string code;  ///< for C++: the text with comments and literals blanked, of the same length line by
                     ///< line; otherwise empty

  /// Creates a source from a made-up file or from a file that was read. `code` is set if the path has a C++
  /// ending.
  Source(std::string path_, std::string text_);

  [[nodiscard]] bool ends_with(std::string_view ending) const;
  [[nodiscard]] bool is_cpp() const;
  [[nodiscard]] bool is_below(std::string_view folder) const;  ///< a folder such as "sim/", relative to the
                                                               ///< root
};

/// A violation of the rules. It is printed as "path:line: message".
struct Finding {
  std::string path;
  std::size_t line = 0;  ///< counted from 1; 0 means the whole file
  std::string message;

  [[nodiscard]] std::string str() const;
  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

/// An include of a source.
struct Include {
  std::string header;        ///< the path without its quotes or brackets
  std::size_t position = 0;  ///< position of the path in Source::text
};
std::vector<Include> includes_of(const Source& source);

/// Whether `c` may be a part of a name in C++.
bool is_part_of_word(char c);

/// Returns the number of the line that contains the character at `position`, counted from 1.
std::size_t line_of(const std::string& text, std::size_t position);

/// Returns every text file that people write: the layout's folders and the files in the root folder, sorted
/// by path.
std::vector<Source> read_tree(const std::filesystem::path& root);

}  // namespace tidy
