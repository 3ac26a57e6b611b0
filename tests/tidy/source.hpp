#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace tidy {

/// A text file of the repository.
struct Source {
  std::string path;  ///< from the repository's root, with '/'
  std::string text;  ///< as it is
  std::string code;  ///< of C++: the text with comments and literals blanked, line by line the same length;
                     ///< else empty

  /// Of a made-up or a read file; `code` is worked out when the path ends like C++.
  Source(std::string path_, std::string text_);

  [[nodiscard]] bool ends_with(std::string_view ending) const;
  [[nodiscard]] bool is_cpp() const;
  [[nodiscard]] bool is_below(std::string_view folder) const;  ///< "sim/" and the like, from the root
};

/// Something that is against the rules; prints as "path:line: message".
struct Finding {
  std::string path;
  std::size_t line = 0;  ///< from 1; 0 means the whole file
  std::string message;

  [[nodiscard]] std::string str() const;
  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

/// The line, from 1, that holds the character at `position`.
std::size_t line_of(const std::string& text, std::size_t position);

/// Every text file that people write: the layout's folders and the files at the root, in order of path.
std::vector<Source> read_tree(const std::filesystem::path& root);

}  // namespace tidy
