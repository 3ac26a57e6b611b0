#pragma once
// Errors in an input, reported all at once: each with its place, what was found, what is allowed, and the
// nearest name.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace curtain {

/// An input that cannot be used. `what()` has every finding on a line: "file:line:column: message".
struct ScenarioError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

namespace config {

/// A file, or an override such as "--set a.b", that a finding refers to.
using Source = std::shared_ptr<const std::string>;

/// A position in a source. Lines and columns count from 1; line 0 means the source as a whole.
struct Place {
  Source source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  /// "file:line:column", or only the source.
  [[nodiscard]] std::string to_string() const;
  /// "file:line", or only the source.
  [[nodiscard]] std::string line_string() const;
};

/// Collects findings. They are reported in the order in which their sources were first named (or announced),
/// then by position.
class Diagnostics {
 public:
  static constexpr std::size_t kMostTold = 50;

  /// Sets the position of a source among the others before any finding in it.
  void announce(const Source& source);
  void add(const Place& place, std::string message);
  [[nodiscard]] bool empty() const { return findings_.empty(); }
  [[nodiscard]] std::size_t size() const { return findings_.size(); }
  /// One finding per line, sorted, each once; after the first 50 "and N more".
  [[nodiscard]] std::string text() const;
  /// Throws ScenarioError with text() unless empty.
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

/// The candidate nearest to `word`, or nothing if none is near enough to be a typing error.
std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates);

/// "; did you mean 'x'?" or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// The text in single quotes, shortened to 60 characters; characters that are not printable() are shown by
/// their numbers.
std::string quote(std::string_view text);

/// The same for the path of a file, which is not shortened, so that the reader of a message can find the
/// file.
std::string quote_path(std::string_view path);

/// "a, b, c"
std::string comma_list(const std::vector<std::string>& words);

}  // namespace config
}  // namespace curtain
