#pragma once
// A tree that represents a document to be read or written. Its nodes are scalars, sequences and mappings,
// with their positions.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/diagnostics.hpp"

namespace curtain::config {

/// One value of a document: nothing, a scalar, a sequence or a mapping. A scalar is stored as text, which the
/// field that reads it interprets.
struct Node {
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };
  struct Entry;

  Kind kind = Kind::null;
  bool is_quoted = false;      ///< scalar: written in quotes, so it is a text even if it equals a word such
                               ///< as `none`
  bool is_literal = false;     ///< scalar: a number or truth value when written as JSON
  std::string text;            ///< scalar
  std::vector<Node> items;     ///< sequence
  std::vector<Entry> entries;  ///< mapping: its entries, in the order in which they are written
  Place place;

  // Defined in the source file, so that it is compiled only once.
  Node();
  Node(const Node& other);
  Node(Node&& other) noexcept;
  Node& operator=(const Node& other);
  Node& operator=(Node&& other) noexcept;
  ~Node();

  /// The value of the key `key`, or nullptr if there is no such key.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
  [[nodiscard]] std::vector<std::string> keys() const;
  /// Number of nodes in this tree, including this one.
  [[nodiscard]] std::size_t size() const;
  /// A phrase for messages: "a mapping", "a list", "'text'" or "nothing".
  [[nodiscard]] std::string describe() const;

  // The following functions create nodes for writing.
  static Node word(std::string_view text);     ///< a plain scalar, never in quotes: a quantity, or a name
                                               ///< that Curtain defines
  static Node literal(std::string_view text);  ///< a number, `true` or `false`
  static Node string(std::string_view text);   ///< free text, in quotes if a parser could misread it
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
