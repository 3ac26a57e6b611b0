#pragma once
// Errors in an input. All errors are reported together; each error has its position, what was found, what is
// allowed, and the nearest name.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace curtain {

/// An input with errors. what() has one finding per line: "file:line:column: message".
struct ScenarioError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

namespace config {

/// The name of a file, or of an override such as "--set a.b", in which errors are found.
using Source = std::shared_ptr<const std::string>;

/// A position in a source. Lines and columns count from 1. Line 0 means the whole source.
struct Place {
  Source source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  /// "file:line:column", or only the name of the source if the line is 0.
  [[nodiscard]] std::string to_string() const;
  /// "file:line", or only the name of the source if the line is 0.
  [[nodiscard]] std::string line_string() const;
};

/// Collects findings. Findings are sorted by source, in the order in which the sources were first named or
/// announced, and then by position.
class Diagnostics {
 public:
  static constexpr std::size_t kMostTold = 50;

  /// Fixes the position of a source among the sources before there is any finding in it.
  void announce(const Source& source);
  void add(const Place& place, std::string message);
  [[nodiscard]] bool empty() const { return findings_.empty(); }
  [[nodiscard]] std::size_t size() const { return findings_.size(); }
  /// The findings, sorted and without repetitions, one per line. Only the first 50 are listed; the last line
  /// is then "and N more".
  [[nodiscard]] std::string text() const;
  /// Throws ScenarioError with text() if there are findings.
  void throw_if_any() const;

 private:
  struct Finding {
    std::size_t rank;
    Place place;
    std::string message;
  };
  std::size_t rank_of(const Source& source);

  std::vector<Source> sources_;
  std::vector<Finding> findings_;
};

/// Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps of
/// neighbours. Case is ignored, and '-' equals '_'.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`; empty if no candidate is similar enough for a typing error.
std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates);

/// "; did you mean 'x'?" with the nearest candidate, or an empty text.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// The text in single quotes, shortened to 60 characters. Characters that are not printable() are shown by
/// their numbers.
std::string quote(std::string_view text);

/// The path of a file in single quotes, as in quote(). The path is not shortened, so that the user can find
/// the file.
std::string quote_path(std::string_view path);

/// The words with separators: "a, b, c".
std::string comma_list(const std::vector<std::string>& words);

}  // namespace config
}  // namespace curtain
