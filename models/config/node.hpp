#pragma once
// A tree for documents that are read or written: scalars, sequences and mappings with positions.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/diagnostics.hpp"

namespace curtain::config {

/// One value of a document: nothing, a scalar, a sequence or a mapping. Scalars are text; the field that
/// reads a scalar interprets it.
struct Node {
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };
  struct Entry;

  Kind kind = Kind::null;
  bool is_quoted = false;      ///< scalar: written in quotes, so never a word such as `none`
  bool is_literal = false;     ///< scalar: a number or truth value when written as JSON
  std::string text;            ///< scalar
  std::vector<Node> items;     ///< sequence
  std::vector<Entry> entries;  ///< mapping, in order of writing
  Place place;

  // Compiled once, and not in every source that makes a tree.
  Node();
  Node(const Node& other);
  Node(Node&& other) noexcept;
  Node& operator=(const Node& other);
  Node& operator=(Node&& other) noexcept;
  ~Node();

  /// The value at `key`, or nullptr.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
  [[nodiscard]] std::vector<std::string> keys() const;
  /// Number of nodes in this tree, including this one.
  [[nodiscard]] std::size_t size() const;
  /// "a mapping", "a list", "'text'" or "nothing".
  [[nodiscard]] std::string describe() const;

  // For writing.
  static Node word(std::string_view text);     ///< plain, never in quotes: a quantity or one of our names
  static Node literal(std::string_view text);  ///< a number, `true` or `false`
  static Node string(std::string_view text);   ///< free text, in quotes if it could be misread
  static Node sequence();
  static Node mapping();
  /// Adds an entry to a mapping; returns *this.
  Node& set(std::string_view key, Node value);
  /// Adds an item to a sequence; returns *this.
  Node& append(Node value);
};

struct Node::Entry {
  std::string key;
  Place key_place;
  Node value;
};

}  // namespace curtain::config
